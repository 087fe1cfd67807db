//! Decisions about models, versions and aliases. Pure: facts in, verdict with all reasons out.

use chrono::{Days, NaiveDate};

use super::{Configuration, LineageKind, Parent, Source, Stage, Tag, tag};
use crate::ground::kernel::{FieldProblem, Instant, Reason, Remedy, VersionId, text_problem};

use crate::ground::kernel::reason_problem;

/// Characters of a model's name at most.
pub const NAME_CHARS_MAX: usize = 255;
/// Bytes of a description at most.
pub const DESCRIPTION_BYTES_MAX: usize = 16_384;
/// Parents of a version at most.
pub const PARENTS_MAX: usize = 32;
/// Days after adoption until evidence is due.
pub const EVIDENCE_DUE_DAYS: u64 = 90;

/// Checks a model's name, description and tags; gives the tags sorted.
///
/// # Errors
/// All problems of all fields.
pub fn check_model(
    name: &str,
    description: Option<&str>,
    tags: &[Tag],
) -> Result<Vec<Tag>, Vec<FieldProblem>> {
    let problems = name_problem(name).into_iter().collect();
    check_labels(description, tags, problems)
}

/// What is wrong with a model's name.
#[must_use]
pub fn name_problem(name: &str) -> Option<FieldProblem> {
    let chars = name.chars().count();
    (chars == 0 || chars > NAME_CHARS_MAX || name.contains(['/', ':', '\0'])).then(|| {
        let expected = format!("1 to {NAME_CHARS_MAX} characters without / and :");
        FieldProblem::new("/name", expected)
    })
}

/// Checks description and tags; gives the tags sorted.
///
/// # Errors
/// All problems of all fields, after those already found.
pub fn check_labels(
    description: Option<&str>,
    tags: &[Tag],
    mut problems: Vec<FieldProblem>,
) -> Result<Vec<Tag>, Vec<FieldProblem>> {
    if let Some(problem) = description.and_then(|text| text_problem(text, DESCRIPTION_BYTES_MAX)) {
        problems.push(FieldProblem::new("/description", problem.0));
    }
    let (sorted, wrong) = tag::checked(tags);
    problems.extend(wrong);
    if problems.is_empty() {
        Ok(sorted)
    } else {
        Err(problems)
    }
}

/// What already runs, as a person states it.
#[derive(Debug, Clone)]
pub struct Adoption {
    /// Since when it is known to run.
    pub since: Instant,
    /// Why it is recorded without evidence.
    pub reason: String,
    /// How far it may go: where it runs.
    pub stage: Stage,
}

/// All that the registration of a version may look at.
#[derive(Debug)]
pub struct RegistrationFacts<'a> {
    /// Where its answers come from.
    pub source: &'a Source,
    /// How it is called.
    pub configuration: &'a Configuration,
    /// What it was made from.
    pub lineage: &'a [Parent],
    /// The parents that exist and are visible.
    pub known_parents: &'a [VersionId],
    /// What already runs.
    pub adoption: Option<&'a Adoption>,
}

/// Decides on a registration: the stage it starts in and when evidence is due.
///
/// # Errors
/// All problems of the fields.
pub fn register_version(
    facts: &RegistrationFacts<'_>,
    now: Instant,
) -> Result<(Stage, Option<NaiveDate>), Vec<FieldProblem>> {
    let mut problems = facts.source.problems();
    problems.extend(facts.configuration.problems());
    problems.extend(lineage_problems(facts.lineage, facts.known_parents));
    let Some(adoption) = facts.adoption else {
        return if problems.is_empty() {
            Ok((Stage::Registered, None))
        } else {
            Err(problems)
        };
    };
    if adoption.since > now {
        problems.push(FieldProblem::new(
            "/adopted/since",
            "an instant that is not in the future",
        ));
    }
    if !matches!(
        adoption.stage,
        Stage::Registered | Stage::Staging | Stage::Production
    ) {
        problems.push(FieldProblem::new(
            "/adopted/stage",
            "registered, staging or production",
        ));
    }
    if let Some(problem) = reason_problem(&adoption.reason) {
        problems.push(FieldProblem {
            pointer: "/adopted/reason".into(),
            ..problem
        });
    }
    if problems.is_empty() {
        Ok((
            adoption.stage,
            now.date_naive()
                .checked_add_days(Days::new(EVIDENCE_DUE_DAYS)),
        ))
    } else {
        Err(problems)
    }
}

fn lineage_problems(lineage: &[Parent], known: &[VersionId]) -> Vec<FieldProblem> {
    let mut problems = Vec::new();
    if lineage.len() > PARENTS_MAX {
        problems.push(FieldProblem::new(
            "/lineage",
            format!("at most {PARENTS_MAX} parents"),
        ));
    }
    let mut seen: Vec<(VersionId, LineageKind)> = Vec::new();
    for (index, parent) in lineage.iter().enumerate() {
        let at = format!("/lineage/{index}");
        if !known.contains(&parent.parent_version_id) {
            problems.push(FieldProblem::new(
                format!("{at}/parent_version_id"),
                "a version that exists",
            ));
        }
        if seen.contains(&(parent.parent_version_id, parent.kind)) {
            problems.push(FieldProblem::new(
                at.clone(),
                "each parent once for each kind",
            ));
        }
        seen.push((parent.parent_version_id, parent.kind));
        let technique = parent.technique.as_deref();
        if let Some(problem) = technique.and_then(|text| text_problem(text, 255)) {
            problems.push(FieldProblem::new(format!("{at}/technique"), problem.0));
        }
    }
    problems
}

/// Checks an alias's name.
#[must_use]
pub fn alias_problem(alias: &str) -> Option<FieldProblem> {
    let plain = !alias.is_empty()
        && alias.len() <= 255
        && alias
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    let number = alias.to_ascii_lowercase();
    let like_version = number
        .strip_prefix('v')
        .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()));
    (!plain || like_version || number == "latest").then(|| {
        FieldProblem::new(
            "/alias",
            "1 to 255 letters, digits, - or _; not `latest`, not `v` and a number",
        )
    })
}

/// All that a move of an alias may look at.
#[derive(Debug)]
pub struct AliasFacts {
    /// Where the alias points now.
    pub points_at: Option<VersionId>,
    /// Where the caller believes it points; the outer `None`: the caller does not say.
    pub expected: Option<Option<VersionId>>,
    /// The stage of the version it should point at; `None` takes the alias away.
    pub target: Option<Stage>,
}

/// Decides whether an alias moves.
///
/// # Errors
/// Every reason against it.
pub fn move_alias(alias: &str, facts: &AliasFacts) -> Result<(), Vec<Reason>> {
    let mut reasons = Vec::new();
    if let Some(expected) = facts.expected
        && expected != facts.points_at
    {
        let id = |version: Option<VersionId>| {
            version.map_or(serde_json::Value::Null, |id| id.to_string().into())
        };
        reasons.push(
            Reason::new(
                "alias_moved",
                format!("{alias} points at another version than you saw."),
            )
            .with("alias", alias)
            .with("expected", id(expected))
            .with("points_at", id(facts.points_at))
            .remedy(Remedy::text(
                "Look at where it points now, then move it again.",
            )),
        );
    }
    if facts.target.is_some_and(Stage::is_terminal) {
        reasons.push(
            Reason::new(
                "version_ended",
                format!("{alias} cannot point at a version that is retired or revoked."),
            )
            .with("alias", alias),
        );
    }
    if reasons.is_empty() {
        Ok(())
    } else {
        Err(reasons)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn now() -> Instant {
        "2026-11-24T12:00:00Z".parse().unwrap()
    }

    fn version(id: u128) -> VersionId {
        VersionId(Uuid::from_u128(id))
    }

    fn source() -> Source {
        Source::Opaque {
            text: "the old rules engine".into(),
        }
    }

    #[test]
    fn a_name_is_checked_at_both_edges() {
        assert!(check_model("a", None, &[]).is_ok());
        assert!(check_model(&"é".repeat(255), None, &[]).is_ok());
        for wrong in ["", "a/b", "a:b", "a\0", &"a".repeat(256)] {
            assert!(check_model(wrong, None, &[]).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_tag_that_stands_twice_is_named() {
        let tag = |value: &str| Tag {
            key: "team".into(),
            value: value.into(),
        };
        let problems = check_model("m", None, &[tag("a"), tag("b")]).unwrap_err();
        assert!(problems[0].message.contains("team"));
    }

    #[test]
    fn a_version_starts_registered_and_an_adopted_one_where_it_runs() {
        let configuration = Configuration::default();
        let source = source();
        let mut facts = RegistrationFacts {
            source: &source,
            configuration: &configuration,
            lineage: &[],
            known_parents: &[],
            adoption: None,
        };
        assert_eq!(
            register_version(&facts, now()),
            Ok((Stage::Registered, None))
        );
        let adoption = Adoption {
            since: "2026-01-01T00:00:00Z".parse().unwrap(),
            reason: "runs since January".into(),
            stage: Stage::Production,
        };
        facts.adoption = Some(&adoption);
        let due = NaiveDate::from_ymd_opt(2027, 2, 22);
        assert_eq!(
            register_version(&facts, now()),
            Ok((Stage::Production, due))
        );
    }

    #[test]
    fn every_problem_of_an_adoption_is_named_at_once() {
        let (configuration, source) = (
            Configuration::default(),
            Source::Opaque { text: " ".into() },
        );
        let adoption = Adoption {
            since: "2027-01-01T00:00:00Z".parse().unwrap(),
            reason: "short".into(),
            stage: Stage::Deprecated,
        };
        let lineage = [Parent {
            kind: LineageKind::Quantisation,
            parent_version_id: version(1),
            technique: None,
        }];
        let facts = RegistrationFacts {
            source: &source,
            configuration: &configuration,
            lineage: &lineage,
            known_parents: &[],
            adoption: Some(&adoption),
        };
        let problems = register_version(&facts, now()).unwrap_err();
        let pointers: Vec<_> = problems
            .iter()
            .map(|problem| problem.pointer.as_str())
            .collect();
        assert_eq!(
            pointers,
            [
                "/source/text",
                "/lineage/0/parent_version_id",
                "/adopted/since",
                "/adopted/stage",
                "/adopted/reason"
            ]
        );
    }

    #[test]
    fn an_alias_that_looks_like_a_version_is_refused() {
        for wrong in ["", "v1", "V22", "latest", "Latest", "a b", &"a".repeat(256)] {
            assert!(alias_problem(wrong).is_some(), "{wrong}");
        }
        for right in ["champion", "v", "v1a", "prod_2"] {
            assert!(alias_problem(right).is_none(), "{right}");
        }
    }

    #[test]
    fn an_alias_moves_only_from_where_the_caller_saw_it() {
        let facts = |expected, target| AliasFacts {
            points_at: Some(version(1)),
            expected,
            target,
        };
        assert!(move_alias("a", &facts(None, Some(Stage::Registered))).is_ok());
        assert!(move_alias("a", &facts(Some(Some(version(1))), None)).is_ok());
        let reasons = move_alias("a", &facts(Some(None), Some(Stage::Revoked))).unwrap_err();
        let codes: Vec<_> = reasons.iter().map(|reason| reason.code.as_str()).collect();
        assert_eq!(codes, ["alias_moved", "version_ended"]);
    }
}
