// A picture of a page as a reader sees it: bars that stick stand at the end of the whole page, not in its middle.
// A dialog stands in the window, so a page with one is taken as the window shows it.
import { setTimeout as pause } from "node:timers/promises";

const LEAST = 900;
const TRIES = 20;
const APART_MS = 100;

export async function capture(page, path) {
  const { width } = page.viewportSize();
  const height = await page.evaluate(() =>
    document.querySelector("[role=dialog]") ? 0 : document.documentElement.scrollHeight,
  );
  await page.setViewportSize({ width, height: Math.max(LEAST, height) });
  // Charts measure themselves when the window changes, and the browser draws what is new only then: two pictures
  // after each other are the same once both are done.
  let before = await page.screenshot({ animations: "disabled" });
  for (let left = TRIES; left > 0; left -= 1) {
    await pause(APART_MS);
    const now = await page.screenshot({ animations: "disabled", path });
    if (now.equals(before)) return;
    before = now;
  }
  throw new Error("the page does not stand still");
}
