// Every state of every family, and how pages hold under zoom, long words, French, forced colours and still motion.
// Then what a page needs before its first text.
import { attempt, axe, done, newContext, open, report, sideways } from "./bench.mjs";
import { serveLonger } from "./browser.mjs";
import { answersLonger } from "./longer.mjs";
import { LOOKED_AT, PAGES } from "./pages.mjs";
import { STATES, seen } from "./states.mjs";

const only = process.argv[2] ?? "";
const fits = ({ name }) => name.includes(only);

for (const { name, path, answers, act, sees, settle } of STATES.filter(fits)) {
  const problems = [];
  const context = await newContext("light", 1440, answers);
  await attempt(problems, async () => {
    const page = await open(context, path, problems, { settle });
    await act?.(page);
    await seen(page, sees).waitFor();
    problems.push(...(await axe(page)));
  });
  report(`state ${name}`, problems);
  await context.close();
}

/** Words that stick out of what holds them. */
function clipped() {
  return [...document.querySelectorAll("button, .btn, .badge, .facts dd, h1, h2, th")]
    .filter((one) => one.offsetParent && !one.closest(".bar") && one.scrollWidth > one.clientWidth + 1)
    .map((one) => `clipped: ${one.className || one.tagName} ${one.textContent.slice(0, 40)}`);
}

/** Words of a chart that stand on each other or outside of it. */
function overlapping() {
  const found = [];
  for (const text of document.querySelectorAll(".forest text, .swim text"))
    if (text.getBoundingClientRect().right > text.ownerSVGElement.getBoundingClientRect().right + 1)
      found.push(`cut off: ${text.textContent}`);
  const boxes = [...document.querySelectorAll(".forest text, .swim text:not(.oncursor)")].map((text) => ({
    text: text.textContent,
    ...text.getBoundingClientRect().toJSON(),
  }));
  for (const [index, one] of boxes.entries())
    for (const other of boxes.slice(index + 1)) {
      const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      const high = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
      if (wide > 1 && high > 3) found.push(`overlapping: ${one.text} and ${other.text}`);
    }
  return found;
}

const longer = await serveLonger();
const unbroken = async (page) => [...(await page.evaluate(clipped)), ...(await page.evaluate(overlapping))];
const inLonger = { at: longer.url, find: unbroken };
const inFrench = {
  more: { locale: "fr-FR" },
  find: async (page) => [...(await unbroken(page)), ...(await axe(page))],
};
const LOOKS = [
  { name: "at 200 % zoom", width: 720, more: { deviceScaleFactor: 2 } },
  { name: "in forced colours", width: 1440, more: { forcedColors: "active" } },
  { name: "in longer words", width: 1440, more: { words: answersLonger }, ...inLonger },
  { name: "in longer words on a phone", width: 390, more: { words: answersLonger }, ...inLonger },
  { name: "in French", width: 1440, ...inFrench },
  { name: "in French on a phone", width: 390, ...inFrench },
];
for (const { name: as, width, more, at, find } of LOOKS) {
  const context = await newContext("light", width, [], more);
  const pages = PAGES.filter(({ name }) => LOOKED_AT.includes(name));
  const named = pages.map(({ name, path }) => ({ name: `${name} ${as}`, path }));
  for (const { name, path } of named.filter(fits)) {
    const problems = [];
    await attempt(problems, async () => {
      const page = await open(context, path, problems, { at });
      problems.push(...(await sideways(page)), ...((await find?.(page)) ?? []));
      await page.close();
    });
    report(name, problems);
  }
  await context.close();
}
await longer.close();

if ("motion".includes(only)) {
  const problems = [];
  const context = await newContext("light", 1440);
  await attempt(problems, async () => {
    const page = await open(context, "/", problems);
    const moving = await page.evaluate(
      () => document.getAnimations().filter((one) => one.effect.getTiming().duration > 1).length,
    );
    if (moving > 0) problems.push(`${moving} animations run although motion is reduced`);
  });
  report("nothing moves when motion is reduced", problems);
  await context.close();
}

/** What each page may ask for before its headline stands: who is there, and what the page is about. */
const FIRST = [
  ["/", [/\/session$/, /\/today$/], "4 decisions need you"],
  ["/models", [/\/session$/, /\/models\?/], "5 models registered."],
  ["/routes/production/support-bot", [/\/session$/, /\/routes\/production\/support-bot$/], "v7 serves 95"],
];
for (const [path, allowed, headline] of FIRST) {
  if (!"first".includes(only)) continue;
  const problems = [];
  const context = await newContext("light", 1440);
  // Everything else never answers; the headline has to stand all the same.
  await context.route("**/api/v1/**", (route) =>
    allowed.some((one) => one.test(route.request().url())) ? route.fallback() : undefined,
  );
  const started = performance.now();
  await attempt(problems, async () => {
    const page = await open(context, path, problems, { settle: false });
    await page.getByRole("heading", { level: 1 }).filter({ hasText: headline }).waitFor();
  });
  report(
    `first text of ${path} needs two answers (${Math.round(performance.now() - started)} ms here)`,
    problems,
  );
  await context.close();
}

await done();
