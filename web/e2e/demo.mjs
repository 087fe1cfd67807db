// The pages of the demonstration company, found through its own API. Null when the binary has no demo.
import { execFileSync } from "node:child_process";
import { freePort, start } from "./binary.mjs";

function hasDemo(binary) {
  try {
    execFileSync(binary, ["demo", "--help"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

export async function demo(binary, browser) {
  if (!hasDemo(binary)) return null;
  const port = await freePort();
  const { link, stop } = await start(binary, ["demo", "--listen", `127.0.0.1:${port}`]);
  const url = `http://127.0.0.1:${port}`;
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(link);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL((now) => !now.pathname.startsWith("/sign-in"));
  const session = await context.storageState();
  const read = (path) => page.evaluate(async (from) => (await fetch(`/api/v1${from}`)).json(), path);
  const pages = await found(read);
  await context.close();
  return { url, session, pages, down: stop };
}

async function found(read) {
  const first = async (path) => (await read(path)).items[0];
  const open = (await read("/promotions?open=true")).items;
  // One that still lacks something has more to show.
  const promotion = open.find((one) => one.state === "open") ?? open[0] ?? (await first("/promotions"));
  const evaluation = await first("/evaluations");
  const policy = await first("/policies");
  const finding = await first("/findings");
  const application = await first("/applications");
  const version = `/models/${promotion.version.model_name}/versions/${promotion.version.number}`;
  const tabs = ["evidence", "serving", "lineage", "history"];
  const pages = [
    ["today", "/"],
    ["models", "/models"],
    ["model", `/models/${promotion.version.model_name}`],
    ["version", version],
    ...tabs.map((tab) => [`version-${tab}`, `${version}?tab=${tab}`]),
    ["promotion", `/promotions/${promotion.id}`],
    ["compare", "/models/ticket-triage/compare?base=3&with=4"],
    ["evidence", "/evidence"],
    ["evidence-suites", "/evidence?tab=suites"],
    ["evidence-policies", "/evidence?tab=policies"],
    ["evaluation", `/evidence/evaluations/${evaluation.id}`],
    ["policy", `/evidence/policies/${policy.id}`],
    ["findings", "/findings"],
    ["finding", `/findings/${finding.id}`],
    ["applications", "/applications"],
    ["application", `/applications/${application.id}`],
    ["routes", "/routes"],
    ["route", "/routes/production/support-bot"],
    ["ran", "/ran"],
    ["audit", "/audit"],
    ["audit-entry", "/audit/100"],
    ["settings", "/settings"],
    ["settings-tokens", "/settings?tab=tokens"],
  ];
  return pages.map(([name, path]) => ({ name: `demo-${name}`, path }));
}
