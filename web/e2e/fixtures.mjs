// Answers of the API for the pictures: one small company, one fixed clock.
export const NOW = "2026-11-23T13:06:00.000000Z";

const id = (n) => `0192f0c1-0000-7000-8000-${String(n).padStart(12, "0")}`;
const at = (text) => `${text}.000000Z`;
const sha = (n) => `sha256:${String(n).repeat(64).slice(0, 64)}`;

const team = { id: id(1), slug: "support", name: "Support" };
const search = { id: id(2), slug: "search", name: "Search" };
const ana = { id: id(11), kind: "user", name: "Ana Ruiz" };
const lee = { id: id(12), kind: "user", name: "Lee Park" };
const ines = { id: id(13), kind: "user", name: "Ines Costa" };
const mina = { id: id(14), kind: "user", name: "Mina Okafor" };
const tomas = { id: id(15), kind: "user", name: "Tomas Berg" };
const ci = { id: id(16), kind: "machine", name: "ci-eval" };

const triage = { id: id(100), name: "ticket-triage", team };
const chat = { id: id(101), name: "support-chat", team };
const vref = (model, number, stage) => ({
  id: id(1000 + Number(model.id.slice(-3)) * 20 + number),
  model_id: model.id,
  model_name: model.name,
  number,
  stage,
});
const t3 = vref(triage, 3, "production");
const t4 = vref(triage, 4, "staging");
const c6 = vref(chat, 6, "production");
const c7 = vref(chat, 7, "production");
const c8 = vref(chat, 8, "production");
const route = { id: id(300), environment: "production", key: "support-bot" };
const staging = { id: id(301), environment: "staging", key: "support-bot" };
const router = { id: id(302), environment: "production", key: "ticket-router" };
const routerStaging = { id: id(303), environment: "staging", key: "ticket-router" };

const serve = (r, version, slots, since) => ({ route: r, version, slots, since: at(since) });
const alias = (n, name, version) => ({
  id: id(400 + n),
  alias: name,
  version,
  revision: 2,
  updated_at: at("2026-11-14T09:00:00"),
  moved_by: lee,
});
const model = (n, ref, more) => ({
  id: ref.id,
  team: ref.team,
  name: ref.name,
  description: null,
  tags: [],
  revision: 1,
  created_at: at("2026-02-02T10:00:00"),
  created_by: ana,
  hidden_at: null,
  newest: null,
  stage_counts: {},
  serves: [],
  aliases: [],
  former_names: [],
  ...more,
  n,
});

export const models = [
  model(1, chat, {
    description: "Answers customers in the help centre.",
    newest: { id: c8.id, number: 8, stage: "production" },
    stage_counts: { production: 3, deprecated: 1, archived: 4 },
    tags: [{ key: "tier", value: "critical" }],
    serves: [
      serve(route, c7, 9500, "2026-11-23T08:40:00"),
      serve(route, c8, 500, "2026-11-23T08:40:00"),
      serve(staging, c8, 8000, "2026-11-18T10:00:00"),
    ],
    aliases: [alias(1, "champion", c7), alias(2, "challenger", c8)],
    former_names: [],
  }),
  model(2, triage, {
    description: "Sorts tickets by queue and language.",
    newest: { id: t4.id, number: 4, stage: "staging" },
    stage_counts: { production: 1, staging: 1, archived: 2 },
    tags: [{ key: "tier", value: "critical" }],
    serves: [
      serve(router, t3, 10000, "2026-09-12T09:00:00"),
      serve(routerStaging, t4, 10000, "2026-11-20T09:00:00"),
    ],
    aliases: [alias(3, "champion", t3)],
    former_names: [],
  }),
  model(
    3,
    { id: id(102), name: "reply-drafts", team },
    {
      newest: { id: id(9), number: 5, stage: "staging" },
      stage_counts: { staging: 1, registered: 2, retired: 2 },
    },
  ),
  model(
    4,
    { id: id(103), name: "query-rewriter", team: search },
    { newest: { id: id(8), number: 2, stage: "registered" }, stage_counts: { registered: 2, revoked: 1 } },
  ),
  model(5, { id: id(104), name: "claims-summary", team: { id: id(3), slug: "claims", name: "Claims" } }, {}),
];

const weights = { kind: "weights", uri: "hf://Qwen/Qwen3-8B-FP8", digest: sha("4b7e") };
const hosted = {
  kind: "hosted",
  platform: "anthropic",
  native_id: "claude-sonnet-4-6",
  region: "eu-west-1",
  deployment_type: null,
};
const version = (ref, parent, more) => ({
  id: ref.id,
  model: parent,
  number: ref.number,
  stage: ref.stage,
  basis: "registered",
  adopted: null,
  source: hosted,
  configuration: {
    parameters: { temperature: "0.2", max_tokens: 800 },
    prompt_template_digest: sha("9ac1"),
    adapter: null,
    served_as: null,
  },
  lineage: [],
  children: [],
  description: null,
  tags: [],
  source_created_at: null,
  registered_by: ana,
  created_at: at("2026-11-19T15:00:00"),
  revision: 3,
  aliases: [],
  serves: [],
  stage_changed_at: at("2026-11-20T09:00:00"),
  ...more,
});
export const versions = [
  version(t4, triage, {
    source: weights,
    lineage: [{ kind: "quantisation", version: t3, technique: "FP8 block" }],
    serves: [serve(routerStaging, t4, 10000, "2026-11-20T09:00:00")],
    configuration: {
      parameters: { temperature: "0" },
      prompt_template_digest: sha("9ac1"),
      adapter: null,
      served_as: { platform: "vllm", model: "qwen3-8b-fp8" },
    },
  }),
  version(t3, triage, {
    source: { kind: "weights", uri: "hf://Qwen/Qwen3-8B", digest: sha("11aa") },
    aliases: ["champion"],
    basis: "promoted",
    serves: [serve(router, t3, 10000, "2026-09-12T09:00:00")],
    created_at: at("2026-08-01T09:00:00"),
  }),
  version(vref(triage, 2, "archived"), triage, {
    created_at: at("2026-05-01T09:00:00"),
    source: { kind: "opaque", text: "Prompt of the spring pilot" },
  }),
  version(vref(triage, 1, "archived"), triage, { created_at: at("2026-03-01T09:00:00"), basis: "imported" }),
];

/** An event and its sentence: in words, and by code and params. */
const event = (position, when, who, message, { says = [], ...more } = {}) => ({
  position,
  event_id: id(5000 + position),
  at: at(when),
  integrated_at: at(when),
  kind: "changed",
  entity: { kind: "version", id: t4.id, label: "ticket-triage 4", seq: 1 },
  actor: { ...who, roles: ["contributor"] },
  command_id: id(6000 + position),
  request_id: id(7000 + position),
  reason: null,
  sentence: { code: says[0] ?? "x", params: { actor: who.name, ...says[1] }, message },
  evidence: [],
  ...more,
});
export const events = [
  event(
    18398,
    "2026-11-23T08:40:00",
    ana,
    "Ana Ruiz raised support-chat 8 on production/support-bot from 1 % to 5 %.",
    {
      says: [
        "route.switched",
        { label: "production/support-bot", versions: ["support-chat/7", "support-chat/8"] },
      ],
      kind: "route.switched",
      entity: { kind: "route", id: route.id, label: "production/support-bot", seq: 12 },
      reason: "Step 2 of the plan",
    },
  ),
  event(18291, "2026-11-22T10:05:00", lee, "Lee Park approved PR-0057 as shown.", {
    says: ["approval.given", { label: "PR-0057", decision: "approved" }],
    kind: "approval.given",
    entity: { kind: "promotion", id: id(500), label: "PR-0057", seq: 3 },
    reason: "Fine for English and German. French needs more items before this ships.",
  }),
  event(
    18140,
    "2026-11-21T08:30:00",
    ci,
    "ci-eval (token) reported 4 evaluations of ticket-triage version 4.",
    {
      says: ["evaluation.imported", { label: "ticket-triage version 4, mmlu" }],
      kind: "evaluation.imported",
    },
  ),
  event(
    18077,
    "2026-11-20T15:12:00",
    ines,
    "Ines Costa opened PR-0057: ticket-triage version 4, staging → production.",
    {
      says: ["promotion.opened", { label: "PR-0057", from_stage: "staging", target: "production" }],
      kind: "promotion.opened",
      entity: { kind: "promotion", id: id(500), label: "PR-0057", seq: 1 },
      reason: "FP8 halves the memory. Quality holds on what we measured.",
    },
  ),
  event(18012, "2026-11-19T15:00:00", ana, "Ana Ruiz registered ticket-triage version 4.", {
    says: ["version.registered", { label: "ticket-triage version 4" }],
    kind: "version.registered",
  }),
];
export const comment = {
  id: id(560),
  promotion_id: id(500),
  number: 1,
  by: lee,
  at: at("2026-11-21T09:20:00"),
  text: "The two failing items are known bad labels.\nQA-311 mends them; the lower bound holds without them too.",
  revision: 1,
};
/** The promotion's own events, oldest first, with a comment between them. */
export const story = [
  ...events.filter((one) => one.entity.id === id(500)),
  event(18166, comment.at.slice(0, 19), lee, "Lee Park commented on PR-0057.", {
    says: ["comment.written", { label: "PR-0057" }],
    kind: "comment.written",
    entity: { kind: "comment", id: comment.id, label: "PR-0057", seq: 1 },
    words: comment.text,
  }),
].toSorted((a, b) => a.position - b.position);
export const eventStory = {
  ...events[0],
  before: {
    runs: [
      { version: 7, slots: 9900 },
      { version: 8, slots: 100 },
    ],
  },
  after: {
    runs: [
      { version: 7, slots: 9500 },
      { version: 8, slots: 500 },
    ],
    snapshot_seq: 412,
  },
  changes: [
    { path: "/runs/0/slots", was: 9900, now: 9500 },
    { path: "/runs/1/slots", was: 100, now: 500 },
    { path: "/snapshot_seq", was: 411, now: 412 },
  ],
  previous_position: 18120,
  next_position: null,
  leaf_hash: sha("7f3a"),
  prev: sha("c2d4"),
};

/** The log keeps the digest of what an approver said. */
export const approvalStory = {
  ...eventStory,
  ...events[1],
  kind: "approval.given",
  reason: null,
  before: null,
  after: { id: id(800), promotion_id: id(500), decision: "approved" },
  changes: [{ path: "/decision", was: null, now: "approved" }],
};

const policy = { id: id(600), name: "serving-critical", number: 4 };
const need = (relation, value, on = null) => ({ relation, value, on });
const req = (code, title, outcome, measured, needed, more = {}) => ({
  code,
  policy,
  title,
  severity: "block",
  outcome,
  measured,
  needed,
  evidence: [],
  remedy: null,
  reason: null,
  expression: `suite("${code}").low("exact_match") >= 0.85`,
  waivable: code === "fr-quality",
  ...more,
});
const measured = (text, value, ci_low = null, ci_high = null, n = null, unit = "fraction") => ({
  text,
  value,
  ci_low,
  ci_high,
  n,
  unit,
});
/** A plain number, or a difference of shares, in the unit that its words name. */
const plain = (text, value, unit) => measured(text, value, null, null, null, unit);
const seen = (label, run_at) => ({ evaluation_id: id(700), label, run_at: at(run_at) });
const reason = (code, message, remedies = [], params = {}) => ({ code, message, params, remedies });
const requirements = [
  req(
    "fr-quality",
    "French quality is at least 0.85",
    "fail",
    measured("0.874 [0.838, 0.902]", "0.874", "0.838", "0.902", 412),
    need("at_least", "0.85", "ci_low"),
    {
      evidence: [seen("ticket-routing fr", "2026-11-21T08:20:00")],
      remedy: {
        text: "About 900 items of ticket-routing fr would show it if the rate holds.",
        command: null,
      },
    },
  ),
  req(
    "not-worse",
    "Not worse than version 3 on critical suites, margin 2.0 pt",
    "fail",
    measured("−2.4 pt [−4.4, −0.4]", "-2.4", "-4.4", "-0.4", 412, "pt"),
    need("at_least", "-2.0", "ci_low"),
    {
      evidence: [seen("4 evaluations", "2026-11-21T08:20:00")],
      remedy: { text: "3 of 4 hold. French does not.", command: null },
    },
  ),
  req(
    "fresh",
    "Evidence is at most 14 days old",
    "fail",
    plain("21 days", "21", "days"),
    need("at_most", "14"),
    {
      evidence: [seen("refund-rules en", "2026-11-02T08:20:00")],
      waiver: {
        id: id(821),
        owner: lee.id,
        policy_id: policy.id,
        requirement: "fresh",
        until: at("2026-12-06T09:00:00"),
      },
      remedy: {
        text: "Run refund-rules again and import its result.",
        command: "tenure evaluations import refund-rules.json",
      },
    },
  ),
  req("safety", "Safety suite safety-core has no critical failure", "unknown", null, need("equals", "0"), {
    reason: "No evaluation is stored, so the result is unknown. Unknown does not pass.",
    remedy: { text: "", command: "tenure evaluations import safety-core.json" },
  }),
  req(
    "en",
    "English quality is at least 0.85",
    "pass",
    measured("0.912 [0.895, 0.927]", "0.912", "0.895", "0.927", 1240),
    need("at_least", "0.85"),
    { evidence: [seen("ticket-routing en", "2026-11-21T08:20:00")] },
  ),
  req(
    "de",
    "German quality is at least 0.85",
    "pass",
    measured("0.901 [0.880, 0.918]", "0.901", "0.880", "0.918", 960),
    need("at_least", "0.85"),
    { evidence: [seen("ticket-routing de", "2026-11-21T08:20:00")] },
  ),
  req("p95", "p95 is at most 900 ms", "pass", plain("0.412", "0.412", "seconds"), need("at_most", "0.9"), {
    severity: "warn",
  }),
];
const approval = {
  id: id(800),
  approver: lee,
  decision: "approved",
  at: at("2026-11-22T10:05:00"),
  expires_at: at("2026-12-06T10:05:00"),
  state: "valid",
  void_reason: null,
  changes: [],
  comment: "Fine for English and German. French needs more items before this ships.",
  proposal_hash: sha("7f3a"),
};
export const verdict = {
  version: t4,
  incumbent: t3,
  from: "staging",
  target: "production",
  outcome: "refused",
  headline: {
    code: "requirements_unmet",
    params: { number: 4, target: "production", fail: 2, unknown: 1, total: 7 },
    message: "Version 4 may not go to production: 2 of 7 requirements fail, 1 is unknown.",
  },
  counts: { fail: 2, unknown: 1, waived: 1, warn: 0, pass: 3 },
  policies: [policy],
  requirements,
  blockers: [reason("requirements_open", "3 requirements and 1 approval are open.")],
  approvals: {
    quorum: 2,
    role: "reviewer",
    given: [approval],
    missing: 1,
    roles: [{ role: "steward", given: false, eligible: [tomas] }],
    eligible: [mina, tomas],
    excluded: [
      {
        who: ana,
        why: reason("approver_is_author", "Ana Ruiz registered the version.", [], {
          name: ana.name,
          why: "registered the version",
        }),
      },
      {
        who: ines,
        why: reason("approver_is_author", "Ines Costa opened the promotion.", [], {
          name: ines.name,
          why: "opened the promotion",
        }),
      },
    ],
  },
  proposal_hash: sha("7f3a91c2"),
  facts_digest: sha("44d1"),
  evaluator_version: "1.0.0",
  evaluated_at: at("2026-11-23T13:05:40"),
};
const waiver = (n, requirement, owner, from, until, why, more = {}) => ({
  id: id(820 + n),
  version_id: t4.id,
  target: "production",
  policy_id: policy.id,
  policy: policy.name,
  requirement,
  owner,
  granted_by: mina,
  reason: why,
  created_at: at(from),
  expires_at: at(until),
  ended_at: null,
  in_force: true,
  revision: 1,
  ...more,
});
export const waivers = [
  waiver(
    1,
    "fresh",
    lee,
    "2026-11-22T09:00:00",
    "2026-12-06T09:00:00",
    "The suite runs again on 30 November.",
  ),
  waiver(2, "safety", ana, "2026-11-01T09:00:00", "2026-11-15T09:00:00", "The suite was being rewritten.", {
    in_force: false,
  }),
];
export const promotion = {
  id: id(500),
  number_label: "PR-0057",
  version: t4,
  from: "staging",
  target: "production",
  state: "awaiting_approval",
  reason: "FP8 halves the memory. Quality holds on what we measured.",
  application: null,
  opened_by: ines,
  opened_at: at("2026-11-20T15:12:00"),
  expires_at: at("2026-12-20T15:12:00"),
  revision: 4,
  verdict,
  approvals: [approval],
  decided_at: null,
  decided_by: null,
};
const open = reason("requirements_open", "3 requirements and 1 approval are open.");
export const versionActions = [
  { action: "request_promotion_production", tier: "R1", allowed: false, refusal: open },
  { action: "deprecate", tier: "R2", allowed: true, refusal: null },
  {
    action: "archive",
    tier: "R1",
    allowed: false,
    refusal: reason("serves", "Version 4 serves staging/ticket-router. Move its calls first."),
  },
  {
    action: "revoke",
    tier: "R3",
    allowed: false,
    refusal: reason("not_permitted", "Needs steward on team Support. Ana Ruiz has it.", [], {
      roles: ["steward"],
    }),
  },
  { action: "kill", tier: "R2", allowed: true, refusal: null },
];
export const findingActions = [
  { action: "assign", tier: "R0", allowed: true, refusal: null },
  { action: "close", tier: "R0", allowed: true, refusal: null },
];
export const waiverActions = [{ action: "end", tier: "R1", allowed: true, refusal: null }];
export const promotionActions = [
  { action: "approve", tier: "R1", allowed: true, refusal: null },
  { action: "reject", tier: "R1", allowed: true, refusal: null },
  {
    action: "withdraw",
    tier: "R1",
    allowed: false,
    refusal: reason("not_yours", "Only Ines Costa, who opened it, can withdraw it."),
  },
  { action: "apply", tier: "R1", allowed: false, refusal: open },
  { action: "comment", tier: "R0", allowed: true, refusal: null },
];

const metric = (name, value, low, high, n, unit = "fraction", direction = "higher") => ({
  name,
  raw_name: name,
  state: value === null ? "unknown" : "known",
  value,
  value_raw: value,
  unit,
  unit_by: unit && "report",
  direction,
  direction_by: direction && "report",
  target: null,
  stderr: null,
  stderr_method: null,
  ci_low: low,
  ci_high: high,
  ci_level: "0.95",
  ci_method: "wilson",
  n,
});
const evaluation = (n, suite, task, language, trust, metrics, more = {}) => ({
  id: id(700 + n),
  version: t4,
  suite: { id: id(750 + n), name: suite, trust_class: trust, language, version_label: "1" },
  task,
  filter: "none",
  attempt: 1,
  is_aggregate: false,
  parent_task: null,
  source_type: "run",
  tool: "lm-eval",
  tool_version: "0.4.9",
  tool_commit: "a1b2c3d",
  n_shot: 0,
  n: metrics[0]?.n ?? null,
  n_errors: 0,
  run_at: at("2026-11-21T08:20:00"),
  reported_by: ci,
  artefact: { sha256: sha("e1e1").slice(7), file_name: "results_2026-11-20.json", size: 84213 },
  model_ref: "Qwen/Qwen3-8B-FP8",
  model_args: null,
  gen_params: { temperature: 0 },
  prompt_template_digest: null,
  dataset_digest: null,
  flags: [],
  eligible: true,
  ineligible: [],
  metrics,
  created_at: at("2026-11-21T08:30:00"),
  revision: 1,
  ...more,
});
export const evaluations = [
  evaluation(0, "ticket-routing", "ticket_routing_fr", "fr", "internal", [
    metric("exact_match", "0.874", "0.838", "0.902", 412),
  ]),
  evaluation(1, "ticket-routing", "ticket_routing_en", "en", "internal", [
    metric("exact_match", "0.912", "0.895", "0.927", 1240),
  ]),
  evaluation(
    2,
    "mmlu_pro",
    "mmlu_pro",
    "en",
    "public",
    [metric("exact_match", "0.5671", "0.5582", "0.5759", 12032)],
    { eligible: false, ineligible: [reason("public_only", "Public suites can block, not promote.")] },
  ),
  evaluation(
    3,
    "gsm8k",
    "gsm8k",
    "en",
    "public",
    [metric("exact_match", "0.8142", "0.7921", "0.8341", 1319)],
    {
      source_type: "declared",
      tool: null,
      tool_version: null,
      eligible: false,
      ineligible: [reason("declared", "Declared by the vendor, not run.")],
    },
  ),
  evaluation(
    4,
    "latency",
    "p95",
    null,
    "performance",
    [metric("p95", null, null, null, null, "seconds", "lower")],
    { source_type: "recorded" },
  ),
];
const suite = (n, name, trust_class, tasks, more = {}) => ({
  id: id(n),
  team,
  name,
  trust_class,
  category: ["internal", "public"].includes(trust_class) ? "quality" : trust_class,
  language: "en",
  tasks,
  description: null,
  primary_metric: "exact_match",
  metrics: [],
  revision: 1,
  created_at: at("2026-04-01T09:00:00"),
  hidden_at: null,
  former_names: [],
  evaluations_count_recent: 0,
  ...more,
});
export const suites = [
  suite(750, "ticket-routing", "internal", ["ticket_routing_*"], {
    language: null,
    description: "Our own tickets, labelled by two people.",
    evaluations_count_recent: 18,
  }),
  suite(751, "safety-core", "safety", ["safety_core"], { primary_metric: "failures" }),
  suite(752, "mmlu_pro", "public", ["mmlu_pro", "mmlu_pro_*"], { evaluations_count_recent: 4 }),
];
/** A suite of whose metrics one is known by the file, one by the suite, and one by nobody. */
export const replyQuality = suite(760, "reply-quality", "internal", ["reply_quality"], {
  description: "Answers to customers, graded by a rubric.",
  primary_metric: "helpfulness",
  metrics: [
    { name: "politeness", direction: "target", target: "0.5", unit: "fraction" },
    { name: "tone", direction: "higher", unit: "fraction" },
  ],
  evaluations_count_recent: 1,
});
export const replyEvaluations = [
  evaluation(10, "reply-quality", "reply_quality", "en", "internal", [
    metric("pass_rate", "0.874", "0.838", "0.902", 412),
    { ...metric("tone", "0.81", "0.77", "0.85", 412), unit_by: "suite", direction_by: "suite" },
    metric("helpfulness", "0.71", null, null, 412, null, null),
  ]),
];
export const matchRules = [
  {
    id: id(770),
    team_id: id(20),
    format: "promptfoo",
    pattern: "acme:large*",
    version: t4,
    created_at: at("2026-11-02T09:00:00"),
    revision: 1,
  },
];
export const waitingFiles = [
  {
    artefact: { sha256: sha("e1e1").slice(7), file_name: "promptfoo.json", size: 354079 },
    team_id: id(20),
    format: "promptfoo",
    model_ref: "acme:small",
    evaluations: 2,
    tasks: ["Returns"],
    since: "2026-11-20T09:00:00.000000Z",
  },
];
export const plannedRule = { allowed: true, refusals: [], takes: waitingFiles, more: false };

export const importResult = {
  format: "lm-eval",
  layout: "results.json v0.4",
  tool: "lm-eval",
  tool_version: "0.4.9",
  model_ref: "Qwen/Qwen3-8B-FP8",
  run_at: at("2026-11-20T21:10:00"),
  artefact: { sha256: sha("e1e1").slice(7), size: 84213, file_name: "results_2026-11-20.json" },
  already_stored: false,
  evaluations: evaluations.slice(0, 4).map((e) => ({ ...e, id: null })),
  new_suites: ["gsm8k"],
  unmapped: ["/config/model_dtype", "/git_hash"],
  notes: [
    {
      code: "stderr_na",
      message: "One standard error is N/A and stays unknown.",
      pointer: "/results/gsm8k/exact_match_stderr",
    },
  ],
};
const content = {
  applies: {
    target: "production",
    teams: ["support"],
    tags: [{ key: "tier", value: "critical" }],
    risk_tiers: ["limited", "high"],
    criticalities: [],
    data_classes: [],
  },
  enforced_from: "2026-12-01",
  margins: { default: "0.02", suites: { "ticket-routing": "0.01" } },
  requirements: requirements.slice(0, 4).map((r) => ({
    code: r.code,
    title: r.title,
    severity: r.severity,
    expression: r.expression,
    known_when: null,
    measured: null,
    needed: r.needed,
    remedy: r.remedy,
    waivable: r.waivable,
  })),
  approvals: { quorum: 2, role: "reviewer", expires_days: 14 },
  languages: ["en", "fr", "de"],
};
const unmet = (n) => requirements.slice(0, n).map(({ waiver: _, waivable: __, ...one }) => one);
export const policyPreview = {
  problems: [],
  running: 16,
  more: false,
  lacking: [
    { version: c7, unmet: [requirements[0], requirements[3]] },
    { version: t3, unmet: unmet(1) },
  ],
  moves: 9,
  otherwise: [{ promotion_id: id(500), label: "PR-0031", version: c6, unmet: unmet(2) }],
};
export const policyActions = [
  { action: "publish", tier: "R1", allowed: true, refusal: null, refusals: [] },
  { action: "turn_off", tier: "R1", allowed: true, refusal: null, refusals: [] },
];
export const policies = [
  {
    id: policy.id,
    team,
    name: "serving-critical",
    state: "active",
    revision: 4,
    created_at: at("2026-03-01T09:00:00"),
    number: 4,
    content,
    published_by: mina,
    published_at: at("2026-10-01T09:00:00"),
  },
];

const share = (v, slots) => ({ version: v, slots });
const snapshot = (seq, when, shares, more = {}) => ({
  id: id(900 + seq),
  seq,
  effective_from: at(when),
  salt: "s",
  runs: [],
  shares,
  pins: [],
  killed: [],
  fallbacks: [c6],
  max_stale_seconds: 300,
  event_id: id(1),
  ...more,
});
export const routes = [
  {
    id: route.id,
    environment: "production",
    key: "support-bot",
    team,
    application: { id: id(310), name: "helpdesk" },
    revision: 12,
    created_at: at("2026-02-02T09:00:00"),
    hidden_at: null,
    snapshot: snapshot(412, "2026-11-23T08:40:00", [share(c7, 9500), share(c8, 500)]),
    last_change: {
      at: at("2026-11-23T08:40:00"),
      by: ana,
      reason: "Step 2 of the plan",
      position: 18398,
      kind: "switched",
    },
  },
  {
    id: router.id,
    environment: "production",
    key: "ticket-router",
    team,
    application: { id: id(311), name: "ticketing" },
    revision: 4,
    created_at: at("2026-02-02T09:00:00"),
    hidden_at: null,
    snapshot: snapshot(31, "2026-09-12T09:00:00", [share(t3, 10000)], { fallbacks: [] }),
    last_change: {
      at: at("2026-09-12T09:00:00"),
      by: lee,
      reason: "Promoted and switched at once",
      position: 15020,
      kind: "switched",
    },
  },
  {
    id: staging.id,
    environment: "staging",
    key: "support-bot",
    team,
    application: { id: id(310), name: "helpdesk" },
    revision: 9,
    created_at: at("2026-02-02T09:00:00"),
    hidden_at: null,
    snapshot: snapshot(77, "2026-11-18T10:00:00", [share(c7, 2000), share(c8, 8000)]),
    last_change: {
      at: at("2026-11-18T10:00:00"),
      by: lee,
      reason: "Load test",
      position: 17900,
      kind: "switched",
    },
  },
];
for (const route of routes) {
  route.snapshot.decision = route.last_change;
  delete route.last_change;
}
export const snapshots = [
  routes[0].snapshot,
  snapshot(411, "2026-11-22T08:40:00", [share(c7, 9900), share(c8, 100)]),
  snapshot(410, "2026-11-14T09:00:00", [share(c7, 10000)]),
  snapshot(404, "2026-11-08T08:02:00", [share(c6, 7500), share(c7, 2500)]),
];
const row = (r, seq, from, to, shares, more = {}) => ({
  route: r,
  application: { id: id(310), name: "helpdesk" },
  snapshot_seq: seq,
  in_force_from: at(from),
  in_force_to: to && at(to),
  shares,
  killed: [],
  fallbacks: [c6],
  decided_by: lee,
  reason: "5 % baked for 48 h, no harm, safety shown. On to 25 %.",
  event: {
    position: 15000 + seq,
    kind: from.startsWith("2026-11-01T12") ? "route.rolled_back" : "route.switched",
    at: at(from),
  },
  evidence: shares.map(({ version }) => ({
    kind: "version",
    id: version.id,
    label: `${version.model_name}/${version.number}`,
  })),
  allowed_by: shares.map(({ version }) => ({
    version_id: version.id,
    kind: "version.promoted",
    position: 14000 + version.number,
    at: at("2026-10-19T08:00:00"),
    by: lee,
    evidence: [{ kind: "promotion", id: id(500), label: "PR-0031" }],
  })),
  ...more,
});
const lane = (r, steps) => ({
  route: r,
  intervals: steps.map(([seq, from, shares], i) => row(r, seq, from, steps[i + 1]?.[1] ?? null, shares)),
});
export const timeline = {
  from: at("2026-10-24T13:06:00"),
  to: at("2026-11-23T13:06:00"),
  known: { position: 18422, integrated_at: NOW },
  lanes: [
    lane(route, [
      [398, "2026-10-20T08:00:00", [share(c6, 10000)]],
      [399, "2026-10-29T09:00:00", [share(c6, 9500), share(c7, 500)]],
      [400, "2026-10-31T09:00:00", [share(c6, 7500), share(c7, 2500)]],
      [401, "2026-11-01T12:00:00", [share(c6, 10000)]],
      [402, "2026-11-06T09:00:00", [share(c6, 9500), share(c7, 500)]],
      [404, "2026-11-08T08:02:00", [share(c6, 7500), share(c7, 2500)]],
      [406, "2026-11-12T09:30:00", [share(c6, 5000), share(c7, 5000)]],
      [410, "2026-11-14T09:00:00", [share(c7, 10000)]],
      [411, "2026-11-22T08:40:00", [share(c7, 9900), share(c8, 100)]],
      [412, "2026-11-23T08:40:00", [share(c7, 9500), share(c8, 500)]],
    ]),
    lane(staging, [
      [70, "2026-10-20T08:00:00", [share(c6, 10000)]],
      [71, "2026-10-28T15:00:00", [share(c7, 10000)]],
      [76, "2026-11-17T10:00:00", [share(c7, 8000), share(c8, 2000)]],
      [77, "2026-11-18T10:00:00", [share(c7, 2000), share(c8, 8000)]],
    ]),
  ],
  cut: false,
};
export const serving = {
  at: NOW,
  known: timeline.known,
  next_page_token: null,
  items: [
    row(route, 404, "2026-11-08T08:02:00", "2026-11-12T09:30:00", [share(c6, 7500), share(c7, 2500)]),
    row(staging, 71, "2026-10-28T15:00:00", "2026-11-17T10:00:00", [share(c7, 10000)]),
    row(router, 31, "2026-09-12T09:00:00", null, [share(t3, 10000)], {
      reason: null,
      application: { id: id(311), name: "ticketing" },
    }),
  ],
};
const STILL = { part: "support-chat/7", route: "production/support-bot", slots: 9500 };
export const nameActions = [
  { action: "relabel", tier: "R0", allowed: true, refusal: null, refusals: [] },
  { action: "rename", tier: "R1", allowed: true, refusal: null, refusals: [] },
  {
    action: "hide",
    tier: "R1",
    allowed: false,
    refusal: reason(
      "still_serving",
      "support-chat/7 serves 9500 of 10000 slots on production/support-bot.",
      [],
      STILL,
    ),
    refusals: [
      reason(
        "still_serving",
        "support-chat/7 serves 9500 of 10000 slots on production/support-bot.",
        [],
        STILL,
      ),
      reason("has_alias", "The alias champion points at support-chat/7.", [], {
        by: "champion",
        part: "support-chat/7",
      }),
    ],
  },
];
export const routeActions = [
  { action: "switch", tier: "R2", allowed: true, refusal: null },
  { action: "kill", tier: "R2", allowed: true, refusal: null },
  { action: "rollback", tier: "R2", allowed: true, refusal: null },
  {
    action: "pin",
    tier: "R2",
    allowed: false,
    refusal: reason("not_permitted", "Needs operator on team Support.", [], { roles: ["operator"] }),
  },
];
export const planned = {
  allowed: true,
  refusals: [],
  changes: [{ entity_kind: "policy", entity_id: id(600), kind: "policy.turned_off", revision: 5, after: {} }],
};
export const effect = {
  allowed: true,
  refusals: [],
  revision: 12,
  routes: [
    {
      route,
      application: "helpdesk",
      before: [share(c7, 9500), share(c8, 500)],
      after: [share(c6, 9500), share(c8, 500)],
    },
  ],
  undo: "Version 6 can be replaced at any time. A killed version comes back only by an explicit revival.",
};

/** Half of the calls each. */
export const switched = {
  ...effect,
  routes: [{ ...effect.routes[0], after: [share(c7, 5000), share(c8, 5000)] }],
};

const WHY = {
  finding: `You look after findings of ${team.name}.`,
  review: "You may approve it: you hold the role and had no part in it.",
  review_again: "You approved it before it changed.",
  import: `You report evaluations for ${team.name}.`,
};
const item = (n, [kind, params], glyph, message, detail, due, label, href, object) => ({
  id: id(1200 + n),
  kind,
  params,
  glyph,
  message,
  detail,
  object: { kind: "promotion", id: id(500), label: object },
  due,
  too_late_from: due,
  why: WHY[kind],
  owner: team,
  action: { label, href },
});
export const today = {
  headline: {
    code: "today",
    params: { count: 4, late: 1, soon: 0, days: 2 },
    message: "4 decisions need you; one is late by 2 days.",
  },
  items: [
    item(
      1,
      ["finding", { cause: "runs_without_evidence", label: "ticket-triage version 3", team: team.name }],
      "fail",
      "ticket-triage version 3 was adopted and its evidence is 2 days late",
      "Adopted on 12 Sep with a promise of evidence. safety-core is missing.",
      at("2026-11-21T13:00:00"),
      "Show what is missing",
      "/models/ticket-triage/versions/3",
      "ticket-triage 3",
    ),
    item(
      2,
      ["review", { label: "PR-0057", version: "ticket-triage version 4", target: "production", given: 1 }],
      "clock",
      "PR-0057 waits for one more reviewer",
      "ticket-triage version 4 to production. You may approve it.",
      at("2026-11-23T17:00:00"),
      "Review",
      `/promotions/${id(500)}`,
      "PR-0057",
    ),
    item(
      3,
      [
        "review_again",
        { label: "PR-0052", version: "ticket-triage version 4", target: "production", given: 0 },
      ],
      "warn",
      "Your approval of PR-0052 became void",
      "The evidence set grew by one evaluation.",
      at("2026-11-27T17:00:00"),
      "Look again",
      `/promotions/${id(500)}`,
      "PR-0052",
    ),
    item(
      4,
      [
        "import",
        { file: "results_2026-11-20.json", results: 12, model: "Qwen3-8B-FP8-BLOCK", team: team.name },
      ],
      "info",
      "An lm-eval file with 12 results waits for a version",
      "results_2026-11-20.json names Qwen3-8B-FP8-BLOCK; two versions match.",
      null,
      "Choose version",
      "/evidence?tab=imports",
      "import",
    ),
  ],
  recent: events.slice(0, 3),
};
const grant = (role, on) => ({
  id: id(1300),
  role,
  team: on,
  environment: null,
  revision: 1,
  created_at: at("2026-02-02T09:00:00"),
  revoked_at: null,
});
export const session = {
  principal: { ...ana, email: "ana@example.org" },
  grants: [grant("operator", team)],
  permissions: ["route.switch"],
  lacking: [],
  expires_at: at("2026-11-24T13:00:00"),
};
const member = (who, role, state = "active") => ({
  id: who.id,
  kind: who.kind,
  name: who.name,
  email: `${who.name.split(" ")[0].toLowerCase()}@example.org`,
  state,
  grants: [grant(role, team)],
  last_seen_at: state === "active" ? at("2026-11-23T12:00:00") : null,
  revision: 1,
  created_at: at("2026-02-02T09:00:00"),
});
export const members = [
  member(ana, "operator"),
  member(lee, "reviewer"),
  member(ines, "contributor"),
  member(mina, "steward"),
  member(tomas, "reviewer", "invited"),
];
export const tokens = [
  {
    id: id(1400),
    kind: "machine",
    name: "ci-eval",
    principal: ci,
    role: "contributor",
    team,
    environment: null,
    application_id: null,
    may_approve: false,
    prefix: "tnr_4f2a",
    expires_at: at("2027-02-01T00:00:00"),
    last_used_at: at("2026-11-23T12:50:00"),
    revoked_at: null,
    revision: 1,
    created_at: at("2026-02-02T09:00:00"),
  },
];
/** What somebody who only reads is told of what makes something new. */
export const reader = {
  ...session,
  grants: [grant("viewer", team)],
  permissions: ["read"],
  lacking: [
    ["evaluation.report", ["contributor", "admin"]],
    ["model.register", ["contributor", "admin"]],
    ["suite.manage", ["contributor", "admin"]],
    ["policy.manage", ["admin"]],
    ["application.manage", ["contributor", "operator", "admin"]],
    ["route.switch", ["operator"]],
    ["member.manage", ["admin"]],
    ["claim_rule.manage", ["admin"]],
  ].map(([permission, roles]) => ({
    permission,
    reason: reason("not_permitted", `This needs the role ${roles.join(" or ")} on the team.`, [], {
      permission,
      roles,
    }),
  })),
};
export const sessions = [
  {
    id: id(1410),
    principal: lee,
    means: "link",
    agent: "firefox",
    current: true,
    last_used_at: at("2026-11-23T12:50:00"),
    expires_at: at("2026-12-06T09:00:00"),
    created_at: at("2026-11-22T09:00:00"),
  },
  {
    id: id(1411),
    principal: ines,
    means: "link",
    agent: null,
    current: false,
    last_used_at: at("2026-11-21T08:10:00"),
    expires_at: at("2026-12-04T09:00:00"),
    created_at: at("2026-11-20T09:00:00"),
  },
];
export const issuers = ["https://token.actions.githubusercontent.com"];
export const claimRules = [
  {
    id: id(1420),
    name: "evaluations on main",
    issuer: issuers[0],
    conditions: [
      { claim: "repository", pattern: "acme/support-*" },
      { claim: "ref", pattern: "refs/heads/main" },
    ],
    role: "contributor",
    team,
    environment: null,
    responsible: lee,
    state: "on",
    machines: 2,
    created_at: at("2026-11-02T09:00:00"),
    revision: 1,
  },
];
export const teams = [team, search];
export const environments = [
  { id: id(21), slug: "staging", position: 1, requires_stage: "staging" },
  { id: id(22), slug: "production", position: 2, requires_stage: "production" },
];
const application = (n, name, purpose, more = {}) => ({
  id: id(n),
  name,
  team,
  purpose,
  criticality: "high",
  data_class: "confidential",
  risk_tier: "limited",
  regulatory_class: null,
  review_due: null,
  created_by: ana,
  created_at: at("2026-02-02T09:00:00"),
  hidden_at: null,
  former_names: [],
  revision: 2,
  ...more,
});
export const applications = [
  application(310, "helpdesk", "Answers customers in the help centre before a person does.", {
    regulatory_class: "eu-ai-act:limited",
    review_due: "2027-02-01",
  }),
  application(311, "ticketing", "Sorts tickets into queues.", {
    criticality: "critical",
    data_class: "internal",
    risk_tier: "minimal",
  }),
];
export const applicationUses = [
  {
    used_as: "route",
    by: route.id,
    label: "production/support-bot",
    part: null,
    slots: null,
    href: "/routes/production/support-bot",
  },
  {
    used_as: "promotion",
    by: id(500),
    label: "PR-0057",
    part: null,
    slots: null,
    href: `/promotions/${id(500)}`,
  },
];
export const applicationActions = [
  { action: "relabel", tier: "R1", allowed: true, refusal: null, refusals: [] },
  { action: "rename", tier: "R1", allowed: true, refusal: null, refusals: [] },
];

const finding = (n, version, kind, params, due, more = {}) => ({
  id: id(1500 + n),
  kind,
  entity_kind: "version",
  entity_id: version.id,
  label: `${version.model_name}/${version.number}`,
  href: `/models/${version.model_id}/versions/${version.number}`,
  team,
  params,
  due,
  assignee: null,
  state: "open",
  created_at: at("2026-11-10T09:20:00"),
  closed_at: null,
  revision: 2,
  ...more,
});
export const findings = [
  finding(1, c7, "requirements_unmet", { count: 2, requirements: ["fr-quality", "safety"] }, "2026-11-21", {
    assignee: lee,
    state: "acknowledged",
  }),
  finding(2, c6, "runs_without_evidence", { model: "support-chat", number: 6 }, "2026-12-01"),
  finding(3, t3, "requirements_unmet", { count: 1, requirements: ["fresh"] }, "2026-12-07", {
    created_at: at("2026-11-23T06:00:00"),
  }),
];
export const closedFindings = [
  finding(4, t4, "runs_without_evidence", { model: "ticket-triage", number: 4 }, "2026-11-18", {
    state: "closed",
    closed_at: at("2026-11-16T11:00:00"),
  }),
];

const WEAK = {
  few: reason("few_items", "96 pairs of items came from 4 groups; an interval needs 10 groups."),
  prompt: reason(
    "prompt_differs",
    "The prompt template differs: 3fc1 on the base, 7f3a on the candidate.",
    [],
    { base: "3fc1", candidate: "7f3a" },
  ),
};
/** A row of a comparison: points of a hundred, as the mock-ups have them. */
const compareRow = (suite, language, tier, n, won, lost, [delta, low, high], verdict, more = {}) => ({
  key: `${suite}/${suite}/none/acc`.concat(language === "en" ? "" : `/${language}`),
  suite_id: id(750),
  suite,
  task: suite,
  filter: "none",
  metric: "acc",
  slice_kind: null,
  slice_value: null,
  trust_class: tier === "critical" ? "internal" : "public",
  category: "quality",
  language,
  tier,
  unit: "fraction",
  direction: "higher",
  base_evaluation_id: id(700),
  candidate_evaluation_id: id(701),
  base_value: "0.898",
  candidate_value: String(0.898 + delta / 100),
  n,
  unmatched: 0,
  base_only: lost,
  candidate_only: won,
  groups: null,
  method: "tango",
  delta: String(delta / 100),
  ci_low: String(low / 100),
  ci_high: String(high / 100),
  margin: "0.02",
  p: "0.03",
  p_adjusted: null,
  verdict,
  weak: [],
  notes: [],
  recovery: {
    value: String(1 + delta / 89.8),
    ci_low: String(1 + low / 89.8),
    ci_high: String(1 + high / 89.8),
  },
  planning: { detectable: String(0.3 / Math.sqrt(n)), n_needed: 2102 },
  ...more,
});
/** A row of what stands beside each other: both values, the ratio and what it means. */
const besideRow = (aspect, metric, unit, [base, candidate, ratio, change], more = {}) => ({
  key: `${aspect}/${metric}`,
  aspect,
  suite: aspect === "size" ? null : "load-test",
  metric,
  unit,
  direction: aspect === "throughput" ? "higher" : "lower",
  base: besideSide(base, aspect),
  candidate: besideSide(candidate, aspect),
  ratio,
  change,
  weak: [],
  ...more,
});
const besideSide = (value, aspect) => ({
  value,
  name: null,
  conditions: aspect === "size" || value === null ? null : "concurrency=16,input=900,output=24",
  n: aspect === "size" ? null : 600,
  evaluation_id: aspect === "size" || value === null ? null : id(704),
});
const precision = (name) => ({ ...besideSide(null, "size"), name });
const beside = {
  rows: [
    besideRow("latency", "request_latency_p95", "seconds", ["0.4731", "0.2704", "0.571549355316", "better"]),
    besideRow("latency", "ttft_p95", "seconds", ["0.0671", "0.0418", "0.622950819672", "better"]),
    besideRow("latency", "p95", "seconds", ["0.74", "0.412", null, null], {
      suite: "latency",
      weak: [
        reason(
          "load_differs",
          "The load differs: concurrency=8 on the base, concurrency=1 on the candidate.",
        ),
      ],
    }),
    besideRow("throughput", "output_token_throughput_mean", "tokens_per_second", [
      "874.2",
      "1520.5",
      "1.73930450698",
      "better",
    ]),
    besideRow("size", "weights-bytes", "bytes", ["16400000000", "9400000000", "0.573170731707", "better"]),
    besideRow("size", "parameters", "parameters", ["8200000000", "8200000000", "1", "same"]),
    besideRow("size", "context-length", "tokens", ["32768", "16384", "0.5", "worse"], {
      direction: "higher",
    }),
    besideRow("size", "precision", "name", [null, null, null, null], {
      base: precision("BF16"),
      candidate: precision("FP8"),
      direction: null,
    }),
    besideRow("cost", "cost_usd_mean", "usd", ["0.00021", null, null, null]),
  ],
  missing: [
    {
      aspect: "cost",
      on_base: false,
      on_candidate: true,
      reason: reason("unknown_on", "The cost of ticket-triage/4 is unknown.", [
        {
          text: "Import results that say what a request cost (promptfoo does), or record a metric that counts money.",
        },
      ]),
    },
  ],
  notes: [
    reason(
      "hardware_unknown",
      "No result says on which hardware it ran: ratios of times hold for the two machines that were used.",
    ),
  ],
  truncated: false,
};
const counts = (more) => ({
  superior: 0,
  non_inferior: 0,
  inferior: 0,
  inconclusive: 0,
  insufficient: 0,
  missing: 0,
  ...more,
});

export const compared = {
  base: t3,
  candidate: t4,
  lineage: "quantisation",
  margin: null,
  engine: "tenure-compare/2",
  inputs_digest: sha("5e1d"),
  headline: {
    code: "unclear",
    params: {
      base: "ticket-triage/3",
      candidate: "ticket-triage/4",
      passed: 3,
      unclear: 2,
      worse: 0,
      total: 5,
    },
    message:
      "ticket-triage/4 is not shown to be as good as ticket-triage/3: 2 of 5 critical comparisons do not show it.",
  },
  critical: counts({ non_inferior: 3, inconclusive: 1, missing: 1 }),
  supporting: counts({ non_inferior: 5, insufficient: 1 }),
  rows: [
    compareRow("ticket-routing", "fr", "critical", 412, 4, 14, [-2.4, -4.4, -0.4], "inconclusive"),
    compareRow("ticket-routing", "de", "critical", 960, 12, 14, [-0.2, -1.2, 0.8], "non_inferior"),
    compareRow("ticket-routing", "en", "critical", 1240, 19, 17, [0.2, -0.8, 1.1], "non_inferior"),
    compareRow("refund-rules", "en", "critical", 640, 14, 9, [0.8, -0.7, 2.2], "non_inferior"),
    compareRow("mmlu_pro", "en", "supporting", 12032, 601, 613, [-0.1, -0.7, 0.5], "non_inferior", {
      margin: "0.01",
    }),
    compareRow("mmlu", "en", "supporting", 14042, 412, 444, [-0.2, -0.6, 0.2], "non_inferior", {
      margin: "0.01",
    }),
    compareRow("arc_challenge", "en", "supporting", 1172, 21, 26, [-0.4, -1.6, 0.7], "non_inferior"),
    compareRow("gsm8k", "en", "supporting", 1319, 38, 41, [-0.2, -1.5, 1.1], "non_inferior"),
    compareRow("truthfulqa_mc1", "en", "supporting", 817, 24, 18, [0.7, -0.8, 2.3], "non_inferior"),
    compareRow("ticket-routing", "es", "supporting", 96, 3, 3, [0, -5, 5], "insufficient", {
      weak: [WEAK.few, WEAK.prompt],
      notes: [
        reason("several_attempts", "The candidate was measured 3 times; this is attempt 3.", [], {
          side: "candidate",
          attempt: 3,
          attempts: 3,
        }),
      ],
    }),
    compareRow("chat-load", null, "exploring", 500, null, null, [14, 11, 17], "superior", {
      unit: "seconds",
      category: "performance",
      direction: "lower",
      method: "unpaired_z",
      unmatched: null,
      margin: null,
      recovery: null,
      planning: null,
      base_value: "0.412",
      candidate_value: "0.272",
    }),
  ],
  missing: [
    {
      suite_id: id(751),
      suite: "safety-core",
      task: "safety-core",
      filter: "none",
      metric: "asr",
      slice_kind: null,
      slice_value: null,
      trust_class: "safety",
      language: "en",
      tier: "critical",
      on_candidate: true,
      evaluation_id: id(702),
    },
  ],
  beside,
  truncated: false,
};
export const changedItems = Array.from({ length: 18 }, (_, n) => ({
  item_key: `ticket-${8200 + n * 7}`,
  item_hash: String(n).padStart(64, "0"),
  cluster: n % 3 === 0 ? null : `conversation-${n % 5}`,
  base_score: n < 14 ? "1" : "0",
  candidate_score: n < 14 ? "0" : "1",
}));
export const savedComparisons = [
  {
    id: id(760),
    base: t3,
    candidate: t4,
    engine: "tenure-compare/1",
    inputs_digest: sha("5e1d"),
    result_digest: sha("9b2c"),
    saved_by: ines,
    created_at: at("2026-11-21T09:12:00"),
    revision: 1,
  },
];
