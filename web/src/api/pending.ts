/**
 * What the API document does not describe yet, written by hand.
 *
 * When `schema.gen.ts` holds every operation, this file becomes
 * `export type { paths } from "./schema.gen"; export type Schemas = components["schemas"];` and nothing else changes.
 */
import type { components, paths as Written } from "./schema.gen";

type G = components["schemas"];
export type Schemas = G & Pending;
export type paths = Written & PendingPaths;

type ActorRef = G["ActorRef"];
type TeamRef = G["TeamRef"];
type VersionRef = G["VersionRef"];
type RouteRef = G["RouteRef"];
type Reason = G["Reason"];
type Tag = G["Tag"];
type Event = G["Event"];
type Text = string | null;

export interface Page<T> {
  items: T[];
  next_page_token?: Text;
}
interface Entity {
  id: string;
  revision: number;
  created_at: string;
}

export interface Grant {
  id: string;
  role: string;
  team: TeamRef | null;
  environment: Text;
  revision: number;
  created_at: string;
  revoked_at: Text;
}
export interface Session {
  principal: ActorRef & { email: Text };
  grants: Grant[];
  permissions: string[];
  expires_at: string;
}
export interface Team extends Entity {
  slug: string;
  name: string;
  hidden_at: Text;
}
export interface Member extends Entity {
  kind: string;
  name: string;
  email: Text;
  state: "active" | "invited" | "suspended";
  grants: Grant[];
  last_seen_at: Text;
}
export interface Invitation {
  member: Member;
  link: string;
  expires_at: string;
}
export interface Token extends Entity {
  kind: "personal" | "machine";
  name: string;
  principal: ActorRef;
  role: Text;
  team: TeamRef | null;
  environment: Text;
  application_id: Text;
  may_approve: boolean;
  prefix: string;
  expires_at: string;
  last_used_at: Text;
  revoked_at: Text;
}
export interface Action {
  action: string;
  tier: "R0" | "R1" | "R2" | "R3";
  allowed: boolean;
  refusal: Reason | null;
}
export interface Share {
  version: VersionRef;
  slots: number;
}
export interface EffectPreview {
  allowed: boolean;
  refusals: Reason[];
  revision: number | null;
  routes: { route: RouteRef; application: Text; before: Share[]; after: Share[] }[];
  undo: Text;
}

export interface Suite extends Entity {
  team: TeamRef;
  name: string;
  trust_class: "public" | "internal" | "safety" | "bias" | "performance" | "unclassified";
  language: Text;
  tasks: string[];
  description: Text;
  primary_metric: Text;
  evaluations_count_recent?: number;
}
export interface Metric {
  name: string;
  raw_name: string;
  state: "known" | "unknown" | "not_applicable";
  value: Text;
  value_raw: Text;
  unit: "fraction" | "percent" | "seconds" | "count" | "currency" | "score" | null;
  direction: "higher" | "lower" | "target" | "none" | null;
  target: Text;
  stderr: Text;
  stderr_method: Text;
  ci_low: Text;
  ci_high: Text;
  ci_level: Text;
  ci_method: Text;
  n: number | null;
}
export interface Evaluation {
  id: Text;
  version: VersionRef | null;
  suite: { id: Text; name: string; trust_class: string; language: Text; version_label: Text };
  task: string;
  filter: Text;
  attempt: number;
  is_aggregate: boolean;
  parent_task: Text;
  source_type: "run" | "declared" | "recorded";
  tool: Text;
  tool_version: Text;
  tool_commit: Text;
  n_shot: number | null;
  n: number | null;
  n_errors: number | null;
  run_at: Text;
  reported_by: ActorRef;
  artefact: { sha256: string; file_name: Text; size: number } | null;
  model_ref: Text;
  model_args: unknown;
  gen_params: unknown;
  prompt_template_digest: Text;
  dataset_digest: Text;
  flags: string[];
  eligible: boolean;
  ineligible: Reason[];
  metrics: Metric[];
  created_at: string;
  revision: number;
}
export interface ImportResult {
  format: string;
  layout: Text;
  tool: Text;
  tool_version: Text;
  model_ref: Text;
  run_at: Text;
  artefact: { sha256: string; size: number; file_name: Text };
  already_stored: boolean;
  evaluations: Evaluation[];
  new_suites: string[];
  unmapped: string[];
  notes: { code: string; message: string; pointer: Text }[];
}

export interface Needed {
  relation: "at_least" | "at_most" | "equals" | "within";
  value: string;
  on: Text;
}
export interface Requirement {
  code: string;
  title: string;
  severity: "block" | "warn";
  expression: string;
  known_when: Text;
  measured: Text;
  needed: Needed | null;
  remedy: { text: string; command: Text } | null;
  waivable: boolean;
}
export interface PolicyContent {
  applies: { target: "staging" | "production"; teams: string[]; tags: Tag[]; environments?: string[] };
  requirements: Requirement[];
  approvals: { quorum: number; role: string; expires_days: number };
  languages: string[];
}
export interface PolicyRef {
  id: string;
  name: string;
  number: number;
}
export interface Policy extends Entity {
  team: TeamRef | null;
  name: string;
  state: "active" | "off";
  number: number;
  content: PolicyContent;
  published_by: ActorRef;
  published_at: string;
}
export interface PolicyCheck {
  problems: { requirement: Text; code: string; message: string; offset: number | null; suggestion: Text }[];
  verdict: Verdict | null;
}
export interface RequirementResult {
  code: string;
  policy: PolicyRef;
  title: string;
  severity: "block" | "warn";
  outcome: "pass" | "fail" | "unknown";
  measured: { text: string; value: Text; ci_low: Text; ci_high: Text; n: number | null } | null;
  needed: Needed | null;
  evidence: { evaluation_id: string; label: string; run_at: Text }[];
  remedy: { text: string; command: Text } | null;
  reason: Reason | null;
  expression: string;
}
export interface Approval {
  id: string;
  approver: ActorRef;
  decision: "approved" | "rejected";
  at: string;
  expires_at: string;
  state: "valid" | "void" | "expired";
  void_reason: Text;
  comment: Text;
  proposal_hash: string;
}
export interface Verdict {
  version: VersionRef;
  from: string;
  target: "staging" | "production";
  outcome: "allowed" | "refused";
  headline: { code: string; params: unknown; message: string };
  counts: { fail: number; unknown: number; warn: number; pass: number };
  policies: PolicyRef[];
  requirements: RequirementResult[];
  blockers: Reason[];
  approvals: {
    quorum: number;
    role: string;
    given: Approval[];
    missing: number;
    eligible: ActorRef[];
    excluded: { who: ActorRef; why: Reason }[];
  };
  proposal_hash: string;
  facts_digest: string;
  evaluator_version: string;
  evaluated_at: string;
}
export interface Promotion {
  id: string;
  number_label: string;
  version: VersionRef;
  from: string;
  target: "staging" | "production";
  state: "open" | "awaiting_approval" | "approved" | "applied" | "refused" | "withdrawn" | "expired";
  reason: Text;
  application: { id: string; name: string } | null;
  opened_by: ActorRef;
  opened_at: string;
  expires_at: string;
  revision: number;
  verdict: Verdict;
  approvals: Approval[];
  decided_at: Text;
  decided_by: ActorRef | null;
}
export interface Replay {
  same: boolean;
  decided: Verdict;
  replayed: Verdict;
  first_difference: unknown;
}

export interface Environment {
  id: string;
  slug: string;
  position: number;
  requires_stage: Text;
}
export interface Application extends Entity {
  team: TeamRef;
  name: string;
  purpose: string;
  criticality: string;
  data_class: string;
  risk_tier: string;
  regulatory_class: Text;
  review_due: Text;
}
export interface Snapshot {
  id: string;
  seq: number;
  effective_from: string;
  salt: string;
  runs: { version_id: Text; slots: number }[];
  shares: Share[];
  pins: { key_digest: string; version: VersionRef }[];
  killed: VersionRef[];
  fallbacks: VersionRef[];
  max_stale_seconds: number | null;
  event_id: string;
}
export interface Route extends Entity {
  environment: string;
  key: string;
  team: TeamRef;
  application: { id: string; name: string };
  hidden_at: Text;
  snapshot: Snapshot;
  last_change: { at: string; by: ActorRef; reason: Text; position: number | null; kind: string };
}
export interface SlotAnswer {
  unit_slot: number;
  version: VersionRef | null;
  snapshot_seq: number;
  reason: string;
}
export interface ServingRow {
  route: RouteRef;
  application: { id: string; name: string };
  snapshot_seq: number;
  in_force_from: string;
  in_force_to: Text;
  shares: Share[];
  killed: VersionRef[];
  fallbacks: VersionRef[];
  decided_by: ActorRef;
  reason: Text;
  event: { position: number; kind: string; at: string };
  evidence: { kind: string; id: string; label: string }[];
}
export interface Known {
  position: number;
  integrated_at: string;
}
export interface ServingPage extends Page<ServingRow> {
  at: string;
  known: Known;
}
export interface Mark {
  at: string;
  kind: string;
  route_id: Text;
  label: string;
  position: number;
}
export interface Timeline {
  from: string;
  to: string;
  known: Known;
  lanes: { route: RouteRef; intervals: ServingRow[] }[];
  marks: Mark[];
}

export interface TodayItem {
  id: string;
  kind: string;
  glyph: "fail" | "warn" | "unknown" | "info" | "clock";
  message: string;
  detail: string;
  object: { kind: string; id: string; label: string };
  due: Text;
  owner: (ActorRef | TeamRef) | null;
  action: { label: string; href: string };
}
export interface Today {
  headline: { code: string; params: unknown; message: string };
  items: TodayItem[];
  recent: Event[];
}
export interface SearchHit {
  kind: "model" | "version" | "route" | "promotion" | "suite" | "application";
  id: string;
  label: string;
  detail: string;
  href: string;
}
export interface VersionInfo {
  version: string;
  started_at: string;
  demo: boolean;
}

export interface Pending {
  Session: Session;
  Team: Team;
  Member: Member;
  Invitation: Invitation;
  Token: Token;
  Grant: Grant;
  Action: Action;
  Share: Share;
  EffectPreview: EffectPreview;
  Suite: Suite;
  Metric: Metric;
  Evaluation: Evaluation;
  ImportResult: ImportResult;
  Needed: Needed;
  Requirement: Requirement;
  PolicyContent: PolicyContent;
  Policy: Policy;
  PolicyCheck: PolicyCheck;
  RequirementResult: RequirementResult;
  Approval: Approval;
  Verdict: Verdict;
  Promotion: Promotion;
  Replay: Replay;
  Environment: Environment;
  Application: Application;
  Snapshot: Snapshot;
  Route: Route;
  SlotAnswer: SlotAnswer;
  ServingRow: ServingRow;
  ServingPage: ServingPage;
  Mark: Mark;
  Timeline: Timeline;
  TodayItem: TodayItem;
  Today: Today;
  SearchHit: SearchHit;
  VersionInfo: VersionInfo;
}

interface Json<T> {
  headers: { [name: string]: unknown };
  content: { "application/json": T };
}
interface Refused {
  headers: { [name: string]: unknown };
  content: { "application/problem+json": G["Problem"] };
}
interface Answers<R> {
  200: Json<R>;
  default: Refused;
}
interface Heads {
  "If-Match"?: string;
  "Idempotency-Key"?: string;
}
type Params<Q, P> = { query?: Q; header?: Heads; cookie?: never } & ([P] extends [never]
  ? { path?: never }
  : { path: P });
interface Get<R, P = never, Q = Paged> {
  get: { parameters: Params<Q, P>; requestBody?: never; responses: Answers<R> };
}
interface Post<B, R, P = never, Q = Dry> {
  post: {
    parameters: Params<Q, P>;
    requestBody: { content: { "application/json": B } };
    responses: Answers<R>;
  };
}
interface Bare<R, P> {
  post: { parameters: Params<Dry, P>; requestBody?: never; responses: Answers<R> };
}
interface Paged {
  limit?: number;
  page_token?: string;
}
interface Dry {
  dry_run?: boolean;
}
type V = { version: string };
type Pr = { promotion: string };
type Po = { policy: string };
type Ro = { route: string };
type Why = { reason: string };

export interface PendingPaths {
  "/api/v1/session": Get<Session> & {
    delete: { parameters: Params<Dry, never>; requestBody?: never; responses: Answers<unknown> };
  };
  "/api/v1/session/link": Post<{ token: string; name?: string }, Session>;
  "/api/v1/teams": Get<Page<Team>>;
  "/api/v1/members": Get<Page<Member>>;
  "/api/v1/members/{member}/grants": Post<
    { role: string; team_id: Text; environment: Text },
    Grant,
    { member: string }
  >;
  "/api/v1/members/{member}/suspend": Post<Why, Member, { member: string }>;
  "/api/v1/grants/{grant}/revoke": Bare<Grant, { grant: string }>;
  "/api/v1/invitations": Post<{ name: string; email: Text; role: string; team_id: Text }, Invitation>;
  "/api/v1/tokens": Get<Page<Token>> &
    Post<
      {
        name: string;
        kind: string;
        role?: string;
        team_id?: string;
        may_approve?: boolean;
        expires_in_days: number;
      },
      { token: Token; secret: string }
    >;
  "/api/v1/tokens/{token}/revoke": Bare<Token, { token: string }>;
  "/api/v1/versions/{version}/actions": Get<{ items: Action[] }, V>;
  "/api/v1/versions/{version}/deprecate": Post<Why, unknown, V>;
  "/api/v1/versions/{version}/archive": Post<Why, unknown, V>;
  "/api/v1/versions/{version}/revoke": Post<Why, unknown, V>;
  "/api/v1/versions/{version}/kill": Post<Why, unknown, V>;
  "/api/v1/versions/{version}/promotions": Post<
    { target: string; reason: string; application_id?: string },
    unknown,
    V
  >;
  "/api/v1/suites": Get<Page<Suite>>;
  "/api/v1/evaluations": Get<
    Page<Evaluation>,
    never,
    Paged & { version?: string; suite?: string; task?: string }
  >;
  "/api/v1/evaluations/{evaluation}": Get<Evaluation, { evaluation: string }>;
  "/api/v1/evaluations/import": Post<
    unknown,
    ImportResult,
    never,
    { version_id?: string; file_name?: string; dry_run?: boolean }
  >;
  "/api/v1/policies": Get<Page<Policy>> &
    Post<{ team_id: Text; name: string; content: PolicyContent }, Policy>;
  "/api/v1/policies/check": Post<{ content: PolicyContent; version_id?: string }, PolicyCheck>;
  "/api/v1/policies/templates": Get<{ items: { code: string; title: string; requirement: Requirement }[] }>;
  "/api/v1/policies/{policy}": Get<Policy, Po>;
  "/api/v1/policies/{policy}/versions": Post<{ content: PolicyContent }, Policy, Po>;
  "/api/v1/policies/{policy}/turn-off": Post<Why, Policy, Po>;
  "/api/v1/policies/{policy}/turn-on": Post<Why, Policy, Po>;
  "/api/v1/promotions": Get<
    Page<Promotion>,
    never,
    Paged & { state?: string; version?: string; needs_me?: boolean }
  >;
  "/api/v1/promotions/{promotion}": Get<Promotion, Pr>;
  "/api/v1/promotions/{promotion}/actions": Get<{ items: Action[] }, Pr>;
  "/api/v1/promotions/{promotion}/approve": Post<{ proposal_hash: string; comment: string }, Promotion, Pr>;
  "/api/v1/promotions/{promotion}/reject": Post<{ proposal_hash: string; reason: string }, Promotion, Pr>;
  "/api/v1/promotions/{promotion}/withdraw": Post<Why, Promotion, Pr>;
  "/api/v1/promotions/{promotion}/apply": Post<Record<string, never>, Promotion, Pr>;
  "/api/v1/promotions/{promotion}/replay": Get<Replay, Pr>;
  "/api/v1/environments": Get<{ items: Environment[] }>;
  "/api/v1/applications": Get<Page<Application>> &
    Post<
      { name: string; purpose: string; criticality: string; data_class: string; risk_tier: string },
      Application
    >;
  "/api/v1/routes": Get<
    Page<Route>,
    never,
    Paged & { environment?: string; application?: string; team?: string }
  > &
    Post<
      {
        environment: string;
        key: string;
        application_id: string;
        allocation: { version_id: string; slots: number }[];
        fallbacks: string[];
        max_stale_seconds: number | null;
        reason: string;
      },
      Route
    >;
  "/api/v1/routes/{route}": Get<Route, Ro>;
  "/api/v1/routes/{environment}/{key}": Get<Route, { environment: string; key: string }>;
  "/api/v1/routes/{route}/actions": Get<{ items: Action[] }, Ro>;
  "/api/v1/routes/{route}/snapshots": Get<Page<Snapshot>, Ro>;
  "/api/v1/routes/{route}/slot": Get<SlotAnswer, Ro, { unit: string; at?: string }>;
  "/api/v1/routes/{route}/switch": Post<
    { allocation: { version_id: string; slots: number }[]; fallbacks?: string[]; reason: string },
    unknown,
    Ro
  >;
  "/api/v1/routes/{route}/kill": Post<{ version_id: string; reason: string }, unknown, Ro>;
  "/api/v1/routes/{route}/rollback": Post<{ snapshot_seq: number; reason: string }, unknown, Ro>;
  "/api/v1/serving": Get<
    ServingPage,
    never,
    Paged & {
      at?: string;
      known?: string;
      route?: string;
      version?: string;
      application?: string;
      environment?: string;
    }
  >;
  "/api/v1/serving/timeline": Get<
    Timeline,
    never,
    {
      from: string;
      to: string;
      known?: string;
      route?: string;
      environment?: string;
      application?: string;
      version?: string;
    }
  >;
  "/api/v1/today": Get<Today>;
  "/api/v1/today/count": Get<{ count: number }>;
  "/api/v1/search": Get<Page<SearchHit>, never, { q: string }>;
  "/api/v1/version-info": Get<VersionInfo>;
}
