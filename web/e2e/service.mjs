// Two people, one model, one route: the whole way in a real browser against the real service.
// Needs TENURE_BIN, and CHROME when Chromium is not at its usual place.
import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, start } from "./binary.mjs";
import { launch } from "./browser.mjs";
import { capture } from "./capture.mjs";
import { atFullSpeed, eventually, prepare, settled } from "./patience.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const FIXTURES = new URL("../../tests/fixtures/lm_eval/", import.meta.url).pathname;
const OUT = new URL("./out/", import.meta.url).pathname;
/** What A4 leaves between the margins of the evidence page, 178 mm, in pixels. */
const A4_TEXT_PX = 672;
const WHY = "Because the browser test says so.";

/** The service on a fresh database, and the link of its first administrator. */
async function up() {
  const data = mkdtempSync(join(tmpdir(), "tenure-e2e-"));
  // PostgreSQL does not run as root; its user has to pass through.
  chmodSync(data, 0o755);
  const port = await freePort();
  const args = ["up", "--data-dir", join(data, "data"), "--listen", `127.0.0.1:${port}`];
  const { link, stop } = await start(process.env.TENURE_BIN, args);
  const down = async () => {
    await stop();
    rmSync(data, { recursive: true, force: true });
  };
  return { url: `http://127.0.0.1:${port}`, link, down };
}

assert.ok(process.env.TENURE_BIN, "set TENURE_BIN to the binary of the service");
mkdirSync(OUT, { recursive: true });
const { url, link, down } = await up();
const browser = await launch();
let passed = 0;
let failed = 0;

async function step(name, run) {
  try {
    const value = await run();
    passed += 1;
    console.log("ok  ", name);
    return value;
  } catch (error) {
    failed += 1;
    console.log("FAIL", name);
    console.log("     ", error.message.split("\n").slice(0, 12).join("\n      "));
  }
}

/** A person: a browser context of their own, signed in by a link. */
async function person(address) {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    timezoneId: "Europe/Paris",
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  await prepare(page);
  const errors = [];
  page.on("pageerror", (error) => errors.push(error.message));
  await page.goto(address);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL((now) => !now.pathname.startsWith("/sign-in"));
  /** A request of the page, with its session, as any client could send it. */
  const call = async (method, path, body, headers = {}) => {
    const answer = await page.evaluate(
      async ([verb, where, content, extra]) => {
        const response = await fetch(`/api/v1${where}`, {
          method: verb,
          headers: { ...(content && { "content-type": "application/json" }), ...extra },
          ...(content && { body: JSON.stringify(content) }),
        });
        const text = await response.text();
        return { status: response.status, body: text ? JSON.parse(text) : null };
      },
      [method, path, body, headers],
    );
    assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const open = async (path) => {
    await page.goto(url + path);
    await settled(page);
  };
  return { page, errors, call, open };
}

const admin = await step("the first administrator signs in by the link", () => person(link));
const invite = async (name, role) => {
  const { link: theirs } = await admin.call("POST", "/invitations", { name, role });
  return person(theirs);
};
const engineer = await step("an engineer is invited and signs in", () => invite("Ines Costa", "contributor"));
const reviewer = await step("a reviewer is invited and signs in", () => invite("Lee Park", "reviewer"));

const gate = await step("a gate is published", () =>
  admin.call("POST", "/policies", {
    name: "gate",
    content: {
      applies: { target: "staging" },
      requirements: [
        {
          code: "choice_quality",
          title: "The choice task reaches 0.5",
          severity: "block",
          waivable: true,
          expression: "evals.exists(e, e.task == 'shop_choice' && e.metric == 'acc' && e.value >= 0.5)",
          known_when: "evals.exists(e, e.task == 'shop_choice')",
          measured: "evals.filter(e, e.task == 'shop_choice' && e.metric == 'acc')",
          needed: { relation: "at_least", value: "0.5", on: "value" },
          remedy: { text: "Measure it.", command: "tenure evaluations import results.json" },
        },
      ],
      approvals: { quorum: 1, expires_days: 14 },
      languages: [],
    },
  }),
);

const version = await step("a model and a version are registered", async () => {
  const model = await engineer.call("POST", "/models", { name: "ticket-triage" });
  return engineer.call("POST", `/models/${model.id}/versions`, {
    source: { kind: "hosted", platform: "anthropic", native_id: "claude-sonnet-4-5-20250929" },
  });
});
const TRIAGE = "/models/ticket-triage/versions/1";

await step("the version's page says what is missing", async () => {
  await engineer.open(TRIAGE);
  await engineer.page.getByText("The choice task reaches 0.5").first().waitFor();
  await engineer.page.getByText("unknown").first().waitFor();
});

await step("a reviewer lets it be unmet for a week, and takes that back", async () => {
  await reviewer.open(TRIAGE);
  const { page } = reviewer;
  const dialog = page.getByRole("dialog");
  await page.getByRole("button", { name: /^Waive / }).click();
  await dialog.getByLabel("Days that it counts").fill("7");
  await dialog.getByRole("textbox").last().fill(WHY);
  await dialog.getByRole("button", { name: "Waive for 7 days" }).click();
  await dialog.waitFor({ state: "hidden" });
  await page.getByText("Does not hold, and is waived until").waitFor();
  await page.getByRole("button", { name: /^End the waiver/ }).click();
  await dialog.getByRole("textbox").last().fill(WHY);
  await dialog.getByRole("button", { name: "End the waiver" }).click();
  await dialog.waitFor({ state: "hidden" });
  await page.getByText("1 that counts no more").waitFor();
});

await step("what was adopted without evidence is found, taken and closed with a reason", async () => {
  const model = await engineer.call("POST", "/models", { name: "old-search" });
  await admin.call("POST", `/models/${model.id}/versions`, {
    source: { kind: "hosted", platform: "anthropic", native_id: "claude-haiku-4-5-20251001" },
    adopted: { since: "2026-01-01T00:00:00Z", stage: "production", reason: WHY },
  });
  await engineer.open("/findings");
  const { page } = engineer;
  await page.getByRole("link", { name: "old-search/1 runs without evidence." }).click();
  await page.getByRole("button", { name: "Take it" }).click();
  await page.getByRole("button", { name: "Take it" }).waitFor({ state: "hidden" });
  await page.getByRole("button", { name: "Close…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox").last().fill(WHY);
  await dialog.getByRole("button", { name: "Close finding" }).click();
  await dialog.waitFor({ state: "hidden" });
  await page.getByRole("button", { name: "Close…" }).waitFor({ state: "hidden" });
});

await step("a stricter policy shows what it would find before it is published", async () => {
  await admin.open(`/evidence/policies/${gate.id}`);
  const { page } = admin;
  await page.getByText("What runs now and would not meet it?").waitFor();
  await page.getByRole("button", { name: "Warns first" }).click();
  await page.getByLabel("Blocks from").fill("2030-01-01");
  await page.getByRole("button", { name: "Publish version 2" }).click();
  await page.getByText("It warns and asks for no approval until 1 Jan 2030").waitFor();
  await page.getByRole("button", { name: "Blocks at once" }).click();
  await page.getByRole("button", { name: "Publish version 3" }).click();
  await page.getByText(/^Version 3, published by/).waitFor();
});

// One story in one go: a file is dropped, looked at, stored and seen, the versions are compared, a policy is edited,
// the promotion is asked for, another person approves it, and the version moves.
const gate4 = readFileSync(join(FIXTURES, "group_0_4.json"), "utf8");
/** What is dropped: our own file for both versions, and real ones where there are any. */
const dropped = [
  { name: "incumbent.json", text: gate4, version: 1, task: "shop_choice" },
  {
    name: "candidate.json",
    text: gate4.replace('"acc,none": 0.55', '"acc,none": 0.6').replace("1795412906", "1795412999"),
    version: 2,
    task: "shop_choice",
  },
  ...realFiles(),
];

function realFiles() {
  if (!process.env.TENURE_CORPUS) {
    console.log("     TENURE_CORPUS is not set: no real file is dropped");
    return [];
  }
  const runs = join(process.env.TENURE_CORPUS, "evals/lm-eval/v0.4.13-generated");
  return ["acme__grand-modele-bf16", "acme__petit-modele-int4"].map((run, index) => {
    const name = readdirSync(join(runs, run)).find((file) => /^results_.*\.json$/.test(file));
    const text = readFileSync(join(runs, run, name), "utf8");
    return { name, text, version: index + 1, task: Object.keys(JSON.parse(text).results)[0] };
  });
}

const candidate = await step("a second version is registered", async () => {
  const { items } = await engineer.call("GET", "/models?name=ticket-triage");
  return engineer.call("POST", `/models/${items[0].id}/versions`, {
    source: { kind: "hosted", platform: "anthropic", native_id: "claude-haiku-4-5-20251001" },
    lineage: [{ parent_version_id: version.id, kind: "reconfiguration" }],
  });
});
const CANDIDATE = "/models/ticket-triage/versions/2";

for (const file of dropped) {
  await step(`${file.name} is dropped for version ${file.version}, previewed, stored and seen`, async () => {
    await engineer.open("/evidence?tab=imports");
    const { page } = engineer;
    await page.getByLabel("Version").first().fill(`ticket-triage/${file.version}`);
    const data = await page.evaluateHandle(
      ([name, text]) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([text], name, { type: "application/json" }));
        return transfer;
      },
      [file.name, file.text],
    );
    const zone = page.locator(".drop");
    await zone.dispatchEvent("dragover", { dataTransfer: data });
    await page.locator(".drop.over").waitFor();
    await zone.dispatchEvent("drop", { dataTransfer: data });
    await page.getByText("Recognised as lm-eval").waitFor();
    await page.getByRole("table").getByText(file.task, { exact: false }).first().waitFor();
    await page.getByRole("button", { name: /^Store \d+ evaluations?$/ }).click();
    await page.getByText(/evaluations? (are|is) stored\./).waitFor();
    await engineer.open(`/models/ticket-triage/versions/${file.version}?tab=evidence`);
    await page.getByRole("table").getByText(file.task, { exact: false }).first().waitFor();
  });
}

await step(
  "what nobody says about a metric is said on its suite's page, and then it may decide",
  async () => {
    const { page } = admin;
    await admin.open("/evidence?tab=suites");
    await page.getByRole("button", { name: "Define a suite…" }).click();
    await page.getByRole("dialog").getByLabel("Name").fill("reply-quality");
    await page.getByRole("button", { name: "Define suite" }).click();
    await page.waitForURL(/\/evidence\/suites\/[0-9a-f-]+$/);
    const suite = new URL(page.url()).pathname.split("/").at(-1);
    const recorded = await engineer.call("POST", "/evaluations", {
      version_id: version.id,
      suite_id: suite,
      metrics: [{ name: "helpfulness", value: "0.71", n: 200 }],
    });
    assert.equal(recorded.eligible, false);
    await admin.open(`/evidence/suites/${suite}`);
    await page.getByText("1 metric of reply-quality says nothing to a gate.").waitFor();
    await page.getByRole("button", { name: "Say what metrics mean…" }).click();
    const helpfulness = page.getByRole("dialog").getByRole("group", { name: "helpfulness" });
    await helpfulness.getByLabel("Better").selectOption("higher");
    await helpfulness.getByLabel("Counts").selectOption("fraction");
    await page.getByRole("button", { name: "Save the metrics" }).click();
    await page.getByText("reply-quality is internal, and what its metrics mean is known.").waitFor();
    await page.getByText("as the suite says").first().waitFor();
    const now = await engineer.call("GET", `/evaluations/${recorded.id}`);
    assert.deepEqual([now.eligible, now.metrics[0].unit_by], [true, "suite"]);
    await capture(page, `${OUT}service-suite.png`);
  },
);

await step("the two versions are compared", async () => {
  await engineer.open("/models/ticket-triage");
  const { page } = engineer;
  await page.getByRole("checkbox", { name: "Select version 1" }).check();
  await page.getByRole("checkbox", { name: "Select version 2" }).check();
  await page.getByRole("link", { name: "Compare version 2 with version 1" }).click();
  await page.getByRole("heading", { name: "Is version 2 worse than version 1?" }).waitFor();
  await settled(page);
  await page.keyboard.press("v");
  await page
    .getByRole("cell", { name: /shop_choice/ })
    .first()
    .waitFor();
});

await step("the policy is edited, and shows what it would find before it is published", async () => {
  await admin.open(`/evidence/policies/${gate.id}`);
  const { page } = admin;
  await page.getByText("What runs now and would not meet it?").waitFor();
  await page.getByLabel("Requirement in words").fill("The choice task reaches one half");
  await page.getByRole("button", { name: "Publish version 4" }).click();
  await page.getByText(/^Version 4, published by/).waitFor();
});

const promotion = await step("the promotion is asked for", async () => {
  await engineer.open(CANDIDATE);
  const { page } = engineer;
  await page.getByText("The choice task reaches one half").first().waitFor();
  await page
    .getByRole("button", { name: /^Request staging/ })
    .first()
    .click();
  await page.getByRole("dialog").getByRole("textbox").first().fill(WHY);
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /^Request staging/ })
    .click();
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  const { items } = await engineer.call("GET", `/promotions?version=${candidate.id}`);
  assert.equal(items.length, 1);
  return items[0];
});

await step("its author is refused as approver, with the reason", async () => {
  await engineer.open(`/promotions/${promotion.id}`);
  const button = engineer.page.getByRole("button", { name: "Approve…" });
  await eventually(async () => assert.equal(await button.getAttribute("aria-disabled"), "true"));
});

await step("another person approves what is on screen", async () => {
  await reviewer.open(`/promotions/${promotion.id}`);
  const { page } = reviewer;
  await page.getByRole("button", { name: "Approve…" }).click();
  await page.getByRole("dialog").getByRole("textbox").last().fill(WHY);
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /^Approve PR-/ })
    .click();
  await page.getByRole("dialog").waitFor({ state: "hidden" });
});

await step("the version goes to staging", async () => {
  const now = await engineer.call("GET", `/promotions/${promotion.id}`);
  if (now.state !== "applied") {
    await engineer.open(`/promotions/${promotion.id}`);
    const { page } = engineer;
    await page.getByRole("button", { name: "Apply…" }).click();
    await page.getByRole("dialog").getByRole("button").last().click();
    await page.getByRole("dialog").waitFor({ state: "hidden" });
  }
  const { stage } = await engineer.call("GET", `/versions/${candidate.id}`);
  assert.equal(stage, "staging");
});

const route = await step("a route serves it", async () => {
  const application = await admin.call("POST", "/applications", {
    name: "helpdesk",
    purpose: "Answers customers.",
    criticality: "high",
    data_class: "internal",
    risk_tier: "limited",
  });
  return admin.call("POST", "/routes", {
    environment: "staging",
    key: "support-bot",
    application_id: application.id,
    allocation: [{ version_id: candidate.id, slots: 10_000 }],
    reason: WHY,
  });
});

const resolve = await step("the application gets a token", async () => {
  const { secret } = await admin.call("POST", "/tokens", {
    name: "helpdesk",
    kind: "machine",
    environment: "staging",
    application_id: route.application.id,
    expires_in_days: 1,
  });
  return async () => {
    const answer = await fetch(`${url}/api/v1/resolve/staging/support-bot?unit=ticket-1`, {
      headers: { authorization: `Bearer ${secret}` },
    });
    return answer.json();
  };
});

/** Decisions reach the memory that answers applications within a moment, not in the same instant. */
const resolvesTo = (wanted) =>
  eventually(async () => assert.equal((await resolve()).version?.id ?? null, wanted));

const before = await step("the application resolves it", async () => {
  await resolvesTo(candidate.id);
  return new Date().toISOString();
});

await step("the version is killed on the route, by its page", async () => {
  await admin.open("/routes/staging/support-bot");
  const { page } = admin;
  await page.getByRole("button", { name: "Kill…" }).click();
  await page.getByText("What changes at once").waitFor();
  await page.getByRole("button", { name: "Harmful output seen" }).click();
  await page.getByRole("button", { name: "Kill v2 here" }).click();
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  await resolvesTo(null);
});

await step("what ran before the kill is answered", async () => {
  const { items } = await admin.call("GET", `/serving?at=${before}&route=${route.id}`);
  assert.equal(items[0].shares[0].version.id, candidate.id);
  await admin.open(`/ran?at=${before}`);
  await admin.page.getByText("support-bot").first().waitFor();
});

await step("what the auditor gets prints on paper of A4, and nothing is wider than it", async () => {
  const page = await admin.page.context().newPage();
  for (const path of [
    `promotions/${promotion.id}/evidence?format=html`,
    `routes/${route.id}/evidence?from=${before}&to=${new Date().toISOString()}&format=html`,
  ]) {
    // In a page of its own: what the service sends is a download.
    const text = await (await admin.page.request.get(`${url}/api/v1/${path}`)).text();
    await page.setViewportSize({ width: A4_TEXT_PX, height: 900 });
    await page.emulateMedia({ media: "print" });
    await page.setContent(text);
    const wide = await page.evaluate(
      () =>
        [document.documentElement, ...document.querySelectorAll("table, td, th, dd, svg")].filter(
          (one) => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0,
        ).length,
    );
    assert.equal(wide, 0, `${path}: something is wider than the paper`);
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
    const pages = Number(/\/Count (\d+)/.exec(pdf)?.[1]);
    assert.ok(pages > 1, `${path}: ${pages} pages`);
  }
  await page.close();
});

const PAGES = [
  ["today", "/"],
  ["models", "/models"],
  ["model", "/models/ticket-triage"],
  ["version", CANDIDATE],
  ["version-evidence", `${CANDIDATE}?tab=evidence`],
  ["version-serving", `${CANDIDATE}?tab=serving`],
  ["version-history", `${CANDIDATE}?tab=history`],
  ["promotion", `/promotions/${promotion?.id}`],
  ["evidence", "/evidence"],
  ["policies", "/evidence?tab=policies"],
  ["findings", "/findings"],
  ["applications", "/applications"],
  ["application", `/applications/${route?.application.id}`],
  ["policy", `/evidence/policies/${gate?.id}`],
  ["routes", "/routes"],
  ["route", "/routes/staging/support-bot"],
  ["ran", `/ran?at=${before}`],
  ["audit", "/audit"],
  ["audit-entry", "/audit/1"],
  ["settings", "/settings"],
  ["settings-tokens", "/settings?tab=tokens"],
  ["settings-sessions", "/settings?tab=sessions"],
  ["settings-issuers", "/settings?tab=issuers"],
];
for (const [name, path] of PAGES) {
  await step(`the page ${name} holds in both schemes`, async () => {
    for (const colorScheme of ["light", "dark"]) {
      await admin.page.emulateMedia({ colorScheme });
      await admin.open(path);
      await capture(admin.page, `${OUT}real-${name}.${colorScheme}.png`);
      assert.deepEqual(admin.errors.splice(0), []);
      assert.equal(await admin.page.getByText("Something went wrong").count(), 0);
      assert.equal(
        await admin.page.evaluate(
          () => document.documentElement.scrollWidth > document.documentElement.clientWidth + 1,
        ),
        false,
        "it scrolls sideways",
      );
      const { violations } = await atFullSpeed(admin.page, async () => {
        await admin.page.evaluate(AXE);
        return admin.page.evaluate(() => window.axe.run(document));
      });
      const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
      assert.deepEqual(
        serious.map(({ id, nodes }) => `${id}: ${nodes[0].target.join(" ")}`),
        [],
      );
    }
  });
}

await browser.close();
await down();
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
