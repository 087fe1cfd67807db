//! The table of reasons holds exactly the codes that the source uses.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use tenure::ground::http::REASONS;

const CALL: &str = "Reason::new(";

/// The codes of all reasons below a directory, tests left out.
fn used(directory: &Path, codes: &mut BTreeSet<String>, wrong: &mut Vec<String>) {
    for entry in fs::read_dir(directory).unwrap().map(Result::unwrap) {
        let path = entry.path();
        let name = entry.file_name();
        if path.is_dir() {
            used(&path, codes, wrong);
        } else if path.extension().is_some_and(|one| one == "rs") && name != "tests.rs" {
            let text = fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]\nmod ").next().unwrap();
            for call in code.split(CALL).skip(1) {
                let literal = call
                    .trim_start()
                    .strip_prefix('"')
                    .and_then(|rest| rest.split_once('"'));
                match literal {
                    Some((literal, _)) => {
                        codes.insert(literal.to_owned());
                    }
                    None => wrong.push(format!("{}: a code that is no literal", path.display())),
                }
            }
        }
    }
}

#[test]
fn the_table_holds_every_code_that_is_used_and_no_other() {
    let (mut codes, mut wrong) = (BTreeSet::new(), Vec::new());
    used(Path::new("src"), &mut codes, &mut wrong);
    let table: BTreeSet<String> = REASONS.iter().map(|(code, _)| (*code).to_owned()).collect();
    for code in codes.difference(&table) {
        wrong.push(format!("{code} is used and stands in no table"));
    }
    for code in table.difference(&codes) {
        wrong.push(format!("{code} stands in the table and nobody uses it"));
    }
    super::none(wrong);
}

#[test]
fn the_table_is_in_the_order_of_the_alphabet() {
    assert!(REASONS.is_sorted_by_key(|(code, _)| *code));
}
