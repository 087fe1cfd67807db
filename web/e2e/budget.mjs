// What a first visit downloads: the entry with everything that it imports at once. Fails the build above the budget.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const DIST = new URL("../dist/", import.meta.url);
const BUDGET = 250_000;

const read = (name) => readFileSync(new URL(name, DIST));
const html = read("index.html").toString();
const waiting = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.(?:js|css))"/g)].map(([, name]) => name);
const entry = new Set();
while (waiting.length > 0) {
  const name = waiting.pop();
  if (entry.has(name)) continue;
  entry.add(name);
  const imports = read(name)
    .toString()
    .matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g);
  for (const [, file] of imports) waiting.push(`assets/${file}`);
}
const size = [...entry].reduce((sum, name) => sum + gzipSync(read(name)).length, 0);
console.log(`entry: ${entry.size} files, ${(size / 1000).toFixed(1)} kB of ${BUDGET / 1000} kB`);
if (size > BUDGET) {
  console.error("The entry is over its budget. Load what only some pages need with those pages.");
  process.exitCode = 1;
}
