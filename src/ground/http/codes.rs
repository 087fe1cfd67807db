//! Every code of a problem, in one table; those of reasons stand in [`super::reasons`]. Both generate
//! `openapi/problems.md`; codes are never renamed.

/// One line of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    /// The code.
    pub code: &'static str,
    /// The HTTP status it comes with.
    pub status: u16,
    /// What it means and what to do.
    pub meaning: &'static str,
}

const fn code(code: &'static str, status: u16, meaning: &'static str) -> Code {
    Code {
        code,
        status,
        meaning,
    }
}

/// Codes of problems: the `code` member of the answer.
pub const PROBLEMS: &[Code] = &[
    code(
        "malformed",
        400,
        "The request cannot be read. `errors` names the place and what is expected.",
    ),
    code(
        "unauthenticated",
        401,
        "Nobody is signed in. Send `Authorization: Bearer` or sign in.",
    ),
    code(
        "token_invalid",
        401,
        "The token is not one of this service, or its signature is wrong.",
    ),
    code(
        "token_expired",
        401,
        "The token has expired. Make a new one.",
    ),
    code("token_revoked", 401, "The token was revoked."),
    code(
        "link_invalid",
        401,
        "The one-time link is unknown, used or expired. Ask for a new one.",
    ),
    code(
        "forbidden",
        403,
        "The caller may see this but not do it. `permission` names what is missing.",
    ),
    code(
        "unknown_principal",
        403,
        "The token's issuer is trusted, but its subject is nobody here.",
    ),
    code(
        "not_found",
        404,
        "It does not exist, or the caller may not know of it.",
    ),
    code(
        "method_not_allowed",
        405,
        "The path exists, but not with this method.",
    ),
    code(
        "refused",
        409,
        "A rule says no. `refusals` lists every reason with what clears it.",
    ),
    code(
        "request_in_progress",
        409,
        "A request with the same Idempotency-Key is being worked on.",
    ),
    code(
        "secret_shown_once",
        409,
        "The request succeeded before; its answer held a secret and is not repeated.",
    ),
    code(
        "stale",
        412,
        "The entity changed since. `current_revision` is what it is now; read it again.",
    ),
    code(
        "too_large",
        413,
        "The body is larger than this operation takes.",
    ),
    code(
        "unsupported_media_type",
        415,
        "The body has another media type than this operation takes.",
    ),
    code(
        "invalid",
        422,
        "The request is well-formed but wrong. `errors` lists every problem.",
    ),
    code(
        "idempotency_key_reused",
        422,
        "The Idempotency-Key was used for another request.",
    ),
    code(
        "precondition_required",
        428,
        "A transition needs `If-Match` with the revision that was seen.",
    ),
    code(
        "too_many_requests",
        429,
        "Too often. Come back after `Retry-After` seconds.",
    ),
    code(
        "internal",
        500,
        "A fault of the service. It is logged under the request id.",
    ),
    code(
        "keys_unavailable",
        503,
        "The keys of the token's issuer cannot be had. Come back later, or use an API token.",
    ),
    code(
        "too_old",
        503,
        "What this instance knows is older than the route allows, and the database is away.",
    ),
    code(
        "unavailable",
        503,
        "The database cannot be reached. Resolving keeps answering from memory.",
    ),
];

/// The line of a problem's code.
#[must_use]
pub fn problem(code: &str) -> Option<&'static Code> {
    PROBLEMS.iter().find(|known| known.code == code)
}
