import { fixed, interval, placesFor, signed } from "./format";

/** What a forest plot draws of one comparison; all numbers in one unit. */
export interface Bar {
  delta: number | null;
  low: number | null;
  high: number | null;
  margin: number | null;
  weak: boolean;
}

const STEPS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50];

/** How far the axis reaches on both sides of zero: everything that counts fits, what is weak may be clipped. */
export function reachOf(bars: Bar[]): number {
  const strong = bars.filter((bar) => !bar.weak && bar.low !== null);
  const drawn = strong.length > 0 ? strong : bars;
  const ends = drawn.flatMap((bar) => [bar.low ?? 0, bar.high ?? 0, bar.delta ?? 0]).map(Math.abs);
  const margins = bars.map((bar) => (bar.margin ?? 0) * 2);
  return Math.min(100, Math.max(1, ...ends.map((end) => end * 1.1), ...margins));
}

/** Round marks from one end to the other, zero among them; at most four on each side. */
export function marksOf(reach: number): number[] {
  const step = STEPS.find((one) => reach / one <= 4) ?? 100;
  const most = Math.floor(reach / step);
  return Array.from({ length: 2 * most + 1 }, (_, index) => Number(((index - most) * step).toFixed(6)));
}

/** Where a value stands between two ends, and whether it lies beyond them. */
export function place(value: number, reach: number, left: number, right: number) {
  const inside = Math.max(-reach, Math.min(reach, value));
  return { x: left + ((inside + reach) / (2 * reach)) * (right - left), clipped: inside !== value };
}

/** Three sizes, by how many items stand behind it. */
export function sizeOf(n: number | null | undefined): number {
  if (n == null || n < 300) return 5;
  return n < 2000 ? 7 : 9;
}

/** Shares in percentage points, all else in its own unit. */
export function scaleOf(unit: string | null | undefined): number | null {
  if (unit === "fraction") return 100;
  return unit === "percent" ? 1 : null;
}

interface Difference {
  delta?: string | null;
  ci_low?: string | null;
  ci_high?: string | null;
  unit?: string | null;
}

/** `−0.8` and `[−1.9, +0.3]`; null where nothing is known. */
export function differenceOf(of: Difference): { value: string; interval: string | null } | null {
  if (of.delta == null) return null;
  const scale = scaleOf(of.unit) ?? 1;
  const [low, high] = [of.ci_low, of.ci_high];
  const half = low != null && high != null ? ((Number(high) - Number(low)) / 2) * scale : Number.NaN;
  const places = Number.isNaN(half) ? 2 : placesFor(half);
  const show = (text: string) => signed(Number(text) * scale, places);
  return {
    value: show(of.delta),
    interval: low != null && high != null ? interval(show(low), show(high)) : null,
  };
}

/** A length without a sign: a margin, what can be shown. */
export function lengthOf(value: string, unit: string | null | undefined): string {
  const scaled = Number(value) * (scaleOf(unit) ?? 1);
  return fixed(scaled, scaled >= 10 || Number.isInteger(Number(scaled.toFixed(6))) ? 0 : 1);
}

/** A heading in one line or two, broken between words; what does not fit then is clipped. */
export function broken(text: string, most: number): string[] {
  if (text.length <= most) return [text];
  const at = text.lastIndexOf(" ", most);
  if (at <= 0) return [clip(text, most)];
  return [text.slice(0, at), clip(text.slice(at + 1), most)];
}

/** A text that fits so many characters; the whole one stands in the row's name. */
export function clip(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}
