// The matrix of pictures: npm run shots [-- name part]
// Every page in both schemes and three widths, every state and dialog in two, as page.state.scheme.width.png.
// With TENURE_BIN the pages come from `tenure demo` as well, as demo-page.…
import { mkdirSync } from "node:fs";
import { mock } from "./answers.mjs";
import { launch, serve } from "./browser.mjs";
import { capture } from "./capture.mjs";
import { demo } from "./demo.mjs";
import { NOW } from "./fixtures.mjs";
import { PAGES } from "./pages.mjs";
import { STATES } from "./states.mjs";

const only = process.argv[2] ?? "";
const OUT = new URL("./out/", import.meta.url).pathname;
const SCHEMES = ["light", "dark"];
const WIDTHS = [1440, 1024, 390];
/** States are looked at on a desk by day and on a phone by night. */
const STATE_LOOKS = [
  ["light", 1440],
  ["dark", 390],
];
const SKELETON_MS = 500;
/** Pages taken side by side: one is drawn while another waits for its answers. */
const AT_ONCE = 2;

mkdirSync(OUT, { recursive: true });
const browser = await launch();
let pictures = 0;
/** What went wrong on a page while it was taken: the run fails by it. */
const wrong = [];

async function take(base, looks, shots, { answers, session, clock } = {}) {
  for (const [colorScheme, width] of looks) {
    const context = await browser.newContext({
      viewport: { width, height: 900 },
      colorScheme,
      timezoneId: "Europe/Paris",
      reducedMotion: "reduce",
      ...(session && { storageState: session }),
    });
    if (clock) await context.clock.setFixedTime(new Date(clock));
    const left = [...shots];
    const some = async () => {
      for (let shot = left.shift(); shot; shot = left.shift()) {
        const page = await context.newPage();
        page.on("pageerror", ({ message }) => wrong.push(`${shot.name}: ${message}`));
        try {
          if (answers) await mock(page, shot.answers);
          await page.goto(base + shot.path);
          if (shot.settle === false) await page.waitForTimeout(SKELETON_MS);
          else await page.waitForLoadState("networkidle");
          await shot.act?.(page);
          await capture(page, `${OUT}${shot.name}.${colorScheme}.${width}.png`);
          pictures += 1;
        } catch (error) {
          wrong.push(`${shot.name} ${colorScheme} ${width}: ${error.message.split("\n")[0]}`);
        }
        await page.close();
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, some));
    await context.close();
  }
}

const wanted = (shots) => shots.filter((shot) => shot.name.includes(only));
const every = SCHEMES.flatMap((scheme) => WIDTHS.map((width) => [scheme, width]));
const named = (shots) => shots.map((shot) => ({ ...shot, name: `${shot.name}.${shot.state ?? "usual"}` }));

const console_ = await serve();
await take(console_.url, every, wanted(named(PAGES)), { answers: true, clock: NOW });
await take(console_.url, STATE_LOOKS, wanted(STATES), { answers: true, clock: NOW });
await console_.close();
if (process.env.TENURE_BIN) {
  const company = await demo(process.env.TENURE_BIN, browser);
  if (company) {
    await take(company.url, every, wanted(company.pages), { session: company.session });
    await company.down();
  }
}
await browser.close();
for (const problem of wrong) console.log("FAIL", problem);
console.log(`${pictures} pictures in ${OUT}`);
process.exitCode = wrong.length === 0 && pictures > 0 ? 0 : 1;
