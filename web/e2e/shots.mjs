// Pictures of every page: node e2e/shots.mjs [name part] [light|dark] [width]
import { mkdirSync } from "node:fs";
import { mock } from "./answers.mjs";
import { launch, serve } from "./browser.mjs";
import { NOW } from "./fixtures.mjs";
import { PAGES } from "./pages.mjs";

const [only = "", scheme = "light", width = "1440"] = process.argv.slice(2);
const OUT = new URL("./out/", import.meta.url).pathname;
mkdirSync(OUT, { recursive: true });
const { url, close } = await serve();
const browser = await launch();
const context = await browser.newContext({
  viewport: { width: Number(width), height: 900 },
  colorScheme: scheme,
  timezoneId: "Europe/Paris",
  reducedMotion: "reduce",
});
await mock(context);
for (const { name, path, act } of PAGES.filter((page) => page.name.includes(only))) {
  const page = await context.newPage();
  page.on(
    "console",
    (message) => message.type() === "error" && console.log(name, "console:", message.text()),
  );
  page.on("pageerror", (error) => console.log(name, "error:", error.message));
  await page.clock.setFixedTime(new Date(NOW));
  await page.goto(url + path);
  await page.waitForLoadState("networkidle");
  await act?.(page);
  await page.waitForTimeout(300);
  const wide = await page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth + 1,
  );
  if (wide) console.log(name, "scrolls sideways at", width);
  // Bars that stick stand at the end of the whole page, not in its middle.
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width: Number(width), height: Math.max(900, height) });
  await page.screenshot({ path: `${OUT}${name}.${scheme}.${width}.png`, fullPage: true });
  await page.close();
}
await browser.close();
await close();
