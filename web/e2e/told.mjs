// What a reader is told before asking for it, and that what is told stands where it can be read.
import assert from "node:assert/strict";
import { clean, done, refused, scenario } from "./bench.mjs";
import { reader, suites } from "./fixtures.mjs";
import { palette } from "./pages.mjs";
import { eventually, settled } from "./patience.mjs";

const HISTORY = "/models/ticket-triage/versions/4?tab=history";
const PROMOTION = "/promotions/0192f0c1-0000-7000-8000-000000000500";

await scenario(
  "who may not make something is told so in the service's words, and nothing opens",
  [["GET", /^\/session$/, () => reader]],
  async (page) => {
    for (const [path, name] of [
      ["/evidence?tab=imports", "Add a rule…"],
      ["/evidence?tab=imports", "Choose this version"],
      ["/evidence?tab=suites", "Define a suite…"],
      ["/evidence?tab=policies", "New policy…"],
      ["/models", "Register model…"],
      ["/routes", "Create route…"],
      ["/applications", "Describe application…"],
      ["/settings", "Invite…"],
    ]) {
      await page.goto(new URL(path, page.url()).href);
      const button = page.getByRole("button", { name, exact: true });
      await settled(page);
      await refused(button);
      await button.click({ force: true });
      await page.getByText(/^This needs the role /).waitFor();
      assert.equal(await page.getByRole("dialog").locator("form").count(), 0, "nothing opened");
      await clean(page);
    }
    await page.goto(new URL("/models", page.url()).href);
    await settled(page);
    await palette(page);
    await page.keyboard.type("register");
    await page.locator(".pal").getByText("This needs the role contributor or admin on the team.").waitFor();
  },
  "/models",
);

await scenario(
  "a list of which the filters hide everything does not say that there is nothing",
  [],
  async (page) => {
    await page.getByText("Nothing fits these filters.").waitFor();
    await page.getByRole("heading", { level: 1, name: "Models", exact: true }).waitFor();
  },
  "/models?q=zebra",
);

await scenario(
  "a long list of suites asks for nothing of each of them",
  [
    [
      "GET",
      /^\/suites$/,
      () => ({
        items: Array.from({ length: 90 }, (_, n) => ({ ...suites[0], id: `${suites[0].id}-${n}` })),
        next_page_token: null,
      }),
    ],
  ],
  async (page) => {
    const asked = [];
    page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    await page.reload();
    await page.getByRole("row").nth(90).waitFor();
    await settled(page);
    assert.deepEqual(
      asked.filter((path) => path.startsWith("/api/v1/suites/")),
      [],
    );
  },
  "/evidence?tab=suites",
);

await scenario(
  "on a phone the chosen tab is in sight, and the bar shows where the page belongs",
  [],
  async (page) => {
    await page.setViewportSize({ width: 390, height: 800 });
    await page.reload();
    await settled(page);
    const tab = page.getByRole("link", { name: "History" });
    await eventually(async () => {
      const box = await tab.boundingBox();
      assert.ok(box && box.x >= 0 && box.x + box.width <= 390, "the whole tab stands in the window");
    });
    const on = page.locator(".bottom .on");
    for (const [path, name] of [
      [PROMOTION, "Models"],
      ["/applications", "Routes"],
      ["/audit", "More"],
    ]) {
      await page.goto(new URL(path, page.url()).href);
      await eventually(async () => assert.deepEqual(await on.allInnerTexts(), [name]));
    }
  },
  HISTORY,
);

await scenario(
  "beside the icons of the sidebar no button of a row and no verdict stands outside of its table",
  [],
  async (page) => {
    await page.setViewportSize({ width: 1024, height: 800 });
    for (const path of ["/settings?tab=issuers", "/evidence"]) {
      await page.goto(new URL(path, page.url()).href);
      await settled(page);
      const over = await page
        .locator(".scrolls")
        .evaluateAll((all) => all.map((one) => one.scrollWidth - one.clientWidth));
      assert.deepEqual(over, [0], path);
    }
  },
  "/settings",
);

await done();
