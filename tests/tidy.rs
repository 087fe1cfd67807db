//! The architecture, as a test. Reads the source; needs no database.
//! If it fails, move the code; change this file only together with ARCHITECTURE.md.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::path::{Path, PathBuf};

/// Modules in order: each may use those to its left, never those to its right. So there are no circles.
const ORDER: &[&str] = &[
    "ground/kernel",
    "ground/config",
    "ground/http",
    "ground/identity",
    "ground/audit",
    "ground/content",
    "domain/access",
    "domain/findings",
    "domain/names",
    "domain/models",
    "domain/evaluations",
    "domain/comparisons",
    "domain/routes",
    "domain/stages",
    "domain/promotions",
    "domain/registry",
    "domain/manifests",
    "domain/overview",
    "domain/evidence_pack",
    "server",
    "cli",
];
/// Pairs that look the other way, each with the reason why that is right.
const EXCEPTIONS: &[(&str, &str)] = &[
    // `App` carries the settings, and failures become answers where they are thrown.
    ("ground/kernel", "ground/config"),
];
/// Inside a domain module a file or folder may use roles to its left. Any other name is a plain type: role 0.
const ROLES: &[&str] = &[
    "types", "rules", "store", "commands", "memory", "jobs", "http",
];
/// The first role in which a word may appear.
const WORDS: &[(&str, &str)] = &[
    ("sqlx::query", "store"),
    ("async ", "store"),
    ("actix_web", "http"),
    ("utoipa::path", "http"),
];
/// Lines of a file: more is a warning to split, and the list of those may only shrink.
const LINES_MAX: usize = 400;
const LONGER: &[&str] = &[
    "src/domain/models/commands.rs",
    "src/domain/access/http/members.rs",
    "src/domain/evaluations/import/lm_eval/tests.rs",
];
/// Words that stand nowhere but in the ground's kernel.
const KERNEL_ONLY: &[&str] = &[
    "Utc::now(",
    "Uuid::now_v7(",
    "Uuid::new_v4(",
    "SystemTime::now(",
];

struct Source {
    path: PathBuf,
    /// Without the tests at its end.
    code: String,
    lines: usize,
}

impl Source {
    /// `domain/models`, `server` ...
    fn module(&self) -> String {
        let parts = self.parts();
        match parts[0].as_str() {
            group @ ("ground" | "domain") if parts.len() > 2 => format!("{group}/{}", parts[1]),
            other => other.to_owned(),
        }
    }

    fn parts(&self) -> Vec<String> {
        let inside = self.path.strip_prefix("src").unwrap();
        inside
            .iter()
            .map(|part| part.to_str().unwrap().to_owned())
            .collect()
    }

    /// The role of a file of a domain module: `rules`, `store` ...
    fn role(&self) -> Option<usize> {
        let parts = self.parts();
        if parts[0] != "domain" || parts.len() < 3 {
            return None;
        }
        let name = parts[2].trim_end_matches(".rs");
        if name == "mod" {
            None
        } else {
            Some(rank(ROLES, name).unwrap_or(0))
        }
    }
}

fn rank(order: &[&str], name: &str) -> Option<usize> {
    order.iter().position(|known| *known == name)
}

fn sources(directory: &Path, found: &mut Vec<Source>) {
    for entry in fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().path())
    {
        if entry.is_dir() {
            sources(&entry, found);
        } else if entry.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&entry).unwrap();
            let code = text.split("#[cfg(test)]\nmod ").next().unwrap().to_owned();
            found.push(Source {
                path: entry,
                lines: code.lines().count(),
                code,
            });
        }
    }
}

fn all() -> Vec<Source> {
    let mut found = Vec::new();
    sources(Path::new("src"), &mut found);
    found
}

/// The modules that a file names: `crate::domain::{models, access::X}` gives both.
fn named(code: &str) -> Vec<String> {
    let mut modules = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest: String = code[at + 7..]
            .split(';')
            .next()
            .unwrap()
            .chars()
            .filter(|c| !c.is_whitespace())
            .collect();
        for group in ["ground", "domain"] {
            let Some(rest) = rest.strip_prefix(&format!("{group}::")) else {
                continue;
            };
            let names: Vec<String> = match rest.strip_prefix('{') {
                Some(list) => top_level(list),
                None => vec![rest.to_owned()],
            };
            modules.extend(names.iter().map(|name| format!("{group}/{}", word(name))));
        }
        for group in ["server", "cli"] {
            if rest.starts_with(group) {
                modules.push(group.to_owned());
            }
        }
    }
    modules
}

/// The members of a brace list, up to its closing brace.
fn top_level(list: &str) -> Vec<String> {
    let (mut depth, mut names, mut name) = (0, Vec::new(), String::new());
    for c in list.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                names.push(std::mem::take(&mut name));
                continue;
            }
            _ => {}
        }
        name.push(c);
    }
    names.push(name);
    names
}

fn word(text: &str) -> &str {
    text.split(|c: char| !c.is_alphanumeric() && c != '_')
        .next()
        .unwrap()
}

#[test]
fn a_module_uses_only_modules_before_it() {
    let mut problems = Vec::new();
    for source in all() {
        let module = source.module();
        let Some(ours) = rank(ORDER, &module) else {
            if !matches!(module.as_str(), "lib.rs" | "main.rs" | "ground" | "domain") {
                problems.push(format!("{module} is not in the order"));
            }
            continue;
        };
        for name in named(&source.code) {
            let excepted = EXCEPTIONS.contains(&(module.as_str(), name.as_str()));
            if rank(ORDER, &name).is_some_and(|theirs| theirs > ours) && !excepted {
                problems.push(format!(
                    "{}: {module} must not use {name}",
                    source.path.display()
                ));
            }
        }
    }
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
}

#[test]
fn a_role_uses_only_roles_before_it() {
    let mut problems = Vec::new();
    for source in all() {
        let Some(role) = source.role() else { continue };
        let inside = format!("crate::{}::", source.module().replace('/', "::"));
        for (at, _) in source
            .code
            .match_indices(&inside)
            .chain(source.code.match_indices("super::"))
        {
            let rest = source.code[at..].split_once("::").unwrap().1;
            let rest = rest
                .rsplit_once("::")
                .map_or(rest, |_| source.code[at..].trim_start_matches(&inside));
            let name = word(rest.trim_start_matches("super::"));
            if rank(ROLES, name).is_some_and(|theirs| theirs > role) {
                problems.push(format!("{}: must not use {name}", source.path.display()));
            }
        }
        for (text, first) in WORDS {
            if source.code.contains(text) && role < rank(ROLES, first).unwrap() {
                problems.push(format!(
                    "{}: `{text}` does not belong here",
                    source.path.display()
                ));
            }
        }
        if source.code.contains("sqlx::query") && ROLES[role] != "store" {
            problems.push(format!("{}: SQL belongs in `store`", source.path.display()));
        }
    }
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
}

#[test]
fn time_and_ids_come_from_the_kernel_and_sql_is_static() {
    let mut problems = Vec::new();
    for source in all() {
        if source.module() == "ground/kernel" {
            continue;
        }
        for text in KERNEL_ONLY.iter().chain(&["AssertSqlSafe"]) {
            if source.code.contains(text) {
                problems.push(format!("{}: {text}", source.path.display()));
            }
        }
    }
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
}

#[test]
fn migrations_take_no_time_from_the_database() {
    for entry in fs::read_dir("migrations")
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|kind| kind == "sql"))
    {
        let text = fs::read_to_string(&entry).unwrap().to_lowercase();
        for wrong in [
            "now()",
            "clock_timestamp()",
            "current_timestamp",
            "gen_random_uuid",
            "select *",
        ] {
            let used = text.contains(wrong)
                && !(wrong == "select *" && text.contains("select * into last"));
            assert!(!used || wrong == "select *", "{}: {wrong}", entry.display());
        }
    }
}

#[test]
fn files_stay_short() {
    let mut problems = Vec::new();
    for source in all() {
        let name = source.path.to_str().unwrap();
        let known = LONGER.contains(&name);
        if source.lines > LINES_MAX && !known {
            problems.push(format!(
                "{name} has {} lines: split it by what it does",
                source.lines
            ));
        }
        if source.lines <= LINES_MAX && known {
            problems.push(format!("{name} is short now: take it from the list"));
        }
    }
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
}

#[test]
fn every_domain_module_has_its_tests() {
    for entry in fs::read_dir("src/domain")
        .unwrap()
        .map(|entry| entry.unwrap().path())
    {
        let name = entry.file_name().unwrap().to_str().unwrap().to_owned();
        if entry.is_dir() {
            let (file, folder) = (format!("tests/it/{name}.rs"), format!("tests/it/{name}"));
            assert!(
                Path::new(&file).exists() || Path::new(&folder).exists(),
                "{name} has no tests/it/{name}"
            );
        }
    }
}
