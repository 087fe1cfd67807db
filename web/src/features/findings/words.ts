import type { Finding } from "../../api/types";
import { t } from "../../messages";

const f = t.findings;

/** The codes that the finding names, and how many there are in all. */
export function unmetOf({ params }: Finding): { codes: string[]; count: number } | null {
  const { requirements, count } = params as { requirements?: unknown; count?: unknown };
  if (!Array.isArray(requirements)) return null;
  const codes = requirements.filter((code) => typeof code === "string");
  return { codes, count: typeof count === "number" ? count : codes.length };
}

/** The requirements by the words of their codes; their titles stand on the finding's page. */
export function unmetText(finding: Finding): string {
  return (unmetOf(finding)?.codes ?? []).map((code) => code.replace(/[_-]/g, " ")).join(", ");
}

export function sentenceOf(finding: Finding): string {
  return f.sentence(finding.label ?? f.nameless, finding.kind, unmetOf(finding)?.count);
}

export function remedyOf({ kind }: Finding): string {
  return f.remedies[kind] ?? f.remedyAny;
}

/** A day is over at its end, in UTC: as the service counts it. */
export function tooLateFrom(due: string): string {
  return new Date(Date.parse(`${due}T00:00:00Z`) + 86_400_000).toISOString();
}
