//! Every code of a reason of a rule: the `code` of each member of `refusals`, and of what keeps an evaluation from
//! being used. A test reads the source and holds the table complete.

/// Code, and what it means and what to do; in the order of the alphabet.
pub const REASONS: &[(&str, &str)] = &[
    (
        "alias_moved",
        "The alias names another version than the caller saw. Read it again.",
    ),
    (
        "already_decided",
        "This person gave a word on this proposal already.",
    ),
    (
        "already_killed",
        "The version is killed on this route already.",
    ),
    (
        "already_revoked",
        "It is revoked already; nothing is left to do.",
    ),
    ("already_there", "The version stands in that stage already."),
    (
        "approvals_missing",
        "Too few people have approved. Ask a reviewer who neither registered nor evaluated the version.",
    ),
    (
        "approver_is_author",
        "Whoever registered, evaluated or asked does not approve. Ask another reviewer.",
    ),
    (
        "deprecated_share",
        "A deprecated version keeps the share it had and gets no more. Name another version.",
    ),
    (
        "direction_unknown",
        "Nobody says whether higher or lower values are better, so no policy can use the number.",
    ),
    (
        "flagged",
        "The result file shows that the run was not sound. Run the suite again.",
    ),
    (
        "key_taken",
        "A route with this key exists in the environment.",
    ),
    (
        "killed_full",
        "The route keeps as many killed versions as it may. Revive one first.",
    ),
    (
        "last_admin",
        "Nobody would be left who administers. Make somebody else an administrator first.",
    ),
    (
        "member_state",
        "The member does not stand where this starts from.",
    ),
    (
        "more_than_held",
        "Nobody gives away more than they hold themselves.",
    ),
    (
        "move_impossible",
        "No move leads from the stage it stands in to the one that was asked for.",
    ),
    (
        "name_taken",
        "The name is in use in this team. Choose another, or hide the other one.",
    ),
    (
        "not_a_person",
        "Only people approve. Use a personal token that may approve, or the console.",
    ),
    ("not_killed", "The version is not killed on this route."),
    (
        "not_permitted",
        "The caller lacks the permission on this team or environment.",
    ),
    ("not_pinned", "The unit has no pin on this route."),
    ("not_serving", "No route names the version."),
    (
        "not_upwards",
        "A promotion only moves up; what moves down is deprecated, archived or revoked.",
    ),
    ("nothing_measured", "The evaluation holds no number."),
    (
        "nothing_served",
        "The route would serve nothing, or serves nothing already.",
    ),
    (
        "pins_full",
        "The route keeps as many pins as it may. Take one away first.",
    ),
    (
        "policy_state",
        "The policy is in force, or switched off, already.",
    ),
    (
        "promotion_expired",
        "The promotion was open for too long. Ask again.",
    ),
    (
        "promotion_over",
        "The promotion has ended; nothing changes it any more.",
    ),
    (
        "proposal_changed",
        "What was seen is no longer what is proposed. Read the promotion again.",
    ),
    (
        "requirement_failed",
        "A requirement of a policy was measured and not met. `measured` and `needed` say by how much.",
    ),
    (
        "requirement_unknown",
        "A requirement of a policy cannot be judged: what it looks at is missing. Unknown never passes.",
    ),
    ("role_held", "The member holds this role there already."),
    (
        "session_needed",
        "A personal token is made in a session, not with another token. Sign in to the console.",
    ),
    (
        "slug_taken",
        "A team with this slug exists or existed. Slugs are never given twice.",
    ),
    (
        "snapshot_unknown",
        "The route has no such allocation to go back to.",
    ),
    (
        "source_declared",
        "The numbers are claimed by somebody, not measured by a run.",
    ),
    (
        "stage_too_low",
        "The environment needs a version that stands higher. Promote it first.",
    ),
    (
        "still_serving",
        "A route serves the version, and this move would leave it without. Switch the route first.",
    ),
    (
        "subject_known",
        "The subject of this issuer is somebody already.",
    ),
    (
        "suite_unclassified",
        "Nobody has said yet what the suite is, so no policy uses it.",
    ),
    (
        "uncertainty_unknown",
        "Neither the number of items nor a standard error is known.",
    ),
    ("unit_unknown", "Nobody says what the value counts."),
    (
        "value_not_applicable",
        "The tool says that the metric has no meaning here.",
    ),
    ("value_unknown", "The value is not a number."),
    (
        "version_ended",
        "The version is archived, retired or revoked and gets nothing new.",
    ),
    (
        "version_killed",
        "The version is killed on a route. Revive it, or use another.",
    ),
    (
        "version_unknown",
        "A version that is named does not exist, or is not on the route.",
    ),
    (
        "version_unmatched",
        "The evaluation is not matched to a version yet.",
    ),
];
