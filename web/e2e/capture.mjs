// A picture of a page as a reader sees it: bars that stick stand at the end of the whole page, not in its middle.
// A dialog stands in the window, so a page with one is taken as the window shows it.
const LEAST = 900;

export async function capture(page, path) {
  const { width } = page.viewportSize();
  const height = await page.evaluate(() =>
    document.querySelector("[role=dialog]") ? 0 : document.documentElement.scrollHeight,
  );
  await page.setViewportSize({ width, height: Math.max(LEAST, height) });
  // Charts measure themselves when the window changes, and are drawn again in the next frame.
  await page.evaluate(async () => {
    for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
  });
  await page.screenshot({ path });
}
