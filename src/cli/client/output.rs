//! What people read: tables and sentences. With `--json` the service's own words.

use comfy_table::TableStyle;
use comfy_table::{ContentArrangement, Table};
use serde_json::Value;

use super::api::{Answer, Api, Trouble};

/// Prints the JSON when it was asked for; says whether it did.
pub fn json(api: &Api, answer: &Answer) -> bool {
    if api.json {
        println!("{}", answer.raw);
    }
    api.json
}

/// A table without frames: a header, then one line for each row.
pub fn table(header: &[&str], rows: Vec<Vec<String>>) {
    if rows.is_empty() {
        println!("Nothing.");
        return;
    }
    let mut table = Table::new();
    table
        .load_style(TableStyle::new())
        .set_content_arrangement(ContentArrangement::Dynamic);
    table.set_header(header.iter().map(|name| name.to_uppercase()));
    table.add_rows(rows);
    for line in table.to_string().lines() {
        println!("{}", line.trim_end());
    }
}

/// The items of a page as rows.
pub fn rows(answer: &Answer, row: impl Fn(&Value) -> Vec<String>) -> Vec<Vec<String>> {
    answer.body["items"]
        .as_array()
        .into_iter()
        .flatten()
        .map(row)
        .collect()
}

/// A member as people read it.
pub fn field(value: &Value, pointer: &str) -> String {
    match value.pointer(pointer) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Null) | None => String::new(),
        Some(other) => other.to_string(),
    }
}

/// `ticket-triage/4`.
pub fn version(value: &Value) -> String {
    format!(
        "{}/{}",
        field(value, "/model_name"),
        field(value, "/number")
    )
}

/// Slots of 10 000 as a share.
pub fn share(slots: &Value) -> String {
    let slots = slots.as_i64().unwrap_or(0);
    let (whole, rest) = (slots / 100, slots % 100);
    if rest == 0 {
        format!("{whole} %")
    } else {
        format!("{whole}.{rest:02} %")
    }
}

/// `ticket-triage/4 95 %, ticket-triage/5 5 %`.
pub fn shares(shares: &Value) -> String {
    let shares: Vec<String> = shares
        .as_array()
        .into_iter()
        .flatten()
        .map(|one| format!("{} {}", version(&one["version"]), share(&one["slots"])))
        .collect();
    if shares.is_empty() {
        "nothing".into()
    } else {
        shares.join(", ")
    }
}

/// `production/support-bot`.
pub fn route_label(route: &Value) -> String {
    format!("{}/{}", field(route, "/environment"), field(route, "/key"))
}

/// What a route serves now.
pub fn print_route(route: &Value) {
    let name = route_label(route);
    println!(
        "{name} serves {} (snapshot {})",
        shares(&route["snapshot"]["shares"]),
        field(route, "/snapshot/seq")
    );
}

/// What a command would change, and why it may not.
pub fn print_plan(plan: &Value) {
    for change in plan["changes"].as_array().into_iter().flatten() {
        println!(
            "{} at revision {}",
            field(change, "/kind"),
            field(change, "/revision")
        );
    }
    print_refusals(plan);
}

fn print_refusals(of: &Value) {
    for refusal in of["refusals"].as_array().into_iter().flatten() {
        println!("✕ {}", field(refusal, "/message"));
        for remedy in refusal["remedies"].as_array().into_iter().flatten() {
            println!("  {}", field(remedy, "/text"));
        }
    }
}

/// The end of a command that may have been a dry run: not allowed is an exit code of its own.
pub fn allowed(dry_run: bool, answer: &Answer) -> Result<(), Trouble> {
    if dry_run && answer.body["allowed"] == false {
        Err(Trouble::NotAllowed)
    } else {
        Ok(())
    }
}

/// What a change would do to each route, and why it may not.
pub fn print_effect(effect: &Value) {
    for route in effect["routes"].as_array().into_iter().flatten() {
        let name = route_label(&route["route"]);
        println!(
            "{name}: {} -> {}",
            shares(&route["before"]),
            shares(&route["after"])
        );
    }
    print_refusals(effect);
}
