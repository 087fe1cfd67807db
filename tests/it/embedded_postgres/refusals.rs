//! What cannot be started is refused, and the refusal says what to do.

use super::*;

fn refusal(search: &SearchPath, root: &Path) -> StartError {
    Cluster::start_with(search, root, Durability::Durable).expect_err("a refusal")
}

#[test]
fn data_of_a_major_that_is_not_installed_are_refused_and_left_alone() {
    let directory = scratch();
    let data = directory.path().join("pg14");
    std::fs::create_dir(&data).expect("mkdir");
    std::fs::write(data.join("PG_VERSION"), "14\n").expect("write");
    let refused = refusal(&SearchPath::from_environment(), directory.path());
    assert!(
        matches!(&refused, StartError::OtherMajor { major: 14, .. }),
        "{refused}"
    );
    assert!(refused.to_string().contains("pg14"), "{refused}");
    assert_eq!(
        std::fs::read_dir(directory.path()).expect("list").count(),
        1
    );
}

#[test]
fn without_postgres_the_refusal_names_the_ways_out() {
    let directory = scratch();
    let empty = directory.path().join("bin");
    let refused = refusal(&SearchPath::Among(vec![empty.clone()]), directory.path());
    assert!(matches!(refused, StartError::NoPostgres), "{refused}");
    for way in [
        "apt-get install postgresql",
        "TENURE_PG_BIN",
        "TENURE_DATABASE_URL",
    ] {
        assert!(refused.to_string().contains(way), "{refused}");
    }
    let refused = refusal(&SearchPath::Only(empty.clone()), directory.path());
    assert!(matches!(&refused, StartError::NotPostgres { directory } if *directory == empty));
}

#[test]
fn a_place_that_cannot_be_written_is_named() {
    let directory = scratch();
    let file = directory.path().join("file");
    std::fs::write(&file, "not a directory").expect("write");
    let refused = refusal(&SearchPath::from_environment(), &file.join("below"));
    assert!(
        matches!(&refused, StartError::Unwritable { .. }),
        "{refused}"
    );
    assert!(refused.to_string().contains("file/below"), "{refused}");
}

/// Programs that answer as PostgreSQL 15 does on a machine with the fault at hand.
fn fake_programs(directory: &Path, initdb: &str, postgres: &str) -> SearchPath {
    let version = "[ \"$1\" != --version ] || { echo 'postgres (PostgreSQL) 15.0'; exit; }";
    for (name, body) in [("initdb", initdb), ("postgres", postgres)] {
        let path = directory.join(name);
        std::fs::write(&path, format!("#!/bin/sh\n{version}\n{body}\n")).expect("write");
        open_to_all(&path);
    }
    SearchPath::Only(directory.to_owned())
}

#[test]
fn a_full_disk_and_a_broken_program_are_told_apart() {
    let directory = scratch();
    let full = "echo 'could not write file \"x\": No space left on device' >&2; exit 1";
    let broken = "echo 'FATAL:  the moon is wrong' >&2; exit 1";
    let version =
        "for a; do last=$now; now=$a; [ \"$last\" != -D ] || echo 15 >\"$a/PG_VERSION\"; done";
    for (number, initdb, postgres, expected) in [
        (0, full, "exit 1", "the disk that holds"),
        (
            1,
            broken,
            "exit 1",
            "initdb failed: FATAL:  the moon is wrong",
        ),
        (2, version, full, "the disk that holds"),
        (
            3,
            version,
            broken,
            "PostgreSQL did not start: FATAL:  the moon is wrong",
        ),
    ] {
        let search = fake_programs(directory.path(), initdb, postgres);
        let refused = refusal(&search, &directory.path().join(number.to_string())).to_string();
        assert!(refused.starts_with(expected), "{number}: {refused}");
    }
}

#[test]
fn a_machine_without_the_locale_gets_plain_c() {
    let directory = scratch();
    let initdb = "for a; do case $a in --locale=C.UTF-8) \
                  echo 'initdb: error: invalid locale name \"C.UTF-8\"' >&2; exit 1;; esac; done; \
                  echo 'reached plain C' >&2; exit 1";
    let search = fake_programs(directory.path(), initdb, "exit 1");
    let refused = refusal(&search, &directory.path().join("data")).to_string();
    assert_eq!(refused, "initdb failed: reached plain C");
}

#[test]
fn as_root_a_directory_that_postgres_may_not_enter_is_refused_by_name() {
    let Some(user) = postgres_user() else {
        // Nobody else is involved unless we are root.
        return;
    };
    let directory = scratch();
    let closed = directory.path().join("closed");
    std::fs::create_dir(&closed).expect("mkdir");
    std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(0o700)).expect("chmod");
    let refused = refusal(&SearchPath::from_environment(), &closed.join("data"));
    match &refused {
        StartError::OutOfReach { path, user: named } => {
            assert_eq!((path, named), (&closed, &user.name));
        }
        other => panic!("{other}"),
    }
}
