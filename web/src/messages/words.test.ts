import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const SRC = join(import.meta.dirname, "..");
const SPOKEN = new Set([
  "aria-label",
  "title",
  "placeholder",
  "alt",
  "label",
  "help",
  "text",
  "sub",
  "note",
  "confirm",
]);
const LETTERS = /\p{L}{2,}/u;

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => join(folder, name));
}

const parsed = (file: string) =>
  ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);

/** Whether an element says of what stands in it that it is English. `Sentence` says it of what it is given. */
function isEnglish(node: ts.Node): boolean {
  if (!ts.isJsxElement(node)) return false;
  const { tagName, attributes } = node.openingElement;
  return tagName.getText() === "English" || attributes.getText().includes('lang="en"');
}

/** Sentences of the service that a component shows without saying that they are English. */
function unmarkedIn(file: string): string[] {
  const source = parsed(file);
  const found: string[] = [];
  const shown = (node: ts.Node): boolean => {
    for (let one = node.parent; one; one = one.parent) {
      if (isEnglish(one)) return false;
      if (ts.isJsxAttribute(one)) return one.name.getText() !== "key";
      if (ts.isFunctionLike(one) || ts.isObjectLiteralExpression(one)) return false;
      if (ts.isJsxExpression(one) && !ts.isJsxAttribute(one.parent)) return !english(one);
    }
    return false;
  };
  const english = (node: ts.Node): boolean =>
    node.parent !== undefined && (isEnglish(node.parent) || english(node.parent));
  const visit = (node: ts.Node) => {
    if (ts.isPropertyAccessExpression(node) && node.name.text === "message" && shown(node)) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      found.push(`${file.slice(SRC.length + 1)}:${line + 1} ${node.getText()}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Every word that a component says itself instead of taking it from the messages. */
function wordsIn(file: string): string[] {
  const source = parsed(file);
  const found: string[] = [];
  const note = (node: ts.Node, text: string) => {
    if (!LETTERS.test(text)) return;
    const { line } = source.getLineAndCharacterOfPosition(node.getStart());
    found.push(`${file.slice(SRC.length + 1)}:${line + 1} ${text.trim()}`);
  };
  const visit = (node: ts.Node) => {
    if (ts.isJsxText(node)) note(node, node.text);
    if (ts.isJsxExpression(node) && node.expression && !ts.isJsxAttribute(node.parent))
      spoken(node.expression);
    if (ts.isJsxAttribute(node) && SPOKEN.has(node.name.getText()) && node.initializer) {
      if (ts.isStringLiteral(node.initializer)) note(node, node.initializer.text);
      else if (ts.isJsxExpression(node.initializer) && node.initializer.expression)
        spoken(node.initializer.expression);
    }
    ts.forEachChild(node, visit);
  };
  /** Literals that the expression itself shows, not those inside nested calls and elements. */
  const spoken = (expression: ts.Expression) => {
    if (ts.isStringLiteralLike(expression)) note(expression, expression.text);
    if (ts.isTemplateExpression(expression)) {
      note(
        expression,
        [expression.head.text, ...expression.templateSpans.map((span) => span.literal.text)].join(" "),
      );
    }
    if (ts.isConditionalExpression(expression)) {
      spoken(expression.whenTrue);
      spoken(expression.whenFalse);
    }
    if (ts.isBinaryExpression(expression)) {
      if (expression.operatorToken.kind !== ts.SyntaxKind.AmpersandAmpersandToken) spoken(expression.left);
      spoken(expression.right);
    }
    if (ts.isParenthesizedExpression(expression)) spoken(expression.expression);
  };
  visit(source);
  return found;
}

describe("the source", () => {
  const files = filesBelow(SRC);
  const components = files.filter((file) => file.endsWith(".tsx") && !file.endsWith(".test.tsx"));

  it("keeps every word in the messages", () => {
    expect(components.flatMap(wordsIn)).toEqual([]);
  });

  it("shows no sentence of the service without a word for its language", () => {
    expect(components.flatMap(unmarkedIn)).toEqual([]);
  });

  it("takes all words from one place, whatever their language", () => {
    const own = /messages\/|\.test\.ts$/;
    const offenders = files
      .filter((file) => /\.tsx?$/.test(file) && !own.test(file))
      .filter((file) => /from "[^"]*messages\/[^"]+"/.test(readFileSync(file, "utf8")));
    expect(offenders).toEqual([]);
  });

  it("lets no language wait for the application, which waits for it", () => {
    const languages = files.filter((file) => /messages\/(en|fr)(\/\w+)?\.ts$/.test(file));
    const imports = languages.flatMap((file) =>
      [...readFileSync(file, "utf8").matchAll(/^import (?!type )[^"]*"([^"]+)"/gm)].map(([, from]) => from),
    );
    expect(languages.length).toBeGreaterThan(30);
    expect(imports.filter((from) => !/^\.\/((en|fr)\/)?\w+$/.test(from ?? ""))).toEqual([]);
  });

  it("formats times and numbers in lib only", () => {
    const own = /(lib\/(time|format)(\.test)?\.ts|words\.test\.ts)$/;
    const offenders = files
      .filter((file) => /\.tsx?$/.test(file) && !own.test(file))
      .filter((file) => /toLocale(Date|Time)?String|Intl\./.test(readFileSync(file, "utf8")));
    expect(offenders).toEqual([]);
  });

  it("keeps files short", () => {
    const generated = /(schema\.gen|pending)\.ts$/;
    const long = files
      .filter((file) => /\.(tsx?|css)$/.test(file) && !generated.test(file))
      .map((file) => ({ file, lines: readFileSync(file, "utf8").trimEnd().split("\n").length }))
      .filter(({ lines }) => lines > 250);
    expect(long).toEqual([]);
  });

  it("lets dependencies run one way: routes, features, ui, lib", () => {
    const wrong: string[] = [];
    const below: Record<string, RegExp> = {
      lib: /from "(\.\.\/)+(ui|features|routes|api)\//,
      ui: /from "(\.\.\/)+(features|routes)\//,
      api: /from "(\.\.\/)+(ui|features|routes)\//,
      features: /from "(\.\.\/)+routes\//,
    };
    for (const file of files.filter((name) => /\.tsx?$/.test(name))) {
      const layer = file.slice(SRC.length + 1).split("/")[0] ?? "";
      if (below[layer]?.test(readFileSync(file, "utf8"))) wrong.push(file);
    }
    expect(wrong).toEqual([]);
  });
});
