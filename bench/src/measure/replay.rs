//! What one request asks of PostgreSQL, read off the server's log, as a script for pgbench: the same statements in the
//! same round trips, with the values that they had.

use anyhow::Context;

/// One line of the log with those that belong to it.
struct Entry {
    process: String,
    kind: String,
    text: String,
}

/// The script of the one transaction in this log, with the look-up of the token before it. It takes back at its end
/// what it did, after the database has checked it as at a commit, so that it runs again and again.
pub fn script(log: &str) -> anyhow::Result<String> {
    let entries = entries(log);
    let begins = |entry: &Entry| entry.kind == "statement" && entry.text.starts_with("begin");
    let begin = entries.iter().position(begins).context("a transaction")?;
    let process = &entries[begin].process;
    let before = entries[..begin].iter().enumerate().rev();
    let (token, _) = before
        .clone()
        .find(|(_, entry)| entry.kind == "execute" && entry.text.contains("secret_sha256"))
        .context("the look-up of the token")?;
    let mut script = statement(&entries, token)?;
    for (at, entry) in entries.iter().enumerate().skip(begin) {
        if entry.process != *process {
            continue;
        }
        match entry.kind.as_str() {
            "statement" if entry.text == "commit" => {
                return Ok(script + "set constraints all immediate;\nrollback;\n");
            }
            "statement" if entry.text.starts_with("begin") => script += "begin;\n",
            "execute" => script += &statement(&entries, at)?,
            _ => {}
        }
    }
    anyhow::bail!("the transaction does not commit")
}

/// The entries of a log that says how long everything took.
fn entries(log: &str) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for line in log.lines() {
        if let Some(rest) = line.strip_prefix('\t') {
            if let Some(last) = entries.last_mut() {
                last.text += "\n";
                last.text += rest;
            }
        } else if let Some(entry) = entry(line) {
            entries.push(entry);
        }
    }
    entries
}

/// `2026-11-27 07:25:26.203 UTC [29271] LOG:  duration: 0.070 ms  execute sqlx_s_7: select ...`
fn entry(line: &str) -> Option<Entry> {
    let (_, rest) = line.split_once(" [")?;
    let (process, rest) = rest.split_once("] ")?;
    let (kind, text) = if let Some(detail) = rest.strip_prefix("DETAIL:  ") {
        ("DETAIL", detail)
    } else {
        let (_, what) = rest.strip_prefix("LOG:  duration: ")?.split_once(" ms  ")?;
        let (kind, text) = what.split_once(": ")?;
        (kind.split(' ').next()?, text)
    };
    Some(Entry {
        process: process.into(),
        kind: kind.into(),
        text: text.into(),
    })
}

/// The statement at this place, with its values in the places of its parameters.
fn statement(entries: &[Entry], at: usize) -> anyhow::Result<String> {
    let text = &entries[at].text;
    let detail = entries[at + 1..]
        .iter()
        .find(|entry| entry.process == entries[at].process)
        .filter(|entry| entry.kind == "DETAIL");
    let values = detail.map_or_else(Vec::new, |entry| values(&entry.text));
    let mut written = String::new();
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once('$') {
        let digits = after.len() - after.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let number: usize = after[..digits].parse().context("a parameter's number")?;
        let value = values.get(number - 1).context("a parameter's value")?;
        written += before;
        written += value;
        rest = &after[digits..];
    }
    Ok(written + rest + ";\n")
}

/// `parameters: $1 = 'a', $2 = NULL`: the values as SQL writes them.
fn values(detail: &str) -> Vec<String> {
    let mut values = Vec::new();
    let mut rest = detail;
    while let Some((_, after)) = rest.split_once(&format!("${} = ", values.len() + 1)) {
        let end = end_of(after);
        values.push(without_colons(&after[..end]));
        rest = &after[end..];
    }
    values
}

/// The same value with its colons written as numbers: pgbench takes what follows one for a variable.
fn without_colons(value: &str) -> String {
    if !value.contains(':') {
        return value.to_owned();
    }
    format!("E{}", value.replace('\\', r"\\").replace(':', r"\072"))
}

/// Where a value ends that may be quoted, with quotes in it doubled.
fn end_of(text: &str) -> usize {
    if !text.starts_with('\'') {
        return text.find(", ").unwrap_or(text.len());
    }
    let mut at = 1;
    while let Some(quote) = text[at..].find('\'') {
        at += quote + 1;
        if !text[at..].starts_with('\'') {
            return at;
        }
        at += 1;
    }
    text.len()
}
