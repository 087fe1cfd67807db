// Every state that a page can be in, as answers that bring it about and a text that must then be seen.
import { HANG } from "./answers.mjs";
import * as f from "./fixtures.mjs";

const page = (items) => ({ items, next_page_token: null });
const problem = (status, code, title, detail = title) => ({
  type: "about:blank",
  title,
  status,
  code,
  detail,
  instance: "0192f0c1-7a3e-req",
});
const broken = () => problem(500, "internal", "Something failed inside Tenure.");
const away = () => problem(503, "unavailable", "The database cannot be reached.");
const forbidden = () =>
  problem(
    403,
    "not_permitted",
    "Not permitted",
    "Needs operator on team Support. Ana Ruiz and 2 others have it.",
  );

const PROMOTION = "/promotions/0192f0c1-0000-7000-8000-000000000500";
const FINDING = "/findings/0192f0c1-0000-7000-8000-000000001501";
const APPLICATION = "/applications/0192f0c1-0000-7000-8000-000000000310";
const VERSION = "/models/ticket-triage/versions/4";
const ROUTE = "/routes/production/support-bot";
const EVALUATION = "/evidence/evaluations/0192f0c1-0000-7000-8000-000000000700";
const POLICY = "/evidence/policies/0192f0c1-0000-7000-8000-000000000600";

/** Per family: its page, what it reads first, a list that may be empty, and one part that may fail alone. */
const FAMILIES = [
  { name: "today", path: "/", reads: /^\/today$/, part: /^\/routes$/ },
  { name: "models", path: "/models", reads: /^\/models$/, list: "No model is registered." },
  { name: "version", path: VERSION, reads: /^\/versions$/, part: /^\/events$/ },
  {
    name: "promotion",
    path: PROMOTION,
    reads: /^\/promotions\/[^/]+$/,
    part: /^\/promotions\/[^/]+\/story$/,
  },
  { name: "evaluation", path: EVALUATION, reads: /^\/evaluations\// },
  { name: "policy", path: POLICY, reads: /^\/policies\/[^/]+$/ },
  { name: "routes", path: "/routes", reads: /^\/routes$/, list: "No route is defined." },
  {
    name: "route",
    path: ROUTE,
    reads: /^\/routes\/production\/support-bot$/,
    part: /^\/serving\/timeline$/,
  },
  { name: "ran", path: "/ran", reads: /^\/serving$/, part: /^\/serving\/timeline$/ },
  { name: "findings", path: "/findings", reads: /^\/findings$/, list: "Nothing is found." },
  { name: "finding", path: FINDING, reads: /^\/findings\/[^/]+$/, part: /^\/versions\/[^/]+$/ },
  {
    name: "applications",
    path: "/applications",
    reads: /^\/applications$/,
    list: "No application is described.",
  },
  {
    name: "application",
    path: APPLICATION,
    reads: /^\/applications\/[^/]+$/,
    part: /^\/routes$/,
  },
  { name: "audit", path: "/audit", reads: /^\/events$/, list: "No entry matches." },
];

const perFamily = FAMILIES.flatMap(({ name, path, reads, part, list }) => [
  {
    name: `${name}.loading`,
    path,
    answers: [["GET", reads, () => HANG]],
    settle: false,
    sees: { label: "Loading" },
  },
  { name: `${name}.error`, path, answers: [["GET", reads, broken]], sees: { text: "Code internal" } },
  {
    name: `${name}.forbidden`,
    path,
    answers: [["GET", reads, forbidden]],
    sees: { text: "Needs operator on team Support." },
  },
  ...(list
    ? [{ name: `${name}.empty`, path, answers: [["GET", reads, () => page([])]], sees: { text: list } }]
    : []),
  ...(part
    ? [
        {
          name: `${name}.partial`,
          path,
          answers: [["GET", part, broken]],
          sees: { text: "The rest of the page is not affected." },
        },
      ]
    : []),
]);

const KNOWN = "known=@18291";
const asOf = [
  {
    name: "version.as-of",
    path: `${VERSION}?${KNOWN}`,
    sees: { text: "ticket-triage version 4, as it was" },
  },
  { name: "promotion.as-of", path: `${PROMOTION}?${KNOWN}`, sees: { text: "PR-0057, as it was" } },
  { name: "route.as-of", path: `${ROUTE}?${KNOWN}`, sees: { text: "production/support-bot, as it was" } },
  { name: "audit.as-of", path: `/audit?${KNOWN}`, sees: { text: "You are looking at @18" } },
  { name: "settings.as-of", path: `/settings?${KNOWN}`, sees: { text: "It shows what is so now." } },
  {
    name: "model.as-of-before",
    path: `/models/ticket-triage?${KNOWN}`,
    answers: [["GET", /^\/entities\//, () => problem(404, "not_found", "There is nothing here.")]],
    sees: { text: "ticket-triage was not known yet." },
  },
];

const killed = {
  ...f.routes[0],
  created_at: "2026-11-23T12:00:00.000000Z",
  snapshot: {
    ...f.routes[0].snapshot,
    shares: [],
    killed: f.routes[0].snapshot.shares.map((s) => s.version),
  },
};
const hourOld = {
  ...f.timeline,
  from: "2026-11-23T11:57:00.000000Z",
  to: f.NOW,
  lanes: f.timeline.lanes.slice(0, 1).map((lane) => ({
    ...lane,
    intervals: [
      {
        ...lane.intervals.at(-1),
        in_force_from: "2026-11-23T12:00:00.000000Z",
        in_force_to: "2026-11-23T12:40:00.000000Z",
      },
      {
        ...lane.intervals.at(-1),
        in_force_from: "2026-11-23T12:40:00.000000Z",
        in_force_to: null,
        shares: [],
        killed: killed.snapshot.killed,
        event: { ...lane.intervals.at(-1).event, kind: "route.killed", position: 18_421 },
      },
    ],
  })),
};

export const STATES = [
  ...perFamily,
  ...asOf,
  {
    name: "models.filtered",
    path: "/models?q=zebra",
    sees: { text: "Nothing fits these filters." },
  },
  {
    name: "routes.filtered",
    path: "/routes?team=nobody",
    answers: [["GET", /^\/routes$/, () => page([])]],
    sees: { text: "Nothing fits these filters." },
  },
  {
    name: "today.empty",
    path: "/",
    answers: [
      [
        "GET",
        /^\/today$/,
        () => ({ ...f.today, headline: { ...f.today.headline, message: "Nothing needs you." }, items: [] }),
      ],
    ],
    sees: { text: "Where to start" },
  },
  {
    name: "any.away",
    path: "/routes",
    answers: [["GET", /^\/log$/, away]],
    sees: { text: "writing is off" },
  },
  {
    name: "route.nothing-serves",
    path: ROUTE,
    answers: [
      ["GET", /^\/routes\/production\/support-bot$/, () => killed],
      ["GET", /^\/serving\/timeline$/, () => hourOld],
    ],
    sees: { text: "Nothing serves. Callers get the fallback" },
  },
  {
    name: "version.no-policy",
    path: VERSION,
    answers: [
      [
        "POST",
        /^\/versions\/[^/]+\/promotions$/,
        () => ({
          ...f.verdict,
          requirements: [],
          policies: [],
          counts: { fail: 0, unknown: 0, warn: 0, pass: 0 },
        }),
      ],
    ],
    sees: { text: "No policy covers this. It moves freely." },
  },
  {
    name: "evidence-imports.reader",
    path: "/evidence?tab=imports",
    answers: [["GET", /^\/session$/, () => f.reader]],
    act: (page) => page.getByRole("button", { name: "Add a rule…" }).click({ force: true }),
    sees: { text: "This needs the role contributor or admin on the team." },
  },
  {
    name: "settings.reader",
    path: "/settings",
    answers: [["GET", /^\/session$/, () => f.reader]],
    act: (page) => page.getByRole("button", { name: "Invite…" }).click({ force: true }),
    sees: { text: "This needs the role admin on the team." },
  },
  {
    name: "findings.filtered",
    path: "/findings?kind=runs_without_evidence",
    answers: [["GET", /^\/findings$/, () => page([])]],
    sees: { text: "Nothing fits these filters." },
  },
  {
    name: "finding.closed",
    path: FINDING,
    answers: [["GET", /^\/findings\/[^/]+$/, () => f.closedFindings[0]]],
    sees: { text: "Closed" },
  },
  {
    name: "policy.no-work",
    path: POLICY,
    answers: [["POST", /^\/policies\/preview$/, () => ({ ...f.policyPreview, lacking: [], otherwise: [] })]],
    sees: { text: "All 16 running versions meet it." },
  },
  {
    name: "policy.problem",
    path: POLICY,
    answers: [
      [
        "POST",
        /^\/policies\/check$/,
        () => ({
          problems: [
            { pointer: "/content/applies/tags/0", message: "has no value", expected: "a key and a value" },
          ],
          verdict: null,
        }),
      ],
    ],
    sees: { text: "Shown once the policy has a requirement and no problem is found." },
  },
  {
    name: "policy.off",
    path: POLICY,
    answers: [["GET", /^\/policies\/[^/]+$/, () => ({ ...f.policies[0], state: "off" })]],
    sees: { text: "This policy is off." },
  },
  {
    name: "promotion.no-waiver",
    path: PROMOTION,
    answers: [["GET", /^\/versions\/[^/]+\/waivers$/, () => page([])]],
    sees: { text: "Everything has to hold." },
  },
  {
    name: "unknown.not-found",
    path: "/models/nobody-knows",
    sees: { text: "There is no page at this address, or you may not see it." },
  },
];

/** What must be seen in a state. */
export const seen = (page, { label, text }) =>
  (label ? page.getByLabel(label) : page.getByText(text)).first();
