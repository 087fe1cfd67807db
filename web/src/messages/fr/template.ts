import type { Params, Write } from "../en/sentences";

/** A way to say a param; nothing when it cannot be said. */
export type Form = (value: unknown, write: Write) => string | undefined;

/** Several templates: the first counts for which the service sends everything. */
export type Template = string | readonly string[];

/**
 * A place of a template: `{name}` as it is, `{name:form}` in a form, `{n|one|many}` and `{n|none|one|many}` by number,
 * where `#` is the number itself.
 */
const PLACE = /\{(\w+)(?::(\w+))?(?:\|([^{}]*))?\}/g;

/** Names of all params that a template takes. */
export const namesIn = (template: string) => [...template.matchAll(PLACE)].map(([, name]) => name);

/** Names of all forms that a template uses. */
export const formsIn = (template: string) =>
  [...template.matchAll(PLACE)].flatMap(([, , form]) => form ?? []);

export const templatesOf = (template: Template) => (typeof template === "string" ? [template] : template);

function plain(value: unknown, write: Write): string | undefined {
  if (typeof value === "number") return write.count(value);
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** In French 0 and 1 are singular. */
function chosen(value: unknown, choices: string[], write: Write): string | undefined {
  if (typeof value !== "number") return undefined;
  const rank = choices.length === 2 ? Math.max(0, value - 1) : value;
  return choices[Math.min(rank, choices.length - 1)]?.replace("#", write.count(value));
}

function filled(template: string, params: Params, forms: Record<string, Form>, write: Write) {
  let whole = true;
  const text = template.replace(PLACE, (_place, name: string, form?: string, choices?: string) => {
    const value = params[name];
    const say = form === undefined ? plain : forms[form];
    const said = choices === undefined ? say?.(value, write) : chosen(value, choices.split("|"), write);
    if (said === undefined) whole = false;
    return said ?? "";
  });
  return whole ? text : undefined;
}

/** A sentence of a template and its params; nothing when a param is missing or cannot be said. */
export function fill(
  template: Template | undefined,
  params: Params,
  forms: Record<string, Form>,
  write: Write,
): string | undefined {
  if (template === undefined) return undefined;
  for (const one of templatesOf(template)) {
    const text = filled(one, params, forms, write);
    if (text !== undefined) return text;
  }
  return undefined;
}

const ESCAPED = /[.*+?^$()|[\]\\]/g;

const NUMBERS = ["n", "m"];

const numbersOf = (parts: Record<string, string>) =>
  Object.fromEntries(NUMBERS.flatMap((name) => (parts[name] ? [[name, Number(parts[name])]] : [])));

/**
 * Finds what English words are in another language: those that are known as they stand, and those with places. A place
 * is any words; `{n}` and `{m}` are numbers.
 */
export function phraseBook(words: Record<string, string>) {
  const patterns = Object.entries(words)
    .filter(([english]) => /\{\w+\}/.test(english))
    .map(([english, other]) => {
      const pattern = english
        .replace(ESCAPED, "\\$&")
        .replace(/\{(\w+)\}/g, (_, name) => (NUMBERS.includes(name) ? `(?<${name}>\\d+)` : `(?<${name}>.+)`));
      return [new RegExp(`^${pattern}$`), other] as const;
    });
  return (english: string, forms: Record<string, Form>, write: Write): string | undefined => {
    if (Object.hasOwn(words, english)) return words[english];
    for (const [pattern, other] of patterns) {
      const parts = pattern.exec(english)?.groups;
      const said = parts && fill(other, { ...parts, ...numbersOf(parts) }, forms, write);
      if (said !== undefined) return said;
    }
    return undefined;
  };
}
