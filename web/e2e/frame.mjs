// What stands around every page: palette, keys, the time shown, the tables' choices; and dialogs under conflict.
import assert from "node:assert/strict";
import { clean, done, scenario } from "./bench.mjs";
import { events, routes, versionActions } from "./fixtures.mjs";
import { palette } from "./pages.mjs";
import { eventually, settled } from "./patience.mjs";

const ROUTE = "/routes/production/support-bot";
const VERSION = "/models/ticket-triage/versions/4";

await scenario(
  "the palette lists what the page can do, where to go and what was open",
  [],
  async (page) => {
    await palette(page);
    const dialog = page.locator(".pal");
    for (const text of ["Kill…", "Roll back…", "What ran", "Routes / production / support-bot"])
      await dialog.getByText(text, { exact: true }).first().waitFor();
    await clean(page);
    await page.keyboard.type("kill");
    await dialog.getByText("What ran", { exact: true }).waitFor({ state: "hidden" });
    await page.keyboard.press("Enter");
    await page.getByText("R2 serving").waitFor();
  },
  ROUTE,
);

await scenario(
  "the palette understands a route with a time, and a log position",
  [
    [
      "GET",
      /^\/search$/,
      () => ({
        items: [
          {
            kind: "route",
            id: routes[0].id,
            label: "production/support-bot",
            detail: "helpdesk",
            href: "/routes/production/support-bot",
          },
        ],
        next_page_token: null,
      }),
    ],
  ],
  async (page) => {
    await palette(page);
    await page.keyboard.type("support-bot 11 nov 15:00");
    await page.getByText("What ran on production/support-bot on 11 Nov 2026, 15:00").click();
    await page.waitForURL(/\/ran\?at=2026-11-11T14:00:00Z&route=/);
    await palette(page);
    await page.keyboard.type("@18398");
    await page.getByText("Open log position").click();
    await page.waitForURL(/\/audit\/18398$/);
  },
  "/models",
);

await scenario(
  "a refused action stays in the palette, says why and does nothing",
  [],
  async (page) => {
    await palette(page);
    await page.keyboard.type("revoke");
    await page.getByText("Needs steward on team Support.").first().click({ force: true });
    await settled(page);
    assert.equal(await page.getByText("R3 no way back").count(), 0);
  },
  VERSION,
);

await scenario(
  "two keys go to a page, and single keys can be switched off",
  [],
  async (page) => {
    await page.keyboard.press("g");
    await page.keyboard.press("r");
    await page.waitForURL(/\/routes$/);
    await page.getByRole("heading", { level: 1, name: /^\d+ routes/ }).waitFor();
    await page.keyboard.press("?");
    await page.getByText("previous, next change").waitFor();
    await clean(page);
    await page.getByRole("checkbox").uncheck();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    await page.keyboard.press("g");
    await page.keyboard.press("m");
    await page.keyboard.press("?");
    await settled(page);
    assert.match(page.url(), /\/routes$/);
    assert.equal(await page.getByRole("dialog").count(), 0);
  },
  "/",
);

await scenario(
  "y copies the command, c a link at this position of the log",
  [],
  async (page) => {
    await page.keyboard.press("y");
    await page.getByText("Copied: tenure versions show ticket-triage/4").waitFor();
    await page.keyboard.press("c");
    await page.getByText("known=@18422").waitFor();
  },
  VERSION,
);

await scenario(
  "h shows what happened to the thing on screen",
  [],
  async (page) => {
    await page.keyboard.press("h");
    const drawer = page.getByRole("dialog");
    await drawer.getByText(events[0].sentence.message).waitFor();
    await clean(page);
  },
  VERSION,
);

await scenario(
  "the time shown is chosen, stands in the address and switches actions off",
  [],
  async (page) => {
    await page.getByRole("button", { name: "As of now" }).click();
    await page.getByLabel("Log position or time").fill("yesterday");
    await page.getByText("Neither a log position nor a time.").waitFor();
    await page.getByLabel("Log position or time").fill("@18 291");
    await page.getByRole("button", { name: "Show", exact: true }).click();
    await page.waitForURL(/known=@18291/);
    await page.getByText("Actions are off.").waitFor();
    await settled(page);
    assert.equal(await page.getByRole("button", { name: "Kill…" }).count(), 0);
    await page.keyboard.press("n");
    await page.waitForURL((address) => !address.search.includes("known"));
    await page.getByRole("button", { name: "Kill…" }).waitFor();
  },
  ROUTE,
);

await scenario(
  "a crumb opens what stands beside it",
  [],
  async (page) => {
    await page.getByRole("button", { name: "What stands beside ticket-triage" }).click();
    await page.getByRole("menuitem", { name: "support-chat" }).click();
    await page.waitForURL(/\/models\/support-chat$/);
  },
  VERSION,
);

await scenario(
  "a table forgets no column that decides, and keeps the reader's choice",
  [],
  async (page) => {
    const column = () => page.getByRole("columnheader", { name: "Aliases" });
    await column().waitFor();
    await page.getByRole("button", { name: "Columns and row height" }).click();
    const aliases = page.getByRole("menuitemcheckbox", { name: "Aliases" });
    await aliases.waitFor();
    assert.equal(await page.getByRole("menuitemcheckbox", { name: "Versions by stage" }).count(), 0);
    await aliases.click();
    await column().waitFor({ state: "detached" });
    const compact = page.getByRole("menuitemradio", { name: "compact" });
    await compact.click();
    await eventually(async () => assert.equal(await compact.getAttribute("aria-checked"), "true"));
    await page.reload();
    await page.getByRole("columnheader", { name: "Model", exact: true }).waitFor();
    await settled(page);
    assert.equal(await column().count(), 0);
  },
  "/models",
);

const stale = {
  type: "about:blank",
  title: "Changed since it was read",
  status: 412,
  code: "revision_stale",
  detail: "",
  instance: "r",
};
await scenario(
  "who comes second keeps the dialog, sees who was faster and confirms again, with another key",
  [["POST", /^\/routes\/[^/]+\/kill$/, (query) => (query.get("dry_run") === "false" ? stale : undefined)]],
  async (page) => {
    const sent = [];
    page.on("request", (request) => {
      if (request.url().includes("dry_run=false")) sent.push(request.headers()["idempotency-key"]);
    });
    await page.getByRole("button", { name: "Kill…" }).waitFor();
    await page.keyboard.press("Shift+K");
    await page.getByText("What changes at once").waitFor();
    await page.getByRole("button", { name: "Harmful output seen" }).click();
    const confirm = page.getByRole("button", { name: "Kill v7 here" });
    await confirm.click();
    await page.getByText("Nothing was done.").waitFor();
    await page.getByText(events[0].sentence.message).last().waitFor();
    await eventually(async () =>
      assert.equal(await confirm.isDisabled(), true, "nothing is confirmed unseen"),
    );
    await clean(page);
    await page.getByRole("button", { name: "Show the effect now" }).click();
    await page.getByText("Nothing was done.").waitFor({ state: "hidden" });
    await confirm.click();
    await page.getByText("Nothing was done.").waitFor();
    assert.equal(new Set(sent).size, 2);
    assert.match(sent[0], /^[0-9a-f]{32}$/);
  },
  ROUTE,
);

await scenario(
  "what has no way back is typed, and Cancel has the focus",
  [
    [
      "GET",
      /^\/versions\/[^/]+\/actions$/,
      () => ({
        items: versionActions.map((one) => ({ ...one, allowed: true, refusal: null })),
        next_page_token: null,
      }),
    ],
  ],
  async (page) => {
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Revoke…" }).click();
    await page.getByText("R3 no way back").waitFor();
    await page.waitForFunction(() => document.activeElement?.textContent === "Cancel");
    await page.getByText("What changes at once").waitFor();
    await page.getByRole("button", { name: "Licence withdrawn" }).click();
    const confirm = page.getByRole("button", { name: "Revoke version 4" });
    await settled(page);
    assert.equal(await confirm.isDisabled(), true);
    await page.getByLabel("Type ticket-triage/4 to confirm").fill("ticket-triage/4");
    await eventually(async () => assert.equal(await confirm.isDisabled(), false));
    await clean(page);
  },
  VERSION,
);

await scenario(
  "x marks two versions, c compares them",
  [],
  async (page) => {
    await page.getByRole("checkbox", { name: "Select version 4" }).waitFor();
    await page.keyboard.press("j");
    await page.keyboard.press("x");
    await page.getByText("Select two versions to compare them.").waitFor();
    await page.keyboard.press("j");
    await page.keyboard.press("x");
    await page.getByRole("link", { name: "Compare version 4 with version 3" }).waitFor();
    await clean(page);
    await page.getByRole("checkbox", { name: "Select version 4" }).press("c");
    await page.waitForURL(/\/compare\?base=3&with=4$/);
  },
  "/models/ticket-triage",
);

await scenario(
  "l holds the list of entries where it is, and follows again",
  [],
  async (page) => {
    const follow = page.getByRole("button", { name: "Follow live" });
    await eventually(async () => assert.equal(await follow.getAttribute("aria-pressed"), "true"));
    const [asked] = await Promise.all([
      page.waitForRequest((request) => /\/events\?.*known=18422/.test(request.url())),
      page.keyboard.press("l"),
    ]);
    assert.match(asked.url(), /order=newest/);
    await page.getByText("Held at @18").waitFor();
    await eventually(async () => assert.equal(await follow.getAttribute("aria-pressed"), "false"));
    await clean(page);
    await page.keyboard.press("l");
    await page.getByText("Held at @18").waitFor({ state: "hidden" });
  },
  "/audit",
);

await scenario(
  "u opens the choice of a file where one is imported",
  [],
  async (page) => {
    await page.getByText("Choose a file", { exact: true }).waitFor();
    // An event that is waited for by waitForEvent is only asked for while the key is on its way, and may be missed.
    const protocol = await page.context().newCDPSession(page);
    const opened = [];
    protocol.on("Page.fileChooserOpened", ({ mode }) => opened.push(mode));
    await protocol.send("Page.enable");
    await protocol.send("Page.setInterceptFileChooserDialog", { enabled: true });
    await page.keyboard.press("u");
    await eventually(async () => assert.deepEqual(opened, ["selectSingle"]));
  },
  "/evidence?tab=imports",
);

await scenario(
  "u goes from one unmet requirement to the next",
  [],
  async (page) => {
    /** The requirement that has the focus, once it is another one than before. */
    const next = (before) =>
      eventually(async () => {
        const at = await page.evaluate(() => document.activeElement.querySelector(".rq")?.textContent);
        assert.ok(at && at !== before);
        return at;
      });
    await page.getByText("French quality is at least 0.85").first().waitFor();
    await page.keyboard.press("u");
    const first = await next();
    await page.keyboard.press("u");
    await next(first);
  },
  "/promotions/0192f0c1-0000-7000-8000-000000000500",
);

await scenario(
  "the list of keys names what x, u and l do",
  [],
  async (page) => {
    await page.keyboard.press("?");
    for (const text of ["select the row", "next unmet requirement", "choose a file", "follow live"])
      await page.getByRole("dialog").getByText(text).waitFor();
  },
  "/",
);

await done();
