import { chromium } from "playwright-core";
import { build, preview } from "vite";
import { longerWords } from "./longer.mjs";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export async function launch() {
  return chromium.launch({ executablePath: process.env.CHROME ?? "/usr/bin/chromium", args: FLAGS });
}

/** The console in longer words is built here; what is shipped never sees them. */
const LONGER = new URL("./out/longer/", import.meta.url).pathname;

/** The built console, served as files. */
export async function serve(outDir = "dist") {
  const server = await preview({
    build: { outDir },
    preview: { port: 0, host: "127.0.0.1" },
    logLevel: "error",
  });
  const { port } = server.httpServer.address();
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() };
}

export async function serveLonger() {
  await build({ plugins: [longerWords], build: { outDir: LONGER, emptyOutDir: true }, logLevel: "error" });
  return serve(LONGER);
}
