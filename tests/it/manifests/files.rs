//! `tenure apply` and `tenure export`, as the real program with real files.

use std::fs;
use std::path::Path;
use std::process::Stdio;

use serde_json::json;
use tokio::process::Command;

use super::{applied, company, model, trusting};
use crate::support::Tenure;

struct Said {
    code: i32,
    out: String,
    err: String,
}

async fn tenure(at: &Tenure, arguments: &[&str], folder: &Path) -> Said {
    let done = Command::new(env!("CARGO_BIN_EXE_tenure"))
        .args(arguments)
        .current_dir(folder)
        .env("TENURE_URL", &at.base)
        .env("TENURE_TOKEN", at.admin.token())
        .stdin(Stdio::null())
        .output()
        .await
        .unwrap();
    Said {
        code: done.status.code().unwrap(),
        out: String::from_utf8(done.stdout).unwrap(),
        err: String::from_utf8(done.stderr).unwrap(),
    }
}

#[actix_web::test]
async fn exported_files_are_the_same_bytes_and_apply_to_nothing() {
    let service = trusting().await;
    applied(&service.admin, &company()).await;
    let folder = tempfile::tempdir().unwrap();
    let files = folder.path().join("files");
    fs::create_dir(&files).unwrap();
    let done = tenure(&service, &["export", "-f", "files"], folder.path()).await;
    assert_eq!((done.code, done.err.as_str()), (0, ""));
    let read = |name: &str| fs::read_to_string(files.join(name)).unwrap();
    assert_eq!(
        read("support/model.yaml"),
        "---\nkind: model\nteam: support\nname: triage\ndescription: Sorts tickets.\ntags:\n  owner: kim\n"
    );
    assert!(read("default/team.yaml").contains(
        "slug: default
"
    ));
    let same = tenure(
        &service,
        &["apply", "-f", "files", "--dry-run", "--prune"],
        folder.path(),
    )
    .await;
    assert_eq!(same.code, 0, "{}{}", same.out, same.err);
    assert_eq!(
        same.out,
        "0 to create, 0 to change, 0 to rename, 0 to hide, 8 as they are.\n"
    );
    let one = tenure(&service, &["export", "-f", "one.yaml"], folder.path()).await;
    let two = tenure(&service, &["export"], folder.path()).await;
    assert_eq!(
        (
            one.code,
            fs::read_to_string(folder.path().join("one.yaml")).unwrap()
        ),
        (0, two.out)
    );
    fs::write(files.join("notes.yaml"), "").unwrap();
    let left = tenure(&service, &["export", "-f", "files"], folder.path()).await;
    assert!(left.err.contains("notes.yaml"), "{}", left.err);
    service.done().await;
}

#[actix_web::test]
async fn a_difference_has_an_exit_code_of_its_own_and_is_applied_as_it_was_shown() {
    let service = trusting().await;
    applied(&service.admin, &company()).await;
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    fs::write(
        at.join("a.yaml"),
        "kind: model\nteam: support\nname: triage\ndescription: |-\n  Two\n  lines.\n",
    )
    .unwrap();
    let shown = tenure(&service, &["apply", "-f", "a.yaml", "--diff"], at).await;
    assert_eq!(shown.code, 7);
    assert_eq!(
        shown.out,
        "~ model support/triage\n    /description: \"Sorts tickets.\" -> \"Two\\nlines.\"\n\
         0 to create, 1 to change, 0 to rename, 0 to hide, 0 as they are.\n"
    );
    let json = tenure(&service, &["apply", "-f", "a.yaml", "--diff", "--json"], at).await;
    let plan: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!((json.code, &plan["counts"]["changed"]), (7, &json!(1)));
    let done = tenure(&service, &["apply", "-f", "a.yaml"], at).await;
    assert_eq!(
        (done.code, done.out.ends_with("Done.\n")),
        (0, true),
        "{}",
        done.err
    );
    let again = tenure(&service, &["apply", "-f", "a.yaml", "--dry-run"], at).await;
    assert_eq!(again.code, 0);
    let events = service
        .admin
        .get("/events?kind=model.relabelled")
        .await
        .ok();
    assert_eq!(events["items"][0]["reason"], "Applied from files: a.yaml");
    service.done().await;
}

#[actix_web::test]
async fn what_is_wrong_is_named_by_file_and_line_and_nothing_is_done() {
    let service = trusting().await;
    applied(&service.admin, &company()).await;
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    for (text, code, said) in [
        (
            "kind: model\nteam: support\nname: a\n---\nkind: model\nteam: support\nname: b\ncolour: red\n",
            2,
            "a.yaml:8 /colour",
        ),
        ("kind: model\nteam: nobody\nname: a\n", 3, "a.yaml:2 /team"),
        (
            "kind: model\nname: a\nname: b\n",
            2,
            "a.yaml:3: the key \"name\" stands twice",
        ),
        ("a: &x 1\nb: *x\n", 2, "a.yaml:2: an alias"),
        (
            "kind: team\nslug: support\nname: Other\n",
            3,
            "[fixed_field]",
        ),
    ] {
        fs::write(at.join("a.yaml"), text).unwrap();
        let done = tenure(&service, &["apply", "-f", "a.yaml"], at).await;
        assert_eq!(done.code, code, "{text}: {}{}", done.out, done.err);
        assert!(
            format!("{}{}", done.out, done.err).contains(said),
            "{text}: {}{}",
            done.out,
            done.err
        );
    }
    fs::write(at.join("a.yaml"), format!("# {}\n", "x".repeat(1 << 20))).unwrap();
    let large = tenure(&service, &["apply", "-f", "a.yaml"], at).await;
    assert_eq!(
        (large.code, large.err.contains("more than 1048576 bytes")),
        (2, true)
    );
    let missing = tenure(&service, &["apply", "-f", "nowhere.yaml"], at).await;
    assert_eq!(missing.code, 2);
    service.done().await;
}

#[actix_web::test]
async fn an_application_is_shown_with_its_risk_and_its_routes() {
    let service = trusting().await;
    applied(&service.admin, &company()).await;
    let folder = tempfile::tempdir().unwrap();
    let shown = tenure(
        &service,
        &["applications", "show", "helpdesk"],
        folder.path(),
    )
    .await;
    assert_eq!((shown.code, shown.err.as_str()), (0, ""));
    for said in [
        "helpdesk, of support",
        "  purpose: Answers customers.",
        "  criticality: high",
        "  data class: internal",
        "  risk tier: limited",
        "  regulatory class: eu-ai-act:limited",
        "  review due: 2027-01-31",
        "production/bot  nothing",
    ] {
        assert!(shown.out.contains(said), "{said}: {}", shown.out);
    }
    let missing = tenure(&service, &["applications", "show", "nobody"], folder.path()).await;
    assert_eq!(missing.code, 4);
    service.done().await;
}

#[actix_web::test]
async fn nothing_is_hidden_without_a_list_and_a_yes() {
    let service = trusting().await;
    applied(&service.admin, &company()).await;
    applied(&service.admin, &[model("spare")]).await;
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    fs::write(at.join("a.json"), model("triage").to_string()).unwrap();
    let without = tenure(&service, &["apply", "-f", "a.json", "--prune"], at).await;
    assert_eq!(
        (
            without.code,
            without.out.starts_with("- model support/spare\n")
        ),
        (2, true),
        "{}",
        without.out
    );
    assert!(without.err.contains("--yes"), "{}", without.err);
    for said in [
        "Left alone, since no document is of that kind and team: 1 suite of support, 1 application of support,",
        "Teams are never hidden; no document names 2 of them.",
    ] {
        assert!(without.out.contains(said), "{}", without.out);
    }
    let spare = service.admin.get("/models?name=spare").await.ok();
    assert_eq!(spare["items"][0]["hidden_at"], json!(null));
    let done = tenure(&service, &["apply", "-f", "a.json", "--prune", "--yes"], at).await;
    assert_eq!(done.code, 0, "{}", done.err);
    let spare = service.admin.get("/models?name=spare").await.ok();
    assert_eq!(spare["items"], json!([]));
    service.done().await;
}

#[actix_web::test]
async fn the_files_of_the_documentation_can_be_applied() {
    let service = trusting().await;
    let page = fs::read_to_string("docs/manifests.md").unwrap();
    let (_, rest) = page.split_once("```yaml\n").unwrap();
    let (example, _) = rest.split_once("```").unwrap();
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.yaml"), example).unwrap();
    for (arguments, said) in [
        (vec!["apply", "-f", "a.yaml"], "7 to create"),
        (vec!["apply", "-f", "a.yaml", "--dry-run"], "7 as they are"),
    ] {
        let done = tenure(&service, &arguments, folder.path()).await;
        assert_eq!(done.code, 0, "{}{}", done.out, done.err);
        assert!(done.out.contains(said), "{}", done.out);
    }
    service.done().await;
}
