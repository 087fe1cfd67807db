// Every state of every family, and how pages hold under zoom, long words, forced colours and still motion.
// Then what a page needs before its first text.
import { attempt, axe, done, newContext, open, report, sideways } from "./bench.mjs";
import { PAGES } from "./pages.mjs";
import { STATES } from "./states.mjs";

const only = process.argv[2] ?? "";
const fits = ({ name }) => name.includes(only);

for (const { name, path, answers, act, sees, settle } of STATES.filter(fits)) {
  const problems = [];
  const context = await newContext("light", 1440, answers);
  await attempt(problems, async () => {
    const page = await open(context, path, problems, { settle });
    await act?.(page);
    const seen = sees.label ? page.getByLabel(sees.label) : page.getByText(sees.text);
    await seen.first().waitFor();
    problems.push(...(await axe(page)));
  });
  report(`state ${name}`, problems);
  await context.close();
}

/** Makes every text 40 % longer, as another language would. */
function stretch() {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  for (const node of nodes) {
    const text = node.nodeValue.trim();
    if (!/\p{L}{2}/u.test(text) || node.parentElement.closest("script,style,svg,code,.vh")) continue;
    node.nodeValue += ` ${"aeio ".repeat(Math.ceil((text.length * 0.4) / 5)).trim()}`;
  }
}

/** Words that stick out of what holds them. */
function clipped() {
  return [...document.querySelectorAll("button, .btn, .badge, h1, h2, th")]
    .filter((one) => one.offsetParent && !one.closest(".bar") && one.scrollWidth > one.clientWidth + 1)
    .map((one) => `clipped: ${one.className || one.tagName} ${one.textContent.slice(0, 40)}`);
}

const LOOKS = [
  { name: "at 200 % zoom", width: 720, more: { deviceScaleFactor: 2 } },
  { name: "in forced colours", width: 1440, more: { forcedColors: "active" } },
  {
    name: "with words 40 % longer",
    width: 1440,
    act: (page) => page.evaluate(stretch),
    find: (page) => page.evaluate(clipped),
  },
  { name: "with words 40 % longer on a phone", width: 390, act: (page) => page.evaluate(stretch) },
];
const CHOSEN = ["today", "models", "version", "promotion", "route", "audit", "settings"];
for (const look of LOOKS) {
  const context = await newContext("light", look.width, [], look.more);
  for (const { name, path } of PAGES.filter((one) => CHOSEN.includes(one.name)).filter(fits)) {
    const problems = [];
    await attempt(problems, async () => {
      const page = await open(context, path, problems);
      await look.act?.(page);
      problems.push(...(await sideways(page)), ...((await look.find?.(page)) ?? []));
      await page.close();
    });
    report(`${name} ${look.name}`, problems);
  }
  await context.close();
}

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
