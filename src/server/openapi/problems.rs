//! The codes of problems and reasons as a document for people, and an example of each problem.

use std::fmt::Write as _;

use utoipa::openapi::example::{Example, ExampleBuilder};

use crate::ground::http::{Problem, REASONS, codes};
use crate::ground::kernel::{Failure, FieldProblem, Reason, Remedy, Revision};

const HEAD: &str = "<!-- Made by `tenure openapi --problems`. Change src/ground/http/codes.rs or reasons.rs. -->\n
# Problems\n
Every answer that is not a success is `application/problem+json` (RFC 9457) with one of these codes. A code is never
renamed and keeps its status. `type` is the path of the code's page on the service: `/problems/{code}`.\n";
const REASONS_HEAD: &str = "\n# Reasons\n
A rule that refuses (409 `refused`) lists all its reasons in `refusals`, each with a code, a sentence with the numbers,
the dynamic parts of the sentence in `params`, and `remedies`. The same codes say in `actions` and dry runs why something
is not to be had, and why no policy may use a number.\n";
/// The id of the request in every example.
const REQUEST: &str = "8c1f0a6be2d94f7a5b3c6d10";

/// `openapi/problems.md`.
#[must_use]
pub fn problems_document() -> String {
    let mut text = HEAD.to_owned();
    text.push_str("\n| Code | Status | What it means |\n|---|---|---|\n");
    for code in codes::PROBLEMS {
        let _ = writeln!(
            text,
            "| `{}` | {} | {} |",
            code.code, code.status, code.meaning
        );
    }
    text.push_str(REASONS_HEAD);
    text.push_str("\n| Code | What it means |\n|---|---|\n");
    for (code, meaning) in REASONS {
        let _ = writeln!(text, "| `{code}` | {meaning} |");
    }
    text
}

/// A problem as the service answers it.
pub(super) fn example(code: &'static str) -> Example {
    let problem = Problem {
        instance: REQUEST.into(),
        ..problem(code)
    };
    ExampleBuilder::new()
        .summary(problem.title.clone())
        .value(serde_json::to_value(problem).ok())
        .build()
}

fn problem(code: &'static str) -> Problem {
    let failure = match code {
        "malformed" => Failure::malformed("limit", "a number from 1 to 200"),
        "forbidden" => Failure::Forbidden {
            permission: "route.switch",
            message: "This needs the role operator.".into(),
        },
        "not_found" => Failure::NotFound { kind: "version" },
        "refused" => Failure::refused(
            Reason::new(
                "stage_too_low",
                "production takes versions from stage production; support-fr/7 stands in staging.",
            )
            .with("environment", "production")
            .with("version", "019ab4d2-7c31-7e05-9d48-3f6a1c27e8b0")
            .remedy(
                Remedy::text("Promote it to production first.")
                    .command("tenure promote support-fr/7 --to production"),
            ),
        ),
        "stale" => Failure::Stale {
            current: Revision(4),
        },
        "too_large" => Failure::TooLarge {
            limit: crate::ground::http::BODY_BYTES_MAX,
        },
        "unsupported_media_type" => Failure::UnsupportedMediaType {
            expected: "application/json",
        },
        "invalid" => Failure::Invalid(vec![
            FieldProblem::new("/name", "1 to 255 bytes"),
            FieldProblem::new("/team_id", "a team that exists"),
        ]),
        _ => return Problem::explained(code),
    };
    Problem::from(&failure)
}
