// Every page in both schemes and three widths: no error, nothing wider than the window, no serious axe finding.
// Then the paths that move calls, by keyboard.
import assert from "node:assert/strict";
import { axe, done, newContext, open, report, scenario, sideways } from "./bench.mjs";
import { NOW, routes } from "./fixtures.mjs";
import { PAGES } from "./pages.mjs";

const only = process.argv[2] ?? "";

for (const [scheme, width] of [
  ["light", 1440],
  ["dark", 1440],
  ["light", 1024],
  ["light", 390],
]) {
  const context = await newContext(scheme, width);
  for (const { name, path, act } of PAGES.filter((one) => one.name.includes(only))) {
    const problems = [];
    const page = await open(context, path, problems);
    await act?.(page);
    problems.push(...(await sideways(page)), ...(await axe(page)));
    report(`${name} ${scheme} ${width}`, problems);
    await page.close();
  }
  await context.close();
}

await scenario(
  "kill a version on a route: preview, reason, If-Match",
  [],
  async (page) => {
    await page.getByRole("button", { name: "Kill…" }).click();
    const confirm = page.getByRole("button", { name: "Kill v7 here" });
    await page.getByText("What changes at once").waitFor();
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
    assert.equal((await axe(page)).join("; "), "");
  },
  "/routes/production/support-bot",
);

await scenario(
  "a refused action says why",
  [],
  async (page) => {
    const apply = page.getByRole("button", { name: "Apply…" });
    assert.equal(await apply.getAttribute("aria-disabled"), "true");
    await apply.click({ force: true });
    await page.getByRole("listitem").filter({ hasText: "4 requirements and 1 approval are open." }).waitFor();
  },
  "/promotions/0192f0c1-0000-7000-8000-000000000500",
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
  "/promotions/0192f0c1-0000-7000-8000-000000000500",
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
    await page.waitForFunction(() => document.querySelector("textarea")?.value === "");
    const evidence = page.getByRole("link", { name: "Download evidence" });
    assert.match(await evidence.getAttribute("href"), /\/promotions\/[^/]+\/evidence$/);
  },
  "/promotions/0192f0c1-0000-7000-8000-000000000500",
);

await scenario(
  "the time cursor moves by keys and stands in the address",
  [],
  async (page) => {
    await page.keyboard.press("[");
    await page.waitForURL(/at=2026-11-23T08:40:00Z/);
    await page.keyboard.press("[");
    await page.waitForURL(/at=2026-11-22T08:40:00Z/);
    await page.getByRole("slider").focus();
    await page.keyboard.press("ArrowLeft");
    await page.waitForURL(/at=2026-11-22T05/);
    await page.keyboard.press("n");
    await page.waitForURL((address) => !address.search.includes("at="));
  },
  "/routes/production/support-bot",
);

await scenario(
  "rows by j and Enter",
  [],
  async (page) => {
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/models\/ticket-triage$/);
  },
  "/models",
);

const unauthorised = {
  type: "about:blank",
  title: "Sign in first.",
  status: 401,
  code: "unauthenticated",
  detail: "",
  instance: "r",
};
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
    assert.equal((await axe(page)).join("; "), "");
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
    assert.equal((await axe(page)).join("; "), "");
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
    await page.keyboard.press("v");
    await page.getByRole("columnheader", { name: "Shows at best" }).waitFor();
    await page.keyboard.press("v");
    await page.keyboard.press("f");
    await page.locator(".frow").nth(2).waitFor({ state: "detached" });
    assert.equal(await page.locator(".frow").count(), 2);
    await page.keyboard.press("f");
    await page.locator(".frow").first().focus();
    await page.keyboard.press("ArrowDown");
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

await done();
