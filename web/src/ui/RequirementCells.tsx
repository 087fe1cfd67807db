import { Link } from "@tanstack/react-router";
import { Fragment } from "react";
import type { JudgedRequirement as Judged, Verdict } from "../api/types";
import { briefText, count, estimate, limit } from "../lib/format";
import { t } from "../messages";
import { Command } from "./CopyButton";
import { Age, Instant } from "./Instant";
import { Words } from "./Sentence";

const r = t.requirements;

/** What is judged, and what it is compared with. */
export type Subject = Pick<Verdict, "version" | "incumbent">;

/** What is needed, in the unit of what was measured. */
export function needText({ needed, measured }: Pick<Judged, "needed" | "measured">): string {
  if (!needed) return r.noNeed;
  const unit = needed.on === "n" ? null : (measured?.unit ?? needed.unit);
  const value = limit(needed.value, unit);
  if (needed.on === "ci_low") return r.needsAt(value, "low");
  if (needed.on === "ci_high") return r.needsAt(value, "high");
  const what = r.relations[needed.relation](value);
  return needed.on === "n" ? r.needsItems(what) : r.needs(what);
}

export function measuredText({ measured, needed }: Judged): string {
  if (!measured) return t.common.unknown;
  // How much stands beside the evidence, unless that is what is asked for.
  const n = needed?.on === "n" ? measured.n : null;
  return estimate({ ...measured, n: n ?? null }) ?? briefText(measured.text);
}

/** What was measured, as people read it; the exact words of the service on hover. */
export function Measurement({ result }: { result: Judged }) {
  if (result.outcome === "unknown") return <span className="unk b">{t.common.unknown}</span>;
  const { measured } = result;
  const said = measured && estimate(measured) === null ? "en" : undefined;
  return (
    <span title={measured?.text} lang={said}>
      {measuredText(result)}
    </span>
  );
}

/** A command of a policy says MODEL/NUMBER for whatever is judged; here it is known. */
function named(command: string, of: Subject | undefined): string {
  if (!of) return command;
  const { version, incumbent } = of;
  const one = ({ model_name, number }: Subject["version"]) => `${model_name}/${number}`;
  const told = command.replaceAll("MODEL/NUMBER", one(version));
  return incumbent ? told.replaceAll("MODEL/INCUMBENT", one(incumbent)) : told;
}

export function Remedy({ result, of }: { result: Judged; of: Subject | undefined }) {
  const { reason, remedy, waiver } = result;
  if (waiver) {
    return (
      <span className="rem">
        {r.waivedUntil} <Instant at={waiver.until} />
        {r.waivedEnd}
      </span>
    );
  }
  return (
    <>
      {reason && (
        <span className="rem">
          <Words of={reason} />
        </span>
      )}
      {remedy && (
        <span className="rem">
          {remedy.text}
          {remedy.command && (
            <>
              {remedy.text && <br />}
              <Command text={named(remedy.command, of)} />
            </>
          )}
        </span>
      )}
    </>
  );
}

export function EvidenceCell({ result }: { result: Judged }) {
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
