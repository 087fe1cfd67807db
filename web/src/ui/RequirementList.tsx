import { IconChevronDown, IconChevronUp } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { Fragment, useRef, useState } from "react";
import type { Verdict } from "../api/types";
import { count, decimal, estimate } from "../lib/format";
import { useKeys } from "../lib/keys";
import { t } from "../messages/en";
import { Bullet } from "./Bullet";
import { Command } from "./CopyButton";
import { Glyph, type GlyphKind } from "./Glyph";
import { Age } from "./Instant";
import { KeyValues } from "./Page";

const r = t.requirements;
type RequirementResult = Verdict["requirements"][number];

function glyphOf(result: RequirementResult): GlyphKind {
  if (result.outcome === "fail" && result.severity === "warn") return "warn";
  return result.outcome;
}

function needText(needed: RequirementResult["needed"]): string {
  if (!needed) return r.noNeed;
  const value = decimal(needed.value);
  if (needed.on === "ci_low") return r.needsAt(value, "low");
  if (needed.on === "ci_high") return r.needsAt(value, "high");
  return r.needs(r.relations[needed.relation](value));
}

function measuredText(result: RequirementResult): string {
  const { measured } = result;
  if (!measured) return t.common.unknown;
  // How much stands beside the evidence; the exact value is in the evaluation.
  return estimate({ ...measured, n: null }) ?? measured.text;
}

const RANK = { fail: 0, unknown: 1, warn: 2, pass: 3 } as Record<GlyphKind, number>;

/** Everything that is missing, at once: measured, needed, and what clears it. What passes is folded. */
export function RequirementList({ results, all = false }: { results: RequirementResult[]; all?: boolean }) {
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
            <Row key={result.policy.id + result.code} result={result} />
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
          {!folded && passed.map((result) => <Row key={result.policy.id + result.code} result={result} />)}
        </tbody>
      </table>
    </section>
  );
}

function Row({ result }: { result: RequirementResult }) {
  const kind = glyphOf(result);
  const words = r.outcomes[kind as keyof typeof r.outcomes];
  const open = result.outcome !== "pass";
  return (
    <tr {...(open && { "data-unmet": true, tabIndex: -1 })}>
      <td>
        <Glyph kind={kind} label={words} />
      </td>
      <td>
        <span className="rq">{result.title}</span>
        {result.outcome !== "pass" && <Remedy result={result} />}
        <details>
          <summary>{r.details}</summary>
          <KeyValues
            of={[
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
        {result.outcome === "unknown" ? (
          <span className="unk b">{t.common.unknown}</span>
        ) : (
          measuredText(result)
        )}
        <span className="meta">{needText(result.needed)}</span>
      </td>
      <td className="l">
        <Bullet
          measured={result.measured}
          needed={result.needed}
          label={r.bullet(measuredText(result), needText(result.needed))}
        />
      </td>
      <td className="e">
        <EvidenceCell result={result} />
      </td>
    </tr>
  );
}

function Remedy({ result }: { result: RequirementResult }) {
  return (
    <>
      {result.reason && <span className="rem">{result.reason}</span>}
      {result.remedy && (
        <span className="rem">
          {result.remedy.text}
          {result.remedy.command && (
            <>
              {result.remedy.text && <br />}
              <Command text={result.remedy.command} />
            </>
          )}
        </span>
      )}
    </>
  );
}

function EvidenceCell({ result }: { result: RequirementResult }) {
  if (result.evidence.length === 0) return r.noEvidence;
  return result.evidence.map((item) => (
    <Fragment key={item.evaluation_id + item.label}>
      <Link to="/evidence/evaluations/$evaluation" params={{ evaluation: item.evaluation_id }}>
        {item.label}
      </Link>
      <span className="meta">
        {item.run_at ? <Age at={item.run_at} /> : t.common.unknown}
        {result.measured?.n != null && `, ${r.n(count(result.measured.n))}`}
      </span>
    </Fragment>
  ));
}
