// The matrix of pictures: npm run shots [-- name part]
// Every page in both schemes and three widths; every state and dialog in two; every chart and its twin as other eyes
// see them; under zoom, in French and in longer words. Each is page.state.scheme.width.png.
// With TENURE_BIN the pages come from `tenure demo` as well, as demo-page.…
import { mkdirSync } from "node:fs";
import { mock } from "./answers.mjs";
import { launch, serve, serveLonger } from "./browser.mjs";
import { capture } from "./capture.mjs";
import { demo } from "./demo.mjs";
import { NOW } from "./fixtures.mjs";
import { answersLonger } from "./longer.mjs";
import { CHARTS, IN_FRENCH, LOOKED_AT, PAGES } from "./pages.mjs";
import { prepare, settled } from "./patience.mjs";
import { STATES, seen } from "./states.mjs";

const only = process.argv[2] ?? "";
const OUT = new URL("./out/", import.meta.url).pathname;
const EVERY = ["light", "dark"].flatMap((scheme) => [1440, 1024, 390].map((width) => ({ scheme, width })));
/** States are looked at on a desk by day and on a phone by night. */
const TWO = [
  { scheme: "light", width: 1440 },
  { scheme: "dark", width: 390 },
];
const VISIONS = ["deuteranopia", "protanopia", "tritanopia", "achromatopsia"];
const SKELETON_MS = 500;
/** Pages taken side by side: one is drawn while another waits for its answers. */
const AT_ONCE = 2;

mkdirSync(OUT, { recursive: true });
const browser = await launch();
let pictures = 0;
/** What went wrong on a page while it was taken: the run fails by it. */
const wrong = [];

/** One picture: the page as it stands, or before it does. */
async function picture(context, base, shot, file, { answers, words, vision }) {
  const page = await context.newPage();
  page.on("pageerror", ({ message }) => wrong.push(`${file}: ${message}`));
  try {
    await prepare(page);
    if (answers) await mock(page, shot.answers, words);
    if (vision) {
      const protocol = await context.newCDPSession(page);
      await protocol.send("Emulation.setEmulatedVisionDeficiency", { type: vision });
    }
    await page.goto(base + shot.path);
    if (shot.settle === false) await page.waitForTimeout(SKELETON_MS);
    else await settled(page);
    await shot.act?.(page);
    if (shot.settle !== false) await settled(page);
    if (shot.sees) await seen(page, shot.sees).waitFor();
    await capture(page, `${OUT}${file}.png`);
    pictures += 1;
  } catch (error) {
    wrong.push(`${file}: ${error.message.split("\n")[0]}`);
  }
  await page.close();
}

/** Pictures of pages in one or more looks; `state` is the second part of their names, `more` what the browser is told. */
async function take(base, looks, shots, { state, more, session, clock, ...how } = {}) {
  for (const { scheme, width } of looks) {
    const files = shots
      .map((shot) => [shot, `${state ? `${shot.name}.${state}` : shot.name}.${scheme}.${width}`])
      .filter(([, file]) => file.includes(only));
    if (files.length === 0) continue;
    const context = await browser.newContext({
      viewport: { width, height: 900 },
      colorScheme: scheme,
      timezoneId: "Europe/Paris",
      reducedMotion: "reduce",
      ...(session && { storageState: session }),
      ...more,
    });
    if (clock) await context.clock.setFixedTime(new Date(clock));
    const some = async () => {
      for (let next = files.shift(); next; next = files.shift()) await picture(context, base, ...next, how);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, some));
    await context.close();
  }
}

const chosen = (names) => PAGES.filter(({ name }) => names.includes(name));
const made = { answers: true, clock: NOW };

const usual = await serve();
await take(usual.url, EVERY, PAGES, { ...made, state: "usual" });
await take(usual.url, TWO, STATES, made);
for (const vision of VISIONS) await take(usual.url, TWO, CHARTS, { ...made, state: vision, vision });
await take(usual.url, TWO, CHARTS, { ...made, state: "forced-colours", more: { forcedColors: "active" } });
/** At 200 % a window of 1440 shows 720 of the page's pixels, each of them as four. */
const zoom = ["light", "dark"].map((scheme) => ({ scheme, width: 720 }));
await take(usual.url, zoom, chosen(["version", "route"]), {
  ...made,
  state: "zoom-200",
  more: { deviceScaleFactor: 2 },
});
await take(usual.url, TWO, chosen(IN_FRENCH), { ...made, state: "french", more: { locale: "fr-FR" } });
await usual.close();
const longer = await serveLonger();
await take(longer.url, TWO, chosen(LOOKED_AT), { ...made, state: "longer", words: answersLonger });
await longer.close();
if (process.env.TENURE_BIN) {
  const company = await demo(process.env.TENURE_BIN, browser);
  if (company) {
    await take(company.url, EVERY, company.pages, { state: "usual", session: company.session });
    await company.down();
  }
}
await browser.close();
for (const problem of wrong) console.log("FAIL", problem);
console.log(`${pictures} pictures in ${OUT}`);
process.exitCode = wrong.length === 0 && pictures > 0 ? 0 : 1;
