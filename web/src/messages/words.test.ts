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

/** Every word that a component says itself instead of taking it from the messages. */
function wordsIn(file: string): string[] {
  const source = ts.createSourceFile(
    file,
    readFileSync(file, "utf8"),
    ts.ScriptTarget.Latest,
    true,
    ts.ScriptKind.TSX,
  );
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

  it("keeps every word in the messages", () => {
    const components = files.filter((file) => file.endsWith(".tsx") && !file.endsWith(".test.tsx"));
    expect(components.flatMap(wordsIn)).toEqual([]);
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
