//! Everything that we ship with our work has a licence that we may ship under. Asks nobody: Cargo and the lock of
//! the console know the licences.

use std::process::Command;

use serde_json::Value;

/// Under these anything may be shipped.
const ALLOWED: &[&str] = &[
    "MIT",
    "MIT-0",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "0BSD",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "Zlib",
    "Unicode-3.0",
    "CDLA-Permissive-2.0",
];
/// What has another licence, with it and why that is right. Who is gone from a lock is taken from here.
const EXCEPTIONS: &[(&str, &str, &str)] = &[
    (
        "option-ext",
        "MPL-2.0",
        "a tool: a macro uses it while we build, nothing of it is shipped",
    ),
    (
        "@fontsource-variable/inter",
        "OFL-1.1",
        "a font, shipped unchanged with its name and its licence",
    ),
    (
        "@fontsource-variable/jetbrains-mono",
        "OFL-1.1",
        "a font, shipped unchanged with its name and its licence",
    ),
    (
        "isbot",
        "Unlicense",
        "given to the public: it asks for nothing",
    ),
];

#[test]
fn every_crate_has_a_licence_that_we_may_ship_under() {
    let asked = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--offline"])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&asked.stderr);
    assert!(asked.status.success(), "{said}");
    let metadata: Value = serde_json::from_slice(&asked.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    assert!(packages.len() > 100, "only {} crates", packages.len());
    none(packages.iter().filter_map(|package| {
        let name = package["name"].as_str().unwrap();
        problem(name, package["license"].as_str())
    }));
}

#[test]
fn every_package_of_the_shipped_console_has_a_licence_that_we_may_ship_under() {
    let lock = std::fs::read_to_string("web/package-lock.json").unwrap();
    let lock: Value = serde_json::from_str(&lock).unwrap();
    let packages = lock["packages"].as_object().unwrap();
    let shipped: Vec<_> = packages
        .iter()
        .filter(|(path, package)| !path.is_empty() && package["dev"] != true)
        .collect();
    assert!(shipped.len() > 20, "only {} packages", shipped.len());
    none(shipped.into_iter().filter_map(|(path, package)| {
        let name = path.rsplit("node_modules/").next().unwrap();
        problem(name, package["license"].as_str())
    }));
}

#[test]
fn an_exception_is_of_something_that_is_there() {
    let locks = ["Cargo.lock", "web/package-lock.json"];
    let locks = locks.map(|path| std::fs::read_to_string(path).unwrap());
    for (name, _, why) in EXCEPTIONS {
        let quoted = [format!("\"{name}\""), format!("node_modules/{name}\"")];
        let there = |lock: &String| quoted.iter().any(|name| lock.contains(name));
        assert!(locks.iter().any(there), "{name} is gone ({why})");
    }
}

#[test]
fn a_licence_of_many_is_read_as_it_is_meant() {
    for (licence, allowed) in [
        ("MIT", true),
        ("GPL-3.0-only", false),
        ("GPL-3.0-only OR MIT", true),
        ("MIT/Apache-2.0", true),
        ("Apache-2.0 / LGPL-2.1", true),
        ("MIT AND GPL-3.0-only", false),
        ("ISC AND (GPL-3.0-only OR MIT)", true),
        ("(MIT OR Apache-2.0) AND MPL-2.0", false),
        ("MIT OR GPL-3.0-only AND MPL-2.0", true),
        ("Apache-2.0 WITH LLVM-exception", true),
        ("GPL-2.0-only WITH Classpath-exception-2.0", false),
        ("", false),
    ] {
        assert_eq!(is_allowed(licence), allowed, "{licence}");
    }
}

/// What is wrong with the licence of a package.
fn problem(name: &str, licence: Option<&str>) -> Option<String> {
    let licence = licence.unwrap_or_default();
    let mut exceptions = EXCEPTIONS.iter();
    let known = exceptions.any(|(one, its, _)| *one == name && *its == licence);
    (!known && !is_allowed(licence)).then(|| format!("{name} has the licence {licence:?}"))
}

fn none(problems: impl Iterator<Item = String>) {
    let problems: Vec<String> = problems.collect();
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
}

/// Whether an SPDX expression lets us ship. `/` is how older crates write OR; AND binds closer than OR.
fn is_allowed(licence: &str) -> bool {
    let spaced = licence.replace('/', " OR ");
    let spaced = spaced.replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let (allowed, rest) = any(&words);
    allowed && rest.is_empty()
}

fn any<'w, 'a>(words: &'w [&'a str]) -> (bool, &'w [&'a str]) {
    let (mut allowed, mut rest) = all(words);
    while let ["OR", after @ ..] = rest {
        let (next, after) = all(after);
        (allowed, rest) = (allowed || next, after);
    }
    (allowed, rest)
}

fn all<'w, 'a>(words: &'w [&'a str]) -> (bool, &'w [&'a str]) {
    let (mut allowed, mut rest) = one(words);
    while let ["AND", after @ ..] = rest {
        let (next, after) = one(after);
        (allowed, rest) = (allowed && next, after);
    }
    (allowed, rest)
}

fn one<'w, 'a>(words: &'w [&'a str]) -> (bool, &'w [&'a str]) {
    match words {
        ["(", inside @ ..] => match any(inside) {
            (allowed, [")", rest @ ..]) => (allowed, rest),
            (_, rest) => (false, rest),
        },
        [licence, "WITH", exception, rest @ ..] => {
            let whole = format!("{licence} WITH {exception}");
            (ALLOWED.contains(&whole.as_str()), rest)
        }
        [licence, rest @ ..] => (ALLOWED.contains(licence), rest),
        [] => (false, &[]),
    }
}
