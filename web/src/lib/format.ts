/** Every way the console writes a number. Decimals of the API are strings and stay strings until here. */
import { type Language, language } from "./language";

/** Breaks no line: `2 102` stays whole. */
export const THIN = "\u202f";
export const MINUS = "\u2212";
const SPACE = "\u00a0";

/** How a language writes what stands in and around numbers. */
interface Signs {
  point: string;
  thousands: string;
  percent: string;
  /** Between the two ends of an interval. */
  apart: string;
  /** Before the number of items. */
  items: string;
  bytes: readonly string[];
}

const SIGNS: Record<Language, Signs> = {
  en: {
    point: ".",
    thousands: THIN,
    percent: `${SPACE}%`,
    apart: ", ",
    items: `n${SPACE}`,
    bytes: ["B", "kB", "MB", "GB"],
  },
  fr: {
    point: ",",
    thousands: THIN,
    percent: `${THIN}%`,
    apart: `${THIN}; `,
    items: `n${SPACE}=${SPACE}`,
    bytes: ["o", "ko", "Mo", "Go"],
  },
};
const own = SIGNS[language];

/** A decimal of the API in a field: `0.85` is `0,85` where a comma divides. */
export const asTyped = (value: string) => value.replace(".", own.point);

/** What was typed, as the API reads it. */
export const asRead = (typed: string) => typed.replace(own.point, ".");

/** `18422` as `18 422`. */
export function count(value: number): string {
  const digits = Math.abs(Math.trunc(value)).toString();
  return (value < 0 ? MINUS : "") + digits.replace(/\B(?=(\d{3})+$)/g, own.thousands);
}

/** A decimal string with the true minus sign, nothing rounded. */
export function decimal(value: string): string {
  return asTyped(value.startsWith("-") ? MINUS + value.slice(1) : value);
}

export function fixed(value: number, places: number): string {
  return asTyped(rounded(value, places));
}

/** A number as the service writes it: in English. */
function rounded(value: number, places: number): string {
  const text = Math.abs(value).toFixed(places);
  return value < 0 && Number(text) !== 0 ? MINUS + text : text;
}

/** `81.4 %` */
export const percent = (text: string) => text + own.percent;

/** `[79.2, 83.4]`, of two numbers as they are written. */
export const interval = (low: string, high: string) => `[${low}${own.apart}${high}]`;

/** Slots of 10 000 as percent: 9500 is `95 %`, 9525 is `95.25 %`. */
export function slots(value: number): string {
  return percent(asTyped(String(Number((value / 100).toFixed(2)))));
}

export function signed(value: number, places: number): string {
  return value > 0 ? `+${fixed(value, places)}` : fixed(value, places);
}

export interface Estimate {
  value?: string | null;
  ci_low?: string | null;
  ci_high?: string | null;
  n?: number | null;
  unit?: string | null;
}

/** Places that show the half-width of an interval with two significant digits. */
export function placesFor(halfWidth: number): number {
  if (!Number.isFinite(halfWidth) || halfWidth <= 0) return 3;
  return Math.min(6, Math.max(0, 1 - Math.floor(Math.log10(halfWidth))));
}

/** Decimals that a reader still takes in; what has more is shown with so many significant digits. */
const PLAIN_MAX = 4;
const PLACES_MAX = 12;

/** Places that show a value as it was given, or with four significant digits when it was given with more. */
function plainPlaces(value: string): number {
  const given = /e/i.test(value) ? PLACES_MAX : (value.split(".")[1]?.length ?? 0);
  const size = Math.abs(Number(value));
  if (given <= PLAIN_MAX || size === 0) return Math.min(PLAIN_MAX, given);
  return Math.min(given, PLACES_MAX, Math.max(0, PLAIN_MAX - 1 - Math.floor(Math.log10(size))));
}

/** A decimal string with at most four significant digits after a long tail. */
export function brief(value: string): string {
  return fixed(Number(value), plainPlaces(value));
}

/** Words of the service in which a number has more digits than anybody reads. They stay English. */
export function briefText(text: string): string {
  return text.replace(/-?\d+\.\d{5,}/g, (value) => rounded(Number(value), plainPlaces(value)));
}

/** Units that need no word behind a number: a scale has no name. */
const WORDLESS = ["score", "count", "currency"];

/** What stands behind a number of this unit: ` %`, ` s`, ` days`, or nothing. */
function behind(unit: string | null | undefined): string {
  if (unit === "fraction" || unit === "percent") return own.percent;
  if (!unit || WORDLESS.includes(unit)) return "";
  return SPACE + (unit === "seconds" ? "s" : unit);
}

/** A limit in its unit as measured values are written: 0.85 of a share is `85 %`. */
export function limit(value: string, unit: string | null | undefined): string {
  if (unit !== "fraction") return decimal(value) + behind(unit);
  const places = Math.max(0, (value.split(".")[1]?.length ?? 0) - 2);
  return fixed(Number(value) * 100, places) + behind(unit);
}

/** `81.4 % [79.2, 83.4] n 1 319`; null when the value is unknown, for then a word stands there. */
export function estimate(of: Estimate): string | null {
  if (of.value == null) return null;
  const scale = of.unit === "fraction" ? 100 : 1;
  const [low, high] = [of.ci_low ?? null, of.ci_high ?? null];
  const half = low !== null && high !== null ? ((Number(high) - Number(low)) / 2) * scale : Number.NaN;
  const places = Number.isNaN(half)
    ? Math.max(0, plainPlaces(of.value) - (scale === 100 ? 2 : 0))
    : placesFor(half);
  const show = (text: string) => fixed(Number(text) * scale, places);
  const ends = low !== null && high !== null ? ` ${interval(show(low), show(high))}` : "";
  const n = of.n == null ? "" : ` ${own.items}${count(of.n)}`;
  return `${show(of.value)}${behind(of.unit)}${ends}${n}`;
}

export function bytes(size: number): string {
  let value = size;
  let unit = 0;
  while (value >= 1000 && unit < own.bytes.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? value : fixed(value, 1)}${SPACE}${own.bytes[unit]}`;
}

/** `7f3a…c2` */
export function short(digest: string): string {
  const hex = digest.replace(/^sha256:/, "");
  return hex.length <= 10 ? hex : `${hex.slice(0, 4)}…${hex.slice(-2)}`;
}

/** `@18 422` */
export function position(value: number): string {
  return `@${count(value)}`;
}

export function initials(name: string): string {
  const words = name.split(/[\s._-]+/).filter(Boolean);
  return ((words[0]?.[0] ?? "") + (words.length > 1 ? (words.at(-1)?.[0] ?? "") : "")).toUpperCase();
}
