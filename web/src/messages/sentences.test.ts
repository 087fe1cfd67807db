import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { common } from "./fr/common";
import { sayings } from "./fr/sentences";
import { flags } from "./fr/sentencesEvidence";
import { forms } from "./fr/sentencesForms";
import { words } from "./fr/sentencesWords";
import { formsIn, namesIn, templatesOf } from "./fr/template";

const RUST = join(import.meta.dirname, "../../../src");

/** Sources of the service without their tests, with every white space as one space. */
const sources = readdirSync(RUST, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".rs") && !/\btests\b/.test(name))
  .map((name) =>
    (readFileSync(join(RUST, name), "utf8").split("#[cfg(test)]")[0] ?? "").replace(/\s+/g, " "),
  );
const source = (name: string) => readFileSync(join(RUST, name), "utf8").replace(/\s+/g, " ");
const all = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, one]) => one ?? "");

/** Every template of a kind with what it takes. */
const taken = (kind: string) =>
  Object.entries(sayings[kind] ?? {}).map(
    ([code, template]) => [code, [...new Set(templatesOf(template).flatMap(namesIn))]] as const,
  );

describe("sentences of the log", () => {
  const table = /const SENTENCES: .*? = &\[(.*?)\];/.exec(source("domain/overview/sentence.rs"))?.[1] ?? "";
  const english = new Map(
    [...table.matchAll(/\( ?"([\w.]+)", "([^"]*)",? ?\)/g)].map(([, kind, words]) => [
      kind ?? "",
      words ?? "",
    ]),
  );

  it("are in French, every kind", () => {
    expect(english.size).toBeGreaterThan(90);
    expect(Object.keys(sayings.event ?? {})).toEqual([...english.keys()]);
  });

  it("say what the English ones say: who, what, and everything that changed", () => {
    const named: Record<string, string> = { said: "cause", version: "versions", void_because: "void_reason" };
    for (const [kind, names] of taken("event")) {
      const sent = namesIn(english.get(kind) ?? "").map((name) => named[name ?? ""] ?? name);
      // How many alike things besides the first: the English joins them into the label.
      const own = [...names].filter((name) => name !== "others");
      expect([kind, own.sort()]).toEqual([kind, [...new Set(sent)].sort()]);
    }
  });
});

describe("what Today says", () => {
  const rows = source("domain/overview/http/rows.rs");

  it("is in French, every part of every row", () => {
    const kinds = all(rows, /\bkind: "(\w+)"(?:\.into\(\))?, glyph/g);
    const parts = kinds.flatMap((kind) =>
      ["message", "detail", "why", "action"].map((part) => `${kind}.${part}`),
    );
    expect(kinds.length).toBeGreaterThan(7);
    expect(Object.keys(sayings.today ?? {}).sort()).toEqual(["today", ...parts].sort());
  });

  it("takes what the service sends with a row", () => {
    const sent = new Set([
      ...all(rows, /\("(\w+)", json!/g),
      ...all(source("domain/overview/rules.rs"), /params\.insert\("(\w+)"/g),
    ]);
    for (const [code, names] of taken("today")) {
      expect([code, names.filter((name) => !sent.has(name ?? ""))]).toEqual([code, []]);
    }
  });
});

describe("headlines", () => {
  const of = {
    verdict: "domain/promotions/rules/words.rs",
    comparison: "domain/comparisons/rules/headline.rs",
  };

  it("are in French, every code, from what the service sends", () => {
    for (const [kind, file] of Object.entries(of)) {
      const codes = all(source(file), /\( ?"(\w+)", (?:format!|blocker)/g);
      expect(Object.keys(sayings[kind] ?? {}).sort()).toEqual([...new Set(codes)].sort());
      const sent = new Set([
        ...all(source(file), /\("(\w+)", json!/g),
        ...all(source(file), /insert\("(\w+)"/g),
        ...all(source("domain/comparisons/http/view.rs"), /insert\("(\w+)"/g),
      ]);
      for (const [code, names] of taken(kind)) {
        expect([code, names.filter((name) => !sent.has(name ?? ""))]).toEqual([code, []]);
      }
    }
  });
});

describe("reasons", () => {
  const codes = all(source("ground/http/reasons.rs"), /\( ?"(\w+)", "/g);

  it("are in French, every code", () => {
    expect(codes.length).toBeGreaterThan(100);
    expect(Object.keys(sayings.reason ?? {}).sort()).toEqual([...codes].sort());
  });

  it("take what the service sends with their code", () => {
    for (const [code, names] of taken("reason")) {
      // One function gives all of them both sides.
      const differs = code.endsWith("_differs");
      const sent = new Set(
        sources
          .filter((text) => text.includes(`"${code}"`) || (differs && text.includes("fn differing(")))
          .flatMap((text) => all(text, /(?:\.with\(|params\.insert\() ?"(\w+)"/g)),
      );
      expect([code, names.filter((name) => !sent.has(name ?? ""))]).toEqual([code, []]);
    }
  });

  it("know every part of a load", () => {
    const tools = ["aiperf", "guidellm", "vllm"].map((tool) =>
      source(`domain/evaluations/import/perf/${tool}.rs`),
    );
    // The lengths of one tool are named in a table.
    const parts = tools.flatMap((text) => [
      ...all(text, /load\.add\( ?"(\w+)"/g),
      ...all(text, /\("(\w+)", "[io]sl"\)/g),
    ]);
    expect([...new Set(parts)].sort()).toEqual(Object.keys(common.loads).sort());
  });

  it("know every flag of a run", () => {
    const table =
      /BLOCKING_FLAGS: .*? = &\[(.*?)\];/.exec(source("domain/evaluations/rules/eligible.rs"))?.[1] ?? "";
    expect(Object.keys(flags).sort()).toEqual([...all(table, /\( ?"(\w+)", "/g), "run_in_future"].sort());
  });
});

describe("words without a code", () => {
  const literals = sources.flatMap((text) => [
    ...all(text, /Remedy::text\( ?(?:format!\( ?)?"([^"]+)"/g),
    ...all(text, /\), "([A-Z][^"]+\.)", \)/g),
  ]);
  const bare = (text: string) => text.replace(/\{\w*\}/g, "{}");

  it("are in French, every remedy", () => {
    const known = new Set(Object.keys(words).map(bare));
    const only = ["Promote it to production first.", "Turn it {}.", "Write the tag {} as {}."];
    expect(
      [...new Set(literals.map(bare))].filter((text) => !known.has(text) && !only.includes(text)),
    ).toEqual([]);
  });

  it("are those of the service", () => {
    const whole = sources.map(bare).join(" ");
    const built = /^(Turn it o|Write the tag )/;
    expect(Object.keys(words).filter((text) => !built.test(text) && !whole.includes(bare(text)))).toEqual([]);
  });
});

describe("every template", () => {
  const templates = [
    ...Object.values(sayings).flatMap((of) => Object.values(of).flatMap(templatesOf)),
    ...Object.values(words),
    ...Object.values(flags),
  ];

  it("uses forms that there are", () => {
    const known = new Set([...Object.keys(forms), "reason", "verdict", "words"]);
    expect(templates.flatMap(formsIn).filter((form) => !known.has(form))).toEqual([]);
  });

  it("sets spaces, apostrophes and quotation marks as print does", () => {
    const prose = templates.map((text) => text.replace(/\{(\w+)(:\w+)?\}/g, "x").replace(/[{}|]/g, " "));
    const wrong = prose.filter(
      (text) =>
        /[^\u202f\s][;!?»%](?=\s|$|[.,)])/u.test(text) ||
        /[ \u00a0][;:!?»%]/u.test(text) ||
        /[\p{L}\d)]:(?=\s|$)/u.test(text) ||
        /«(?!\u202f)|['"“”]/.test(text) ||
        /\d[ \u00a0\u2009]\d{3}/.test(text),
    );
    expect(wrong).toEqual([]);
  });
});
