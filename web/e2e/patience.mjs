// Patience, the same for every run: what a step depends on is awaited, never assumed.
// E2E_SLOW=6 makes the pages' processor six times slower and every wait six times longer.
import { setTimeout as pause } from "node:timers/promises";

export const SLOW = Number(process.env.E2E_SLOW ?? 1);
export const PATIENCE_MS = 15_000 * SLOW;
/** How long a page that is settled has stood still: a slow one is given more time between two steps of its own. */
const STILL_MS = 100 + 50 * SLOW;
const LOOK_MS = 25;

/** The requests of each page that have no answer yet. */
const waiting = new WeakMap();
const protocols = new WeakMap();

const throttle = (page, rate) => protocols.get(page)?.send("Emulation.setCPUThrottlingRate", { rate });

/** Makes a page as slow as was asked for, and follows what it waits for. Before it goes anywhere. */
export async function prepare(page) {
  page.setDefaultTimeout(PATIENCE_MS);
  const open = new Set();
  waiting.set(page, open);
  page.on("request", (request) => open.add(request));
  for (const end of ["requestfinished", "requestfailed"]) page.on(end, (request) => open.delete(request));
  if (SLOW > 1) protocols.set(page, await page.context().newCDPSession(page));
  await throttle(page, SLOW);
}

/** What only looks at a page that stands is not slowed. */
export async function atFullSpeed(page, run) {
  await throttle(page, 1);
  try {
    return await run();
  } finally {
    await throttle(page, SLOW);
  }
}

/** In the page: how often it has changed, and what it still lacks. */
function look() {
  if (window.changesSeen === undefined) {
    window.changesSeen = 0;
    new MutationObserver(() => {
      window.changesSeen += 1;
    }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  }
  const lacks = [];
  if (!document.querySelector("h1, [role=alert]")) lacks.push("it has no heading");
  if (document.querySelector(".skel")) lacks.push("a skeleton stands");
  if (document.fonts.status !== "loaded") lacks.push("fonts are missing");
  return { changes: window.changesSeen, lacks };
}

/**
 * Waits until a page stands: it has its heading, or says what went wrong; it has no skeleton and waits for no answer;
 * nothing in it changes any more. Keys and what the page offers to the palette come with what is drawn.
 */
export async function settled(page) {
  const until = Date.now() + PATIENCE_MS;
  let last = -1;
  let since = Date.now();
  for (;;) {
    // While the page goes somewhere else there is nothing to look at.
    const { changes, lacks } = await page
      .evaluate(look)
      .catch(() => ({ changes: -1, lacks: ["it is gone"] }));
    const open = [...waiting.get(page)].map((request) => request.url());
    if (changes !== last || lacks.length > 0 || open.length > 0) since = Date.now();
    last = changes;
    if (Date.now() - since >= STILL_MS) return;
    if (Date.now() > until)
      throw new Error(`the page does not settle: ${[...lacks, ...open].join(", ") || "it moves"}`);
    await pause(LOOK_MS);
  }
}

/** Asks again until the assertion holds, for what a page says a moment after it was told. */
export async function eventually(assertion) {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await assertion();
    } catch (error) {
      if (Date.now() > until) throw error;
      await pause(LOOK_MS);
    }
  }
}
