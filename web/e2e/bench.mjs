// What the runs against mocked answers share: a browser, a page that notes its errors, axe, and the tally.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { mock } from "./answers.mjs";
import { launch, serve } from "./browser.mjs";
import { NOW } from "./fixtures.mjs";
import { atFullSpeed, eventually, prepare, settled } from "./patience.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const { url, close } = await serve();
const browser = await launch();
let passed = 0;
let failed = 0;

export function report(name, problems) {
  if (problems.length === 0) {
    passed += 1;
    return console.log("ok  ", name);
  }
  failed += 1;
  console.log("FAIL", name);
  for (const problem of problems) console.log("     ", problem);
}

/** Failing answers are told to the console by the browser itself; they are what a state is about. */
const EXPECTED = /Failed to load resource/;

export async function open(context, path, problems, { settle = true, at = url } = {}) {
  const page = await context.newPage();
  await prepare(page);
  page.on("console", (message) => {
    if (message.type() === "error" && !EXPECTED.test(message.text()))
      problems.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => problems.push(`error: ${error.message}`));
  await page.clock.setFixedTime(new Date(NOW));
  await page.goto(at + path);
  if (settle) await settled(page);
  return page;
}

/** Does it, and notes what went wrong without the whole log of the call. */
export async function attempt(problems, run) {
  try {
    await run();
  } catch (error) {
    problems.push(error.message.split("\n").slice(0, 6).join(" "));
  }
}

/** A button that stays where it is and says why it does nothing. */
export const refused = (button) =>
  eventually(async () => assert.equal(await button.getAttribute("aria-disabled"), "true"));

export async function axe(page) {
  const { violations } = await atFullSpeed(page, async () => {
    await page.evaluate(AXE);
    return page.evaluate(() => window.axe.run(document));
  });
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => {
      const where = nodes.map((node) => node.target.join(" ")).slice(0, 4);
      return `axe ${id}: ${where.join(" | ")}`;
    });
}

/** Nothing serious is found by axe, once the page stands. */
export async function clean(page) {
  await settled(page);
  assert.equal((await axe(page)).join("; "), "");
}

/** How far the page is wider than the window; tables and charts scroll inside. */
export async function sideways(page) {
  await settled(page);
  const wide = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  return wide > 1 ? [`scrolls sideways by ${wide} px`] : [];
}

export async function newContext(colorScheme, width, overrides, { words, ...more } = {}) {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme,
    timezoneId: "Europe/Paris",
    reducedMotion: "reduce",
    ...more,
  });
  await mock(context, overrides, words);
  return context;
}

export async function scenario(name, overrides, run, path) {
  const context = await newContext("light", 1440, overrides);
  const problems = [];
  await attempt(problems, async () => run(await open(context, path, problems)));
  report(name, problems);
  await context.close();
}

export async function done() {
  await browser.close();
  await close();
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
