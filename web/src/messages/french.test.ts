import { describe, expect, it } from "vitest";
import { en } from "./en";
import { fr } from "./fr";
import { plural } from "./fr/grammar";

type Said = string | ((...facts: never[]) => string);

/** Every message by its path: `route.facts.slots`. */
function messages(of: unknown, path = ""): [string, Said][] {
  if (typeof of === "string" || typeof of === "function") return [[path, of as Said]];
  return Object.entries(of as object).flatMap(([name, one]) =>
    messages(one, path ? `${path}.${name}` : name),
  );
}

const ENGLISH = new Map(messages(en));
const FRENCH = messages(fr);

/** What messages are told that take neither numbers nor names. */
const SPAN = { amount: 3, unit: "d", past: true };
const LIST = ["a", "b"];
const SAMPLES: Record<string, unknown[][]> = {
  "common.ago": [[SPAN], [{ ...SPAN, past: false }]],
  "common.late": [[SPAN]],
  "common.age": [[SPAN]],
  "findings.sentence": [
    ["a", "requirements_unmet", 2],
    ["a", "runs_without_evidence", undefined],
  ],
  "policies.oneOf": [["a", LIST]],
  "policies.allOf": [["a", LIST]],
  "route.serves": [[LIST]],
  "route.killTitle": [
    ["", "~"],
    ["~", "~"],
  ],
  "routes.emptyTitle": [[""], ["~"]],
  "suite.without": [[""], ["~"]],
};
/** Numbers of every plural, and a name; a message that takes the other one of them says it all the same. */
const FACTS = [0, 1, 2, "~"].map((fact) => [fact, fact, fact, fact, fact]);

/** What a message says, of every kind of facts that it takes. */
function spoken(path: string, said: Said): string[] {
  if (typeof said === "string") return [said];
  return (SAMPLES[path] ?? FACTS).map((facts) => (said as (...facts: unknown[]) => string)(...facts));
}

const SPOKEN = FRENCH.flatMap(([path, said]) => spoken(path, said).map((text) => [path, text] as const));

/** Commands are the same in every language. */
const COMMAND = /^(tenure|curl|TENURE_\w+=)/;
const prose = SPOKEN.filter(([, text]) => !COMMAND.test(text));

/** Words that are the same in both languages. Whatever else is the same was forgotten. */
const SAME = new Set(
  `Alias Application Applications Base Candidate Chrome Code Commit Configuration Edge English Firefox Français Import
  Machines Promotion Promotions Relation Route Routes Safari Session Sessions Source Suite Suites Technique Tenure UTC
  Verdict Version active alias application distillation machine minimal performance production promotion
  reconfiguration route shot suite ticket tokens version`.split(/\s+/),
);

describe("the French messages", () => {
  it("say what the English ones say: the same names, told the same facts", () => {
    const arity = (said: Said | undefined) => (typeof said === "function" ? said.length : "words");
    expect(FRENCH.map(([path, said]) => [path, arity(said)])).toEqual(
      FRENCH.map(([path]) => [path, arity(ENGLISH.get(path))]),
    );
    expect(FRENCH).toHaveLength(ENGLISH.size);
  });

  it("are French", () => {
    const known = (text: string) => (text.match(/\p{L}{3,}/gu) ?? []).every((word) => SAME.has(word));
    const same = prose.filter(([path, text]) => {
      const english = ENGLISH.get(path);
      return english && !known(text) && spoken(path, english).includes(text);
    });
    expect(same).toEqual([]);
  });

  it("set a narrow no-break space before signs of two parts and inside of guillemets", () => {
    const wrong = prose.filter(
      ([, text]) =>
        /[^\u202f\s][;!?»%](?=\s|$|[.,)])/u.test(text) ||
        /[ \u00a0][;:!?»%]/u.test(text) ||
        /[\p{L}\d)](?<!sha256):(?=\s|$)/u.test(text) ||
        /«(?!\u202f)/.test(text) ||
        /\d[ \u00a0\u2009]\d{3}/.test(text),
    );
    expect(wrong).toEqual([]);
  });

  it("use the apostrophe and the quotation marks of print, and no space too many", () => {
    expect(prose.filter(([, text]) => /['"“”]| {2}|\u202f[ \u202f]/.test(text))).toEqual([]);
  });

  it("never say what a stage is called in English", () => {
    const codes = Object.keys(en.common.stages).filter((code) => code !== "production");
    const raw = new RegExp(`\\b(${codes.join("|")})\\b`);
    expect(prose.filter(([, text]) => raw.test(text))).toEqual([]);
  });

  it("count nothing and one in the singular", () => {
    expect([0, 1, 2, 3].map((n) => plural(n, "route", "routes"))).toEqual([
      "route",
      "route",
      "routes",
      "routes",
    ]);
    expect(fr.effect.changes(0)).toBe("0 entrée au journal. Aucune route ne change.");
    expect(fr.findings.headline(2, false, 0)).toBe("2 constats sont ouverts\u202f; aucun n’est en retard.");
    expect(fr.findings.headline(1, false, 1)).toBe("1 constat est ouvert\u202f; 1 est en retard.");
  });

  it("agree with what they are said of", () => {
    expect(
      fr.promotion.headline("PR-0042", "support-chat", 7, "production", fr.promotion.states.approved),
    ).toBe("PR-0042\u202f: la proposition de passer support-chat version 7 en production est approuvée.");
    expect(fr.promotion.closed(3, fr.common.stages.revoked)).toBe(
      "La version 3 est révoquée et ne va nulle part d’ici.",
    );
    expect(fr.common.ago({ amount: 3, unit: "d", past: true })).toBe("il\u00a0y\u00a0a\u00a03\u00a0j");
  });
});
