// Every page in both schemes and three widths: no error, nothing wider than the window, no serious axe finding.
// Then the paths that move calls, by keyboard.
import assert from "node:assert/strict";
import {
  attempt,
  axe,
  clean,
  done,
  newContext,
  open,
  refused,
  report,
  scenario,
  sideways,
} from "./bench.mjs";
import {
  claimRules,
  compared,
  findings,
  NOW,
  promotion,
  replyQuality,
  routes,
  session,
  teams,
  waivers,
} from "./fixtures.mjs";
import { PAGES } from "./pages.mjs";
import { eventually, settled } from "./patience.mjs";

const only = process.argv[2] ?? "";
/** The promotion with its first approval void. */
const voided = () => {
  const { approvals } = promotion.verdict;
  const change = { part: "evaluation", added: true, name: "ticket-triage version 3, safety-core" };
  const one = { ...approvals.given[0], state: "void", void_reason: "proposal_changed", changes: [change] };
  return { ...promotion, verdict: { ...promotion.verdict, approvals: { ...approvals, given: [one] } } };
};
const SUITE = `/evidence/suites/${replyQuality.id}`;
const HEAVY = "0192f0c1-0000-7000-8000-000000000990";
const PROMOTION = "/promotions/0192f0c1-0000-7000-8000-000000000500";

for (const [scheme, width] of [
  ["light", 1440],
  ["dark", 1440],
  ["light", 1024],
  ["light", 390],
]) {
  const context = await newContext(scheme, width);
  for (const { name, path, act } of PAGES.filter((one) => one.name.includes(only))) {
    const problems = [];
    await attempt(problems, async () => {
      const page = await open(context, path, problems);
      await act?.(page);
      problems.push(...(await sideways(page)), ...(await axe(page)));
      await page.close();
    });
    report(`${name} ${scheme} ${width}`, problems);
  }
  await context.close();
}

const unauthorised = {
  type: "about:blank",
  title: "Sign in first.",
  status: 401,
  code: "unauthenticated",
  detail: "",
  instance: "r",
};

await scenario(
  "kill a version on a route: preview, reason, If-Match",
  [],
  async (page) => {
    await page.getByRole("button", { name: "Kill…" }).click();
    const confirm = page.getByRole("button", { name: "Kill v7 here" });
    await page.getByText("What changes at once").waitFor();
    await settled(page);
    assert.equal(await confirm.isDisabled(), true, "no kill without a reason");
    await page.getByRole("button", { name: "Harmful output seen" }).click();
    const [sent] = await Promise.all([
      page.waitForRequest(
        (request) => request.method() === "POST" && request.url().includes("dry_run=false"),
      ),
      confirm.click(),
    ]);
    assert.equal(sent.headers()["if-match"], `"${routes[0].revision}"`);
    assert.equal(sent.postDataJSON().reason, "Harmful output seen");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
  },
  "/routes/production/support-bot",
);

await scenario(
  "the dialogs pass axe",
  [],
  async (page) => {
    await page.getByRole("button", { name: "Switch…" }).click();
    await page.getByText("What changes at once").waitFor();
    await clean(page);
  },
  "/routes/production/support-bot",
);

await scenario(
  "a refused action says why",
  [],
  async (page) => {
    const apply = page.getByRole("button", { name: "Apply…" });
    await refused(apply);
    await apply.click({ force: true });
    await page.getByRole("listitem").filter({ hasText: "3 requirements and 1 approval are open." }).waitFor();
  },
  PROMOTION,
);

await scenario(
  "approve binds to the hash that is on screen",
  [],
  async (page) => {
    await page.getByRole("button", { name: "Approve…" }).click();
    await page.getByRole("button", { name: "Evidence read" }).click();
    await page.getByRole("dialog").getByLabel("Comment").fill("Evidence read, French is the open point.");
    const [sent] = await Promise.all([
      page.waitForRequest((request) => request.url().endsWith("/approve")),
      page.getByRole("button", { name: "Approve PR-0057" }).click(),
    ]);
    assert.match(sent.postDataJSON().proposal_hash, /^sha256:7f3a/);
  },
  PROMOTION,
);

await scenario(
  "a comment is sent by its key and the field is empty again",
  [],
  async (page) => {
    await page.getByText("QA-311 mends them").waitFor();
    const field = page.getByLabel("Comment");
    await field.fill("Seen, thank you.");
    const [sent] = await Promise.all([
      page.waitForRequest((request) => request.url().endsWith("/comments")),
      field.press("Control+Enter"),
    ]);
    assert.deepEqual(sent.postDataJSON(), { text: "Seen, thank you." });
    await eventually(async () => assert.equal(await field.inputValue(), ""));
    const evidence = page.getByRole("link", { name: "Download evidence" });
    assert.match(await evidence.getAttribute("href"), /\/promotions\/[^/]+\/evidence$/);
  },
  "/promotions/0192f0c1-0000-7000-8000-000000000500",
);

await scenario(
  "the time cursor moves by keys and stands in the address",
  [],
  async (page) => {
    const cursor = page.getByRole("slider");
    /** The address comes first, the cursor after it; the next key starts from the cursor. */
    const standsAt = async (address, words) => {
      await page.waitForURL(address);
      await eventually(async () => assert.match(await cursor.getAttribute("aria-valuetext"), words));
    };
    await cursor.waitFor();
    await page.keyboard.press("[");
    await standsAt(/at=2026-11-23T08:40:00Z/, /23 Nov 2026, 09:40/);
    await page.keyboard.press("[");
    await standsAt(/at=2026-11-22T08:40:00Z/, /22 Nov 2026, 09:40/);
    await cursor.press("ArrowLeft");
    await standsAt(/at=2026-11-22T05/, /22 Nov 2026, 06/);
    await page.keyboard.press("n");
    await page.waitForURL((address) => !address.search.includes("at="));
  },
  "/routes/production/support-bot",
);

await scenario(
  "rows by j and Enter",
  [],
  async (page) => {
    await page.getByRole("row", { name: /ticket-triage/ }).waitFor();
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/models\/ticket-triage$/);
  },
  "/models",
);

await scenario(
  "a finding is taken by a key and given by its dialog",
  [],
  async (page) => {
    await page.getByRole("button", { name: "Take it" }).waitFor();
    const [taken] = await Promise.all([
      page.waitForRequest((request) => request.url().endsWith("/assign")),
      page.keyboard.press("m"),
    ]);
    assert.equal(taken.postDataJSON().assignee_id, session.principal.id);
    assert.equal(taken.headers()["if-match"], `"${findings[0].revision}"`);
    await page.getByRole("button", { name: "Give to…" }).click();
    await page.getByLabel("Person").selectOption({ label: "nobody, put it back" });
    const [back] = await Promise.all([
      page.waitForRequest((request) => request.url().endsWith("/assign")),
      page.getByRole("button", { name: "Put it back" }).click(),
    ]);
    assert.equal(back.postDataJSON().assignee_id, null);
  },
  `/findings/${findings[0].id}`,
);

await scenario(
  "a finding that the service watches is not closed by hand, and it says why",
  [
    [
      "GET",
      /^\/findings\/[^/]+\/actions$/,
      () => ({
        items: [
          {
            action: "close",
            tier: "R0",
            allowed: false,
            refusal: {
              code: "cause_remains",
              params: {},
              message: "The cause is still there.",
              remedies: [{ text: "Take the version off its routes." }],
            },
          },
        ],
      }),
    ],
  ],
  async (page) => {
    const close = page.getByRole("button", { name: "Close…" });
    await refused(close);
    await close.click({ force: true });
    await page.getByText("Take the version off its routes.", { exact: true }).waitFor();
    await settled(page);
    assert.equal(await page.getByRole("button", { name: "Close finding" }).count(), 0);
  },
  `/findings/${findings[0].id}`,
);

await scenario(
  "findings are narrowed in the address, and a team is asked for by its id",
  [],
  async (page) => {
    await page.getByLabel("State").selectOption({ label: "closed" });
    await page.waitForURL(/state=closed/);
    await page.getByText("1 finding is closed.").waitFor();
    const [asked] = await Promise.all([
      page.waitForRequest(
        (request) => request.url().includes("/findings?") && request.url().includes("team="),
      ),
      page
        .getByLabel("Team:")
        .click()
        .then(() => page.getByRole("menuitem", { name: "Support" }).click()),
    ]);
    assert.equal(new URL(asked.url()).searchParams.get("team"), teams[0].id);
  },
  "/findings",
);

await scenario(
  "a requirement that may be waived is waived: owner, days, reason",
  [],
  async (page) => {
    const waive = page.getByRole("button", { name: /^Waive / });
    await waive.waitFor();
    assert.equal(await waive.count(), 1, "only where the policy lets it");
    await waive.click();
    await page.getByLabel("Days that it counts").fill("91");
    await page.getByText("A number of days from 1 to 90.").waitFor();
    await page.getByLabel("Days that it counts").fill("7");
    await page.getByLabel("Who answers for it").selectOption({ label: "Lee Park" });
    await page.getByRole("button", { name: "Evidence follows within the time" }).click();
    const [sent] = await Promise.all([
      page.waitForRequest((request) => request.method() === "POST" && request.url().endsWith("/waivers")),
      page.getByRole("button", { name: "Waive for 7 days" }).click(),
    ]);
    const { requirement, target, expires_in_days: days, owner_id: owner } = sent.postDataJSON();
    assert.deepEqual([requirement, target, days], ["fr-quality", "production", 7]);
    assert.equal(owner, waivers[0].owner.id);
    assert.ok(sent.headers()["idempotency-key"]);
  },
  PROMOTION,
);

await scenario(
  "a policy that is edited shows the work before it is published",
  [],
  async (page) => {
    await page.getByText("2 of 16 running versions lack something.").waitFor();
    await page.getByText("1 of the last 9 moves would not have gone through").waitFor();
    await page.getByRole("button", { name: "critical", exact: true }).click();
    await page.getByLabel("Blocks from").fill("2027-02-30");
    await page.getByText("A day like 2026-12-01.").waitFor();
    await page.getByRole("button", { name: "Blocks at once" }).click();
    await page.getByLabel("asked for by the move only").first().check();
    await settled(page);
    const [asked] = await Promise.all([
      page.waitForRequest((request) => request.url().endsWith("/policies/preview")),
      page.getByLabel("Largest loss that counts as none").fill("0.03"),
    ]);
    assert.ok(asked.postDataJSON().content.requirements.length > 0);
    const [sent] = await Promise.all([
      page.waitForRequest((request) => request.method() === "POST" && request.url().endsWith("/versions")),
      page.getByRole("button", { name: "Publish version 5" }).click(),
    ]);
    const { content } = sent.postDataJSON();
    assert.deepEqual(content.applies.criticalities, ["critical"]);
    assert.equal(content.enforced_from, null);
    assert.equal(content.requirements[0].once, true);
    assert.deepEqual(content.margins, { default: "0.03", suites: { "ticket-routing": "0.01" } });
  },
  "/evidence/policies/0192f0c1-0000-7000-8000-000000000600",
);

await scenario(
  "what an approver said stands in the log's story",
  [],
  async (page) => {
    await page.getByText("“Fine for English and German. French needs more items").waitFor();
  },
  "/audit/18291",
);

await scenario(
  "without a session the link signs in",
  [
    ["GET", /^\/session$/, () => unauthorised],
    [
      "POST",
      /^\/session\/link$/,
      () => ({
        principal: { id: "1", kind: "user", name: "Ana Ruiz", email: null },
        grants: [],
        permissions: [],
        expires_at: NOW,
      }),
    ],
  ],
  async (page) => {
    await page.waitForURL(/\/sign-in/);
    await page.getByLabel("Sign-in link or token").fill("https://tenure.example.org/sign-in#token=s3cret");
    const [sent] = await Promise.all([
      page.waitForRequest((request) => request.url().endsWith("/session/link")),
      page.getByRole("button", { name: "Sign in" }).click(),
    ]);
    assert.equal(sent.postDataJSON().token, "s3cret");
    await page.waitForURL(/\/models$/);
  },
  "/models",
);

await scenario(
  "a file is previewed before it is stored",
  [],
  async (page) => {
    await page
      .getByLabel("Choose a file")
      .first()
      .setInputFiles({ name: "results.json", mimeType: "application/json", buffer: Buffer.from("{}") });
    await page.getByLabel("For version").fill("ticket-triage/4");
    await page.getByText("Recognised as lm-eval").waitFor();
    await clean(page);
    await page.getByRole("button", { name: "Store 4 evaluations" }).click();
    await page.getByText("4 evaluations are stored.").waitFor();
  },
  "/evidence?tab=imports",
);

await scenario(
  "a model that waits is given to a version, with a rule",
  [],
  async (page) => {
    await page.getByText("1 model waits for a version").waitFor();
    await page.getByLabel("Version of acme:small").fill("ticket-triage/4");
    await clean(page);
    const [sent] = await Promise.all([
      page.waitForRequest((request) => request.url().endsWith("/assign")),
      page.getByRole("button", { name: "Choose this version" }).click(),
    ]);
    assert.equal(sent.postDataJSON().model_ref, "acme:small");
    assert.equal(sent.postDataJSON().save_rule, true);
  },
  "/evidence?tab=imports",
);

await scenario(
  "a comparison by keys: table, order, only what does not pass, rows by arrows, kept as evidence",
  [["POST", /^\/comparisons$/, () => ({})]],
  async (page) => {
    const rows = page.locator(".frow");
    await rows.nth(2).waitFor();
    await page.keyboard.press("v");
    await page.getByRole("columnheader", { name: "Shows at best" }).waitFor();
    await page.keyboard.press("v");
    await rows.nth(2).waitFor();
    await page.keyboard.press("f");
    await eventually(async () => assert.equal(await rows.count(), 2));
    await page.keyboard.press("f");
    await rows.nth(2).waitFor();
    const light = page.getByRole("row", { name: /Time to first token, p95/ });
    assert.match(await light.textContent(), /67\.1 ms\s*41\.8 ms\s*× 0\.62\s*▲\s*better/);
    const elsewhere = await page.getByRole("row", { name: /740 ms/ }).textContent();
    assert.match(elsewhere, /unknown\s*The load differs/);
    await page.getByText("The cost of ticket-triage/4 is unknown.").waitFor();
    await rows.first().press("ArrowDown");
    await page.waitForURL(/row=ticket-routing/);
    await page.getByRole("button", { name: "Save as evidence…" }).click();
    const [sent] = await Promise.all([
      page.waitForRequest((request) => request.method() === "POST" && request.url().endsWith("/comparisons")),
      page.getByRole("button", { name: "Keep comparison" }).click(),
    ]);
    assert.equal(sent.postDataJSON().margin, null);
  },
  "/models/ticket-triage/compare?base=3&with=4",
);

await scenario(
  "one version stands beside all others, and each answer opens its comparison",
  [],
  async (page) => {
    await page.getByRole("heading", { name: "Which versions are as good as version 3?" }).waitFor();
    const [asked] = await Promise.all([
      page.waitForRequest((request) => request.url().includes("/comparisons?")),
      page.reload(),
    ]);
    assert.ok(new URL(asked.url()).searchParams.get("with").split(",").length > 1, "several are asked for");
    await clean(page);
    await page.getByRole("link", { name: "Version 4" }).click();
    await page.waitForURL(/with=4/);
    await page.locator(".frow").first().waitFor();
  },
  "/models/ticket-triage/compare?base=3",
);

/** Of another model: the heavy one that a lighter one may replace. */
const heavy = { ...compared.base, id: HEAVY, model_id: HEAVY, model_name: "support-large", number: 3 };
const besideHeavy = { ...compared, base: heavy, lineage: null };
await scenario(
  "the base may be a version of another model, by its name",
  [
    ["GET", /^\/versions$/, () => ({ items: [heavy], next_page_token: null })],
    ["GET", /^\/comparisons$/, () => ({ items: [besideHeavy], next_page_token: null })],
  ],
  async (page) => {
    await page.getByLabel("Compare with").selectOption({ label: "of another model…" });
    const [asked] = await Promise.all([
      page.waitForRequest((request) => request.url().includes("/comparisons?")),
      page
        .getByLabel("Version of another model")
        .fill("support-large/3")
        .then(() => page.keyboard.press("Enter")),
    ]);
    assert.equal(new URL(asked.url()).searchParams.get("base"), HEAVY);
    await page.getByRole("heading", { name: "Is version 4 worse than version support-large/3?" }).waitFor();
    await page.getByRole("columnheader", { name: "Version support-large/3" }).waitFor();
    await page
      .getByRole("heading", { name: "What does version 4 keep of version support-large/3?" })
      .waitFor();
    assert.equal(await page.getByLabel("Version of another model").inputValue(), "support-large/3");
    await clean(page);
    await page.getByLabel("Version of another model").fill("support-large");
    await page.keyboard.press("Enter");
    await page.getByText("No version has this name.").waitFor();
  },
  "/models/ticket-triage/compare?with=4",
);

await scenario(
  "an approval that became void says what changed",
  [["GET", /^\/promotions\/[^/]+$/, () => voided()]],
  async (page) => {
    await page.getByText("The proposal changed after it.").waitFor();
    await page.getByText("New evaluation: ticket-triage version 3, safety-core.").waitFor();
    await clean(page);
  },
  `/promotions/${promotion.id}`,
);

await scenario(
  "a claim rule is changed: what differs is sent, for the revision that was seen",
  [["PATCH", /^\/claim-rules\/[^/]+$/, () => claimRules[0]]],
  async (page) => {
    await page.getByRole("button", { name: "Change…" }).click();
    const dialog = page.getByRole("dialog");
    const confirm = dialog.getByRole("button", { name: "Change evaluations on main" });
    await eventually(async () => assert.equal(await confirm.isDisabled(), true, "nothing differs yet"));
    await dialog.getByLabel("When").fill("repository=acme/support-*\nref=refs/heads/release");
    await clean(page);
    const [sent] = await Promise.all([
      page.waitForRequest((request) => request.method() === "PATCH"),
      confirm.click(),
    ]);
    assert.equal(sent.headers()["if-match"], `"${claimRules[0].revision}"`);
    assert.deepEqual(sent.postDataJSON(), {
      conditions: [
        { claim: "repository", pattern: "acme/support-*" },
        { claim: "ref", pattern: "refs/heads/release" },
      ],
    });
    await dialog.waitFor({ state: "hidden" });
  },
  "/settings?tab=issuers",
);

await scenario(
  "a rule is added: what waits and would be taken is shown before, and may be left",
  [],
  async (page) => {
    await page.getByRole("button", { name: "Add a rule…" }).click();
    const dialog = page.getByRole("dialog");
    const save = dialog.getByRole("button", { name: "Save the rule" });
    await dialog.getByRole("textbox").nth(0).fill("acme:*");
    assert.equal(await save.isDisabled(), true, "no rule without its version");
    await dialog.getByRole("textbox").nth(1).fill("ticket-triage/4");
    await dialog.getByText("acme:small").waitFor();
    await dialog.getByRole("checkbox").uncheck();
    const [sent] = await Promise.all([
      page.waitForRequest(
        (request) => request.method() === "POST" && request.url().includes("match-rules?dry_run=false"),
      ),
      save.click(),
    ]);
    const { pattern, take_waiting } = sent.postDataJSON();
    assert.deepEqual([pattern, take_waiting], ["acme:*", false]);
    await dialog.waitFor({ state: "hidden" });
  },
  "/evidence?tab=imports",
);

await scenario(
  "a rule that says what a name means is retired, at the revision that was seen",
  [],
  async (page) => {
    await page.getByRole("button", { name: "Retire the rule for acme:large*" }).click();
    await clean(page);
    const [sent] = await Promise.all([
      page.waitForRequest((request) => request.url().endsWith("/retire")),
      page.getByRole("dialog").getByRole("button", { name: "Retire the rule" }).click(),
    ]);
    assert.equal(sent.headers()["if-match"], '"1"');
    await page.getByRole("dialog").waitFor({ state: "hidden" });
  },
  "/evidence?tab=imports",
);

await scenario(
  "what nobody says about a metric is said on its suite's page, and the rest stays",
  [],
  async (page) => {
    await page.getByText("1 metric of reply-quality says nothing to a gate.").waitFor();
    await page.getByText("as the suite says").first().waitFor();
    await page.getByRole("button", { name: "Say what metrics mean…" }).click();
    const dialog = page.getByRole("dialog");
    const confirm = dialog.getByRole("button", { name: "Save the metrics" });
    const helpfulness = dialog.getByRole("group", { name: "helpfulness" });
    await helpfulness.getByLabel("Better").selectOption("higher");
    await helpfulness.getByLabel("Counts").selectOption("score");
    await dialog.getByRole("button", { name: "Leave out tone" }).click();
    await clean(page);
    const [sent] = await Promise.all([
      page.waitForRequest((request) => request.method() === "PATCH"),
      confirm.click(),
    ]);
    assert.equal(sent.headers()["if-match"], `"${replyQuality.revision}"`);
    assert.deepEqual(sent.postDataJSON(), {
      metrics: [
        { name: "politeness", direction: "target", target: "0.5", unit: "fraction" },
        { name: "helpfulness", direction: "higher", unit: "score" },
      ],
    });
    await dialog.waitFor({ state: "hidden" });
  },
  SUITE,
);

await scenario(
  "a suite is defined, and only what differs is sent when it changes",
  [],
  async (page) => {
    await page.getByRole("button", { name: "Define a suite…" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name").fill("reply-quality");
    await dialog.getByLabel("Tasks").fill("reply_quality\n\nreply_*\n");
    const [sent] = await Promise.all([
      page.waitForRequest((request) => request.method() === "POST" && request.url().endsWith("/suites")),
      dialog.getByRole("button", { name: "Define suite" }).click(),
    ]);
    assert.deepEqual(sent.postDataJSON().tasks, ["reply_quality", "reply_*"]);
    await page.waitForURL(/\/evidence\/suites\/[0-9a-f-]+$/);
    await page.getByRole("button", { name: "Change…" }).click();
    await dialog.getByLabel("Trust").selectOption("safety");
    const [changed] = await Promise.all([
      page.waitForRequest((request) => request.method() === "PATCH"),
      dialog.getByRole("button", { name: "Save the suite" }).click(),
    ]);
    assert.deepEqual(changed.postDataJSON(), { trust_class: "safety" });
  },
  "/evidence?tab=suites",
);

await done();
