import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { brief, count } from "../lib/format";
import { minute } from "../lib/time";
import { forms, problems } from "./fr/problems";
import { fields } from "./fr/problemsFields";
import { files } from "./fr/problemsFiles";
import { notes } from "./fr/problemsNotes";
import { details, kinds, particulars, places, titles, wrongs } from "./fr/problemsWords";
import { forms as common } from "./fr/sentencesForms";
import { formsIn, namesIn } from "./fr/template";

// A language is chosen before anything that speaks is evaluated.
vi.hoisted(() => localStorage.setItem("tenure.language", "fr"));

const RUST = join(import.meta.dirname, "../../../src");
const IMPORT = /^domain\/evaluations\/import\//;

/** Sources of the service by name, without tests and examples, with every white space as one space. */
const sources = readdirSync(RUST, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".rs") && !/\btests?(ing)?\b|openapi/.test(name))
  .map((name) => {
    const text = readFileSync(join(RUST, name), "utf8").split("#[cfg(test)]")[0] ?? "";
    return [name, text.replace(/\\\n\s*/g, "").replace(/\s+/g, " ")] as const;
  });
const source = (name: string) => sources.find(([one]) => one === name)?.[1] ?? "";
const all = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, one]) => one ?? "");
/** A text of Rust as it is told, with every place and number as one sign. */
const bare = (text: string) => text.replace(/\\(["\\])/g, "$1").replace(/\{\w*(:\?)?\}|\d+/g, "{}");
const LITERAL = /"((?:[^"\\]|\\.)*)"/g;
const missing = (said: string[], known: Record<string, string>[]) => {
  const keys = new Set(known.flatMap(Object.keys).map(bare));
  return [...new Set(said.map(bare))].filter((text) => !keys.has(text));
};

describe("problems in French", () => {
  const codes = [...source("ground/http/codes.rs").matchAll(/code\( ?"(\w+)", \d+, "([^"]*)",? ?\)/g)];

  it("have a title, every code", () => {
    expect(codes.length).toBeGreaterThan(20);
    expect(Object.keys(titles)).toEqual(codes.map(([, code]) => code));
  });

  it("say what happened, every sentence that does not only repeat fields and reasons", () => {
    const made = source("ground/http/problem.rs");
    const own = new Set(all(made, /Self::new\( ?"(\w+)"/g));
    const forbidden = sources.flatMap(([, text]) =>
      /Failure::Forbidden \{/.test(text)
        ? all(text, /"(This needs the [^"]*|A (?:token|session) [^"]*)"/gi)
        : [],
    );
    const said = [
      ...codes.flatMap(([, code, meaning]) => (own.has(code ?? "") ? [] : [meaning ?? ""])),
      ...all(made, /Self::new\( ?"\w+", format!\("([^"]+)"/g),
      ...forbidden.filter((text) => text !== "This needs the role {} on the team."),
    ];
    expect(said.length).toBeGreaterThan(20);
    expect(missing(said, [details])).toEqual([]);
  });

  it("know everything that may not be there", () => {
    const kind = /NotFound \{ kind: "(\w+)"/g;
    const said = sources.flatMap(([, text]) => all(text, kind)).map((one) => one.replace("_", " "));
    expect(said.length).toBeGreaterThan(20);
    expect(said.filter((one) => !Object.hasOwn(kinds, one))).toEqual([]);
  });
});

describe("what is wrong with a field, in French", () => {
  const made = /FieldProblem|NameProblem|Failure::(invalid|malformed)/;
  const told = sources.filter(([name, text]) => made.test(text) && !IMPORT.test(name));
  /** Texts that stand where the words of a field are made, to the end of the call. */
  const after = (text: string, places: RegExp) =>
    [...text.matchAll(places)].flatMap(({ index, 0: found }) => {
      const rest = text.slice(index + found.length);
      const end = rest.replace(LITERAL, (literal) => "_".repeat(literal.length)).search(/;|\) ?[,)]/);
      return all(rest.slice(0, end), LITERAL);
    });
  const OTHER = [
    // Of a part that is no phrase: it stands here whole.
    "a decimal {} in this unit",
    // A reason.
    "The version has the results of this file already.",
  ];
  /** One word is a pointer; a place with a full stop is what a library said. */
  const isPhrase = (text: string) => text.includes(" ") && !OTHER.includes(bare(text));

  it("says what would be right, everywhere", () => {
    const made =
      /FieldProblem::new\(|Failure::(?:invalid|malformed)\(|NameProblem\(|let (?:expected|problem) = |"\/\w+", |wrong\(|because\(|let message = /g;
    const said = told.flatMap(([, text]) => after(text, made)).filter(isPhrase);
    expect(said.length).toBeGreaterThan(100);
    expect(missing(said, [fields, files, wrongs, particulars])).toEqual([]);
  });

  it("says what an expression of a policy lacks", () => {
    const lint = source("domain/promotions/requirement/lint.rs");
    expect(missing(all(lint, /"([A-Z][^"]+\.)"/g), [wrongs])).toEqual([]);
  });
});

describe("what is said of a result file, in French", () => {
  /** What begins small and is not told, and why. */
  const UNTOLD: [why: string, texts: RegExp][] = [
    [
      "It says for us why code may stop.",
      /^(a small number of tenths|writing to a string|rows are far fewer)/,
    ],
    [
      "By that a format is known: names of fields, which a problem lists as they are.",
      /^(a front matter with|an archive with run_spec.json and stats.json|benchmarks with|completed, |config_general with|config with modeltype|dataset, task_id|input_config with|lines with doc_id|results with|results, versions|schema_version with)/,
    ],
    [
      "Names of formats and layouts.",
      /^(unknown format|model card|lm-eval .*|tenure .*|vllm bench|vLLM .*)$/,
    ],
    ["What tells parts of a file apart.", /^(lower is better|statistics of the split .*)$/],
    ["A device, as the file names it.", /^\{count\} x \{name\}$/],
    ["A problem in the log of the service.", /^\{message\} \(/],
    [
      "Parts of a place, which are no words alone.",
      /^(line |line 1, |\{\}, column \{name\}|line \{\w*\}, ?\{column\})$/,
    ],
    [
      "Parts of sentences that stand here whole.",
      /^(about |the file has too many \{|at most \{most\} |not stated|\{kept\})/,
    ],
  ];
  const isTold = (text: string) =>
    text.includes(" ") && /^[a-z{]/.test(text) && !UNTOLD.some(([, untold]) => untold.test(text));
  const phrases = sources
    .filter(([name]) => IMPORT.test(name))
    .flatMap(([, text]) => all(text, LITERAL))
    .filter(isTold);

  it("is whole", () => {
    expect(phrases.length).toBeGreaterThan(150);
    expect(missing(phrases, [files, fields, notes, places])).toEqual([]);
  });
});

const books = { fields, files, notes, details, wrongs, places };
const write = { count, decimal: brief, time: (instant: string) => minute(instant, "UTC") };

describe("every phrase for problems", () => {
  it("is one that the service says", () => {
    const whole = sources.map(([, text]) => bare(text)).join(" ");
    /** What the service makes of parts, and what its reader of JSON says. */
    const built =
      /^a decimal from \{|statistics about|status is not stated|^the file has too many rows|field `\{name\}`/;
    const unsaid = Object.values(books)
      .flatMap(Object.keys)
      .filter((text) => !built.test(text) && !whole.includes(bare(text)));
    expect(unsaid).toEqual([]);
  });

  it("takes only places that it finds, in forms that there are", () => {
    for (const [english, french] of Object.values(books).flatMap(Object.entries)) {
      const found = namesIn(english);
      expect([english, namesIn(french).filter((name) => !found.includes(name))]).toEqual([english, []]);
      expect(formsIn(french).filter((form) => !Object.hasOwn({ ...common, ...forms }, form))).toEqual([]);
    }
  });

  it("sets spaces, apostrophes and quotation marks as print does", () => {
    const prose = [...Object.values(books), titles, kinds, particulars].flatMap(Object.values);
    const wrong = prose
      .map((text) => text.replace(/\{(\w+)(:\w+)?\}/g, "x").replace(/[{}|]/g, " "))
      .filter(
        (text) =>
          /[^\u202f\s][;!?»%](?=\s|$|[.,)])/u.test(text) ||
          /[ \u00a0][;:!?»%]/u.test(text) ||
          /[\p{L}\d)]:(?=\s|$)/u.test(text) ||
          /['"“”]/.test(text) ||
          /\d[ \u00a0\u2009]\d{3}/.test(text),
      );
    expect(wrong).toEqual([]);
  });
});

describe("a problem in French", () => {
  const expects = (expected: string) => problems.wrong({ message: `Expected ${expected}.`, expected }, write);
  const wrong = (message: string) => problems.wrong({ message, expected: "" }, write);

  it("says what would be right, with its numbers", () => {
    expect(expects("1 to 65536 bytes")).toBe("Attendu\u202f: de 1 à 65\u202f536 octets.");
    expect(expects("at least 10 characters that say why")).toBe(
      "Attendu\u202f: au moins 10 caractères qui disent pourquoi.",
    );
    expect(expects("a decimal from 0 to 100 in this unit")).toBe(
      "Attendu\u202f: un nombre décimal de 0 à 100 dans cette unité.",
    );
  });

  it("says what happened, to what and to whom", () => {
    expect(problems.detail("No such match rule.", write)).toBe(
      "Cette règle de correspondance n’existe pas, ou vous n’y avez pas accès.",
    );
    expect(problems.detail("This needs the role operator or admin on the team it concerns.", write)).toBe(
      "Il faut le rôle opérateur ou administrateur dans l’équipe concernée.",
    );
  });

  it("keeps names, also of files that look like a sentence", () => {
    expect(wrong("a: b.json: Metrics are an object, this is a list.")).toBe(
      "a: b.json\u202f: Les métriques sont un objet, ceci est une liste.",
    );
    expect(wrong("Task mmlu: fr has 1 metrics.")).toBe("La tâche mmlu: fr a 1 métrique.");
    expect(
      problems.note("GSM8K is a share from 0 to 1 elsewhere, here it is 71: its unit is not certain.", write),
    ).toBe("GSM8K est ailleurs une part de 0 à 1, ici c’est 71\u202f: son unité n’est pas certaine.");
  });

  it("is left to the words of the service where there are no others", () => {
    expect(wrong("invalid type: map, expected a string.")).toBe("");
    expect(expects("a unicorn")).toBe("");
    expect(problems.detail("toString", write)).toBe("");
    expect(problems.title("http_502")).toBe("");
  });
});
