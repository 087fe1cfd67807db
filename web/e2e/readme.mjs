// The pictures of the README, from `tenure demo`: TENURE_BIN=… npm run pictures
import { mkdirSync } from "node:fs";
import { launch } from "./browser.mjs";
import { demo } from "./demo.mjs";

const OUT = new URL("../../docs/images/", import.meta.url).pathname;
const PICTURES = [
  ["today", "/"],
  ["version", "/models/ticket-triage/versions/4"],
  ["route", "/routes/production/support-bot"],
];

const binary = process.env.TENURE_BIN;
if (!binary) throw new Error("set TENURE_BIN to the built program: target/release/tenure");
mkdirSync(OUT, { recursive: true });
const browser = await launch();
const company = await demo(binary, browser);
const context = await browser.newContext({
  viewport: { width: 1280, height: 900 },
  colorScheme: "light",
  timezoneId: "Europe/Paris",
  reducedMotion: "reduce",
  storageState: company.session,
});
const page = await context.newPage();
for (const [name, path] of PICTURES) {
  await page.goto(company.url + path);
  await page.waitForLoadState("networkidle");
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.screenshot({ path: `${OUT}${name}.png` });
}
await browser.close();
await company.down();
