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
    ("already_ended", "It ended already; nothing is left to do."),
    ("already_hidden", "It is hidden already."),
    (
        "already_killed",
        "The version is killed on this route already.",
    ),
    (
        "already_revoked",
        "It is revoked already; nothing is left to do.",
    ),
    (
        "already_stored",
        "The file is stored already, for this version; nothing new came with it.",
    ),
    ("already_there", "The version stands in that stage already."),
    (
        "approval_role_missing",
        "Nobody who approved holds a role that the policies want among those who agree. Ask a reviewer who holds it.",
    ),
    (
        "approvals_missing",
        "Too few people have approved. Ask a reviewer who neither registered nor evaluated the version.",
    ),
    (
        "approver_is_author",
        "Whoever registered, evaluated or asked does not approve. Ask another reviewer.",
    ),
    (
        "cause_remains",
        "What was found is still so. It closes by itself when its cause is gone.",
    ),
    ("claim_rule_state", "The claim rule stands there already."),
    (
        "comments_full",
        "A promotion has room for no more comments. Go on where the work is tracked.",
    ),
    ("comparison_kept", "The same comparison is kept already."),
    (
        "dataset_differs",
        "The two sides were measured on other data. Run both on the same.",
    ),
    (
        "dataset_unproven",
        "Nothing shows that both sides were asked the same. Import the items, or name the data's digest.",
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
        "errors_many",
        "Too many items failed to be scored. Repeat the run.",
    ),
    (
        "few_clusters",
        "The items come from too few groups for an interval.",
    ),
    (
        "few_items",
        "Too few items were scored on both sides to conclude anything.",
    ),
    (
        "few_shot_differs",
        "The two sides were shown another number of examples. Run both the same way.",
    ),
    (
        "file_waits",
        "The file is stored already and waits for its version. Assign it.",
    ),
    ("finding_closed", "The finding is closed."),
    (
        "fixed_field",
        "A field of a document never changes. Say what is there, or make another under another name.",
    ),
    (
        "flagged",
        "The result file shows that the run was not sound. Run the suite again.",
    ),
    (
        "grader",
        "The grader seems to have failed, so its scores say nothing.",
    ),
    (
        "hardware_differs",
        "The two sides ran on other devices, so a ratio of times says nothing about the models. Run both the same way.",
    ),
    (
        "hardware_unknown",
        "Not every result says on which hardware it ran, so a ratio of times holds for the machines that were used.",
    ),
    (
        "harness_differs",
        "Other harnesses measured the two sides. Run both the same way.",
    ),
    (
        "harness_version_differs",
        "Other releases of the harness measured the two sides. Run both the same way.",
    ),
    (
        "has_alias",
        "An alias points at one of its versions. Take the alias away, or point it elsewhere.",
    ),
    (
        "has_route",
        "A route is there for it. Hide the route first.",
    ),
    (
        "has_token",
        "A token is bound to it. Revoke the token first.",
    ),
    (
        "hidden",
        "It is hidden. Show it again before anything is done with it.",
    ),
    (
        "items_of_another_number",
        "The items were scored on another number than the one that is compared.",
    ),
    (
        "items_unmatched",
        "Some items were scored on one side only and are left out.",
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
        "lengths_unknown",
        "A load test does not say how long questions and answers were. Use the same lengths for both.",
    ),
    (
        "load_differs",
        "The two sides were measured under another load. Run both under the same load.",
    ),
    (
        "load_unknown",
        "Neither side says under which load it was measured. Use a tool that writes it.",
    ),
    (
        "margin_unknown",
        "Nobody declared how large a loss counts as none. Declare a margin in a policy, or give one.",
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
    (
        "not_comparable",
        "The metric has no direction in which it is better.",
    ),
    ("not_hidden", "It is not hidden."),
    ("not_killed", "The version is not killed on this route."),
    (
        "not_measured_alike",
        "Both sides were measured, never under the same conditions. Run both the same way.",
    ),
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
    (
        "not_waivable",
        "The policy lets nobody waive this requirement. Meet it.",
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
        "plan_changed",
        "What would be done now is not what was seen. Look again.",
    ),
    (
        "policy_in_force",
        "The policy guards moves. Turn it off first.",
    ),
    (
        "policy_refers",
        "A policy names it in its expressions. Publish the policy without it first.",
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
        "promotion_open",
        "A promotion of one of its versions is open. Apply it, withdraw it, or wait until it is over.",
    ),
    (
        "promotion_over",
        "The promotion has ended; nothing changes it any more.",
    ),
    (
        "prompt_differs",
        "Other prompt templates were used on the two sides. Run both the same way.",
    ),
    (
        "proposal_changed",
        "What was seen is no longer what is proposed. Read the promotion again.",
    ),
    (
        "renamed",
        "It is called otherwise now. Call it so in the file.",
    ),
    (
        "requirement_failed",
        "A requirement of a policy was measured and not met. `measured` and `needed` say by how much.",
    ),
    (
        "requirement_unknown",
        "A requirement of a policy cannot be judged: what it looks at is missing. Unknown never passes.",
    ),
    (
        "requirement_unknown_here",
        "No policy in force asks this move for the requirement. Nothing has to be waived.",
    ),
    ("role_held", "The member holds this role there already."),
    (
        "rule_exists",
        "A match rule for this pattern exists already.",
    ),
    ("same_name", "It bears this name already."),
    (
        "samples_truncated",
        "Fewer items were stored than were scored, so they are not paired.",
    ),
    ("seed_differs", "Other seeds were used on the two sides."),
    (
        "session_needed",
        "A personal token is made in a session, not with another token. Sign in to the console.",
    ),
    (
        "several_attempts",
        "The suite was run several times; the last run is compared.",
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
        "suite_disagrees",
        "The report and the suite say different things about the metric. Correct the suite, or report it under another name.",
    ),
    (
        "suite_unclassified",
        "Nobody has said yet what the suite is, so no policy uses it.",
    ),
    (
        "suite_version_differs",
        "The two sides ran other versions of the suite.",
    ),
    (
        "tag_unreadable",
        "A tag about a version's size is no whole number, or no single word. Write it as one.",
    ),
    (
        "too_many_documents",
        "There is more than one request or one export holds. Take one team after the other.",
    ),
    (
        "too_many_rules",
        "The issuer has as many claim rules as there may be.",
    ),
    (
        "turned_since",
        "Files turn nothing on or off. Say in the file what is there, or turn it with a reason.",
    ),
    (
        "uncertainty_unknown",
        "Neither the number of items nor a standard error is known.",
    ),
    ("unit_differs", "The two sides count in different units."),
    ("unit_unknown", "Nobody says what the value counts."),
    (
        "unknown_on",
        "Time, size or cost of a version is unknown. Measure it, or state it in a tag.",
    ),
    (
        "use_not_decided",
        "Policies guard this use of the version, and no promotion was applied for it. Ask for one that names the application.",
    ),
    (
        "value_not_applicable",
        "The tool says that the metric has no meaning here.",
    ),
    (
        "value_outside_unit",
        "The value lies outside the unit that the suite says. Correct the unit in the suite.",
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
    ("waived_already", "The requirement is waived already."),
    ("waiver_over", "The waiver does not count any more."),
];
