import { IconChevronDown, IconChevronUp } from "@tabler/icons-react";
import { type ReactNode, useRef, useState } from "react";
import type { JudgedRequirement } from "../api/types";
import { useKeys } from "../lib/keys";
import { t } from "../messages";
import { Bullet } from "./Bullet";
import { Glyph, type GlyphKind } from "./Glyph";
import { KeyValues } from "./Page";
import { EvidenceCell, Measurement, measuredText, needText, Remedy, type Subject } from "./RequirementCells";

const r = t.requirements;
/** Of a verdict, or of a requirement that nobody asks to waive. */
export type Judged = JudgedRequirement & { waivable?: boolean };

function glyphOf(result: Judged): GlyphKind {
  if (result.outcome !== "pass" && result.waiver) return "waived";
  if (result.outcome === "fail" && result.severity === "warn") return "warn";
  return result.outcome;
}

const RANK = { fail: 0, unknown: 1, waived: 2, warn: 3, pass: 4 } as Record<GlyphKind, number>;

interface ListProps {
  results: Judged[];
  all?: boolean;
  /** What is judged: the names that stand for it in a command. */
  of?: Subject | undefined;
  /** What can be done about a requirement that does not hold. */
  act?: ((result: Judged) => ReactNode) | undefined;
}

/** Everything that is missing, at once: measured, needed, and what clears it. What passes is folded. */
export function RequirementList({ results, all = false, of, act }: ListProps) {
  const [folded, setFolded] = useState(!all);
  const sorted = [...results].sort((a, b) => RANK[glyphOf(a)] - RANK[glyphOf(b)]);
  const open = sorted.filter((result) => result.outcome !== "pass");
  const body = useRef<HTMLTableSectionElement>(null);
  useKeys({
    u: () => {
      const unmet = [...(body.current?.querySelectorAll<HTMLElement>("[data-unmet]") ?? [])];
      const here = unmet.indexOf(document.activeElement as HTMLElement);
      unmet[(here + 1) % unmet.length]?.focus();
    },
  });
  const passed = sorted.filter((result) => result.outcome === "pass");
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by key
    <section className="scrolls" aria-label={r.columns.requirement} tabIndex={0}>
      <table className="req">
        <thead>
          <tr>
            <th className="g" />
            <th scope="col">{r.columns.requirement}</th>
            <th scope="col" className="m">
              {r.columns.measured}
            </th>
            <th scope="col" className="l">
              {r.columns.limit}
            </th>
            <th scope="col" className="e">
              {r.columns.evidence}
            </th>
          </tr>
        </thead>
        <tbody ref={body}>
          {open.map((result) => (
            <Row key={result.policy.id + result.code} result={result} of={of} act={act} />
          ))}
          {passed.length > 0 && (
            <tr className="fold">
              <td colSpan={5}>
                <button
                  type="button"
                  className="foldbtn"
                  aria-expanded={!folded}
                  onClick={() => setFolded((was) => !was)}
                >
                  <Glyph kind="pass" />
                  <b>{r.passed(passed.length)}</b>
                  <span>{folded && passed.map((result) => result.title).join(", ")}</span>
                  {folded ? <IconChevronDown size={16} /> : <IconChevronUp size={16} />}
                </button>
              </td>
            </tr>
          )}
          {!folded &&
            passed.map((result) => (
              <Row key={result.policy.id + result.code} result={result} of={of} act={act} />
            ))}
        </tbody>
      </table>
    </section>
  );
}

interface RowProps {
  result: Judged;
  of: Subject | undefined;
  act: ListProps["act"];
}

function Row({ result, of, act }: RowProps) {
  const kind = glyphOf(result);
  const words = r.outcomes[kind as keyof typeof r.outcomes];
  const open = result.outcome !== "pass";
  return (
    <tr {...(open && kind !== "waived" && { "data-unmet": true, tabIndex: -1 })}>
      <td>
        <Glyph kind={kind} label={words} />
      </td>
      <td>
        <span className="rq">{result.title}</span>
        {open && <Remedy result={result} of={of} />}
        {open && act?.(result)}
        <details>
          <summary>{r.details}</summary>
          <KeyValues
            of={[
              ...(result.explanation ? [[r.why, result.explanation] as const] : []),
              [
                r.rule,
                <code key="rule" className="wrap">
                  {result.expression}
                </code>,
              ],
              [r.policy, r.policyVersion(result.policy.name, result.policy.number)],
            ]}
          />
        </details>
      </td>
      <td className="m">
        <Measurement result={result} />
        <span className="meta">{needText(result)}</span>
      </td>
      <td className="l">
        <Bullet
          measured={result.measured}
          needed={result.needed}
          label={r.bullet(measuredText(result), needText(result))}
        />
      </td>
      <td className="e" data-head={r.columns.evidence}>
        <EvidenceCell result={result} />
      </td>
    </tr>
  );
}
