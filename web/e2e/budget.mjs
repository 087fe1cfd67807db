// What a first visit downloads: the entry with everything that it imports at once, and the words of one language.
// Fails the build above the budget.
import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const DIST = new URL("../dist/", import.meta.url);
const BUDGET = 250_000;

const read = (name) => readFileSync(new URL(name, DIST));
const html = read("index.html").toString();

/** Files with everything that they import at once, without those that are there already. */
function whole(names, there = new Set()) {
  const waiting = [...names];
  const found = new Set();
  while (waiting.length > 0) {
    const name = waiting.pop();
    if (found.has(name) || there.has(name)) continue;
    found.add(name);
    const imports = read(name)
      .toString()
      .matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g);
    for (const [, file] of imports) waiting.push(`assets/${file}`);
  }
  return found;
}

const entry = whole(
  [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.(?:js|css))"/g)].map(([, name]) => name),
);
const packed = (names) => [...names].reduce((sum, name) => sum + gzipSync(read(name)).length, 0);
/** The languages, the one with the most words first: a reader needs one of them. */
const languages = readdirSync(new URL("assets/", DIST))
  .filter((name) => /^(en|fr)-[^.]+\.js$/.test(name))
  .map((name) => ({ name, size: packed(whole([`assets/${name}`], entry)) }))
  .sort((one, other) => other.size - one.size);
const atOnce = languages.filter(({ name }) => entry.has(`assets/${name}`)).map(({ name }) => name);
if (languages.length !== 2 || atOnce.length > 0) {
  console.error(
    `Each language is one file that nobody waits for who reads another: ${languages.map(({ name }) => name)}`,
  );
  process.exitCode = 1;
}
const size = packed(entry) + (languages[0]?.size ?? 0);
console.log(
  `entry: ${entry.size} files and one language, ${(size / 1000).toFixed(1)} kB of ${BUDGET / 1000} kB`,
);
if (size > BUDGET) {
  console.error("The entry is over its budget. Load what only some pages need with those pages.");
  process.exitCode = 1;
}
