import type { Compared, ComparisonRow, VersionRef } from "../../api/types";
import type { Bar } from "../../lib/forest";
import { differenceOf, scaleOf } from "../../lib/forest";
import { t } from "../../messages";

const c = t.compare;
export type Tier = ComparisonRow["tier"];
export const TIERS: readonly Tier[] = ["critical", "supporting", "exploring"];

/** `ticket-routing`, and the task or slice where the suite has several. */
export function nameOf(row: Pick<ComparisonRow, "suite" | "task" | "slice_value">): string {
  // Tools write `ticket_routing` where people write `ticket-routing`.
  const plain = (name: string) => name.replaceAll("_", "-");
  const task = plain(row.task).startsWith(plain(row.suite)) ? "" : ` ${row.task}`;
  return `${row.suite}${task}${row.slice_value ? ` · ${row.slice_value}` : ""}`;
}

/** What was counted, and how answers were read where the tool has several ways. */
export function detailOf(row: Pick<ComparisonRow, "metric" | "filter">): string {
  return row.filter && row.filter !== "none" ? `${row.metric} · ${row.filter}` : row.metric;
}

/** The rows whose name another row has too: they need their detail to be told apart. */
export function namesakes(rows: ComparisonRow[]): Set<string> {
  const named = (row: ComparisonRow) => `${nameOf(row)} ${row.language}`;
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(named(row), (counts.get(named(row)) ?? 0) + 1);
  return new Set(rows.filter((row) => counts.get(named(row)) !== 1).map((row) => row.key));
}

/** A version's number; of another model than the candidate's, `MODEL/NUMBER`. */
export interface Numbers {
  base: number | string;
  candidate: number;
}

export function numbersOf({ base, candidate }: Pick<Compared, "base" | "candidate">): Numbers {
  const alike = base.model_id === candidate.model_id;
  return { base: alike ? base.number : labelOf(base), candidate: candidate.number };
}

/** Where there is room for a number only. */
export const shortOf = (number: Numbers["base"]) =>
  typeof number === "string" ? c.recoveryColumns.base : number;

/** `v4`, or the whole name. */
export const markOf = (number: Numbers["base"]) => (typeof number === "string" ? number : `v${number}`);

export const labelOf = (version: VersionRef) => `${version.model_name}/${version.number}`;

/** The row's numbers in the unit of the axis. */
export function barOf(row: ComparisonRow): Bar {
  const scale = scaleOf(row.unit) ?? 1;
  const number = (text: string | null | undefined) => (text == null ? null : Number(text) * scale);
  return {
    delta: number(row.delta),
    low: number(row.ci_low),
    high: number(row.ci_high),
    margin: number(row.margin),
    weak: row.weak.length > 0,
  };
}

/** `−0.8 pt` and ` [−1.9, +0.3]` */
export function differenceParts(row: ComparisonRow): [string, string] {
  const difference = differenceOf(row);
  if (!difference) return [t.common.unknown, ""];
  return [withUnit(difference.value, row.unit), difference.interval ? ` ${difference.interval}` : ""];
}

export function differenceText(row: ComparisonRow): string {
  return differenceParts(row).join("");
}

export function withUnit(text: string, unit: string | null | undefined): string {
  return scaleOf(unit) === null ? text : c.pt(text);
}

/** Times, rates and costs have a table of their own; among these rows they stand only when they decide something. */
export function rowsOfQuality(of: Compared): ComparisonRow[] {
  const measure = (one: { suite?: string | null; metric: string }) => `${one.suite} ${one.metric}`;
  const beside = new Set(of.beside?.rows.map(measure));
  return of.rows.filter((row) => row.tier === "critical" || !beside.has(measure(row)));
}

export interface Shown {
  tier: string;
  slice: string;
  failing: boolean;
  byName: boolean;
}

/** The rows under the filters. The service's order is the one nearest to failing first. */
export function shownRows(rows: ComparisonRow[], { tier, slice, failing, byName }: Shown): ComparisonRow[] {
  const kept = rows
    .filter((row) => tier === "" || row.tier === tier)
    .filter((row) => slice === "" || row.language === slice)
    .filter((row) => !failing || !["superior", "non_inferior"].includes(row.verdict));
  if (!byName) return kept;
  const rank = (row: ComparisonRow) => TIERS.indexOf(row.tier);
  return kept.sort((a, b) => rank(a) - rank(b) || nameOf(a).localeCompare(nameOf(b)));
}
