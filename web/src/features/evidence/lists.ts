import type { Margins, PolicyContent } from "../../api/types";
import { asRead, asTyped } from "../../lib/format";

type Tags = NonNullable<PolicyContent["applies"]["tags"]>;

/** Words that are separated by commas or spaces. */
export function listOf(text: string): string[] {
  return text
    .split(/[,\s]+/)
    .map((part) => part.trim())
    .filter(Boolean);
}

/** `tier=critical, lang=fr` as tags; a key without a value has an empty one, which the service judges. */
export function tagsOf(text: string): Tags {
  return text
    .split(/[,\n]+/)
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) => {
      const [key = "", ...value] = part.split("=");
      return { key: key.trim(), value: value.join("=").trim() };
    });
}

export function tagsText(tags: Tags): string {
  return tags.map(({ key, value }) => `${key}=${value}`).join(", ");
}

/** Margins as they are written: one for all, and lines `suite = 0.05`; null when none is declared. */
export function marginsOf(all: string, suites: string): Margins | null {
  const lines = suites
    .split("\n")
    .map((line) => line.split("=").map((part) => part.trim()))
    .filter(([suite]) => suite);
  const own = Object.fromEntries(lines.map(([suite = "", value = ""]) => [suite, asRead(value)]));
  if (all.trim() === "" && lines.length === 0) return null;
  return { ...(all.trim() !== "" && { default: asRead(all.trim()) }), suites: own };
}

export function suitesText(margins: Margins | null | undefined): string {
  return Object.entries(margins?.suites ?? {})
    .map(([suite, value]) => `${suite} = ${asTyped(value)}`)
    .join("\n");
}
