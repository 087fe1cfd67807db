/** The colour of a version: one of eight, the same on every page. None of them says "good", "bad" or "off". */
export function series(number: number): string {
  return `var(--s${((((number - 1) % 8) + 8) % 8) + 1})`;
}

/** Every second version is striped as well, so that neighbours differ without colour. */
export function striped(number: number): boolean {
  return number % 2 === 0;
}

const STRIPES = "repeating-linear-gradient(135deg, var(--decal) 0 2px, transparent 2px 8px)";

/** The ground of a version in bars and swatches. */
export function ground(number: number): string {
  return striped(number) ? `${STRIPES}, ${series(number)}` : series(number);
}

export const SLOTS = 10_000;
