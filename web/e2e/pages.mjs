const COMPARE = "/models/ticket-triage/compare?base=3&with=4";
const FINDING = "/findings/0192f0c1-0000-7000-8000-000000001501";
const APPLICATION = "/applications/0192f0c1-0000-7000-8000-000000000310";
const PROMOTION = "/promotions/0192f0c1-0000-7000-8000-000000000500";

const SUITE = "/evidence/suites/0192f0c1-0000-7000-8000-000000000760";

/** Opens the palette and waits until what is typed goes into it. */
export async function palette(page) {
  await page.keyboard.press("Control+k");
  await page.waitForFunction(() => document.activeElement?.closest(".pal"));
}

/** A chart, or the table that says the same. */
const shows = (view) => (page) => page.getByRole("button", { name: view, exact: true }).first().click();

/** Every page of the console, and the dialogs that move calls. */
export const PAGES = [
  { name: "sign-in", path: "/sign-in#token=abc" },
  { name: "today", path: "/" },
  { name: "models", path: "/models" },
  { name: "model", path: "/models/ticket-triage" },
  { name: "version", path: "/models/ticket-triage/versions/4" },
  { name: "version-evidence", path: "/models/ticket-triage/versions/4?tab=evidence" },
  { name: "version-serving", path: "/models/ticket-triage/versions/4?tab=serving" },
  { name: "version-lineage", path: "/models/ticket-triage/versions/4?tab=lineage" },
  { name: "version-history", path: "/models/ticket-triage/versions/4?tab=history" },
  { name: "compare", path: COMPARE },
  {
    name: "compare-table",
    path: `${COMPARE}&tier=critical`,
    act: shows("Table"),
  },
  {
    name: "compare-chosen",
    path: `${COMPARE}&row=mmlu/mmlu/none/acc`,
    act: shows("Chart"),
  },
  {
    name: "dialog-compare-save",
    path: COMPARE,
    act: (page) => page.getByRole("button", { name: "Save as evidence…" }).click(),
  },
  { name: "compare-choose", path: "/models/ticket-triage/compare" },
  { name: "compare-other", path: "/models/ticket-triage/compare?base=/&with=4" },
  { name: "promotion", path: PROMOTION },
  { name: "evidence", path: "/evidence" },
  { name: "evidence-imports", path: "/evidence?tab=imports" },
  {
    name: "dialog-match-rule",
    path: "/evidence?tab=imports",
    act: async (page) => {
      await page.getByRole("button", { name: "Add a rule…" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByRole("textbox").nth(0).fill("acme:*");
      await dialog.getByRole("textbox").nth(1).fill("ticket-triage/4");
      await dialog.getByRole("checkbox").waitFor();
    },
  },
  { name: "evidence-suites", path: "/evidence?tab=suites" },
  { name: "suite", path: SUITE },
  {
    name: "dialog-suite-change",
    path: SUITE,
    act: (page) => page.getByRole("button", { name: "Change…" }).click(),
  },
  {
    name: "dialog-suite-metrics",
    path: SUITE,
    act: (page) => page.getByRole("button", { name: "Say what metrics mean…" }).click(),
  },
  {
    name: "dialog-suite-define",
    path: "/evidence?tab=suites",
    act: (page) => page.getByRole("button", { name: "Define a suite…" }).click(),
  },
  { name: "evidence-policies", path: "/evidence?tab=policies" },
  { name: "evaluation", path: "/evidence/evaluations/0192f0c1-0000-7000-8000-000000000700" },
  { name: "policy", path: "/evidence/policies/0192f0c1-0000-7000-8000-000000000600" },
  {
    name: "dialog-policy-turn",
    path: "/evidence/policies/0192f0c1-0000-7000-8000-000000000600",
    act: async (page) => {
      await page.getByRole("button", { name: "Turn off…" }).click();
      await page.getByText("One entry in the log.").waitFor();
    },
  },
  { name: "findings", path: "/findings" },
  { name: "finding", path: FINDING },
  {
    name: "dialog-finding-give",
    path: FINDING,
    act: (page) => page.getByRole("button", { name: "Give to…" }).click(),
  },
  {
    name: "dialog-finding-close",
    path: FINDING,
    act: (page) => page.getByRole("button", { name: "Close…" }).click(),
  },
  { name: "routes", path: "/routes" },
  { name: "applications", path: "/applications" },
  { name: "application", path: APPLICATION },
  {
    name: "dialog-application",
    path: "/applications",
    act: (page) => page.getByRole("button", { name: "Describe application…" }).click(),
  },
  { name: "route", path: "/routes/production/support-bot?at=2026-11-11T14:00:00Z&unit=ticket-88213" },
  { name: "ran", path: "/ran?at=2026-11-11T14:00:00Z" },
  { name: "audit", path: "/audit" },
  { name: "audit-entry", path: "/audit/18398" },
  { name: "audit-approval", path: "/audit/18291" },
  { name: "settings", path: "/settings" },
  { name: "settings-tokens", path: "/settings?tab=tokens" },
  { name: "settings-sessions", path: "/settings?tab=sessions" },
  { name: "settings-issuers", path: "/settings?tab=issuers" },
  {
    name: "dialog-kill",
    path: "/routes/production/support-bot",
    act: async (page) => {
      await page.getByRole("button", { name: "Kill…" }).click();
      await page.getByText("What changes at once").waitFor();
      await page.getByRole("button", { name: "Harmful output seen" }).click();
    },
  },
  {
    name: "dialog-switch",
    path: "/routes/production/support-bot",
    act: async (page) => {
      await page.getByRole("button", { name: "Switch…" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel("support-chat version 7: Share in percent").fill("50");
      await dialog.getByLabel("support-chat version 8: Share in percent").fill("50");
      await page.getByText("What changes at once").waitFor();
    },
  },
  {
    name: "dialog-approve",
    path: PROMOTION,
    act: (page) => page.getByRole("button", { name: "Approve…" }).click(),
  },
  {
    name: "dialog-waive",
    path: PROMOTION,
    act: (page) => page.getByRole("button", { name: "Waive “French quality is at least 0.85”?" }).click(),
  },
  {
    name: "dialog-waiver-end",
    path: PROMOTION,
    act: (page) => page.getByRole("button", { name: /^End the waiver of/ }).click(),
  },
  {
    name: "dialog-rename",
    path: "/models/ticket-triage",
    act: async (page) => {
      await page.getByRole("button", { name: "More about ticket-triage" }).click();
      await page.getByText("The alias champion points at support-chat/7.").waitFor();
      await page.getByRole("menuitem", { name: "Rename…" }).click();
      await page.getByLabel("Name from now on").fill("triage");
    },
  },
  {
    name: "palette",
    path: "/models",
    act: async (page) => {
      await palette(page);
      await page.keyboard.type("tri");
      await page.locator(".pal").getByText("ticket-triage").first().waitFor();
    },
  },
];

/** The pages that are looked at under zoom, in longer words and in French. */
export const LOOKED_AT = ["today", "models", "version", "promotion", "route", "audit", "settings"];
/** The pages that have pictures in French. */
export const IN_FRENCH = ["today", "version", "promotion", "route", "evaluation", "settings"];

const ROUTE = "/routes/production/support-bot?at=2026-11-11T14:00:00Z&unit=ticket-88213";
const SERVING = "/models/ticket-triage/versions/4?tab=serving";
/** Every chart, each with its twin; the list of requirements, the bars of shares and the story of an entry are tables. */
export const CHARTS = [
  ["route", ROUTE],
  ["version-serving", SERVING],
  ["ran", "/ran?at=2026-11-11T14:00:00Z"],
  ["compare", COMPARE],
]
  .flatMap(([name, path]) => [
    { name, path, act: shows("Chart") },
    { name: `${name}-table`, path, act: shows("Table") },
  ])
  .concat([
    { name: "version", path: "/models/ticket-triage/versions/4" },
    { name: "audit-entry", path: "/audit/18398" },
  ]);
