/** The colour of a version: one of eight, the same on every page. */
export function series(number: number): string {
  return `var(--s${((((number - 1) % 8) + 8) % 8) + 1})`;
}

export const SLOTS = 10_000;
