import { Fragment } from "react";
import type { Approval, Verdict } from "../api/types";
import { t } from "../messages";
import { Digest } from "./CopyButton";
import { roleWord } from "./codes";
import { Glyph } from "./Glyph";
import { Instant } from "./Instant";
import { actorName } from "./Links";
import { Panel } from "./Page";
import { Sentence } from "./Sentence";

const a = t.approvals;

interface PanelProps {
  verdict: Verdict;
  /** The move is over: nobody is waited for, and nothing can be voided. */
  decided: boolean;
}

/** Who has approved, who may, who may not and why. */
export function ApprovalPanel({ verdict, decided }: PanelProps) {
  const { quorum, given, missing, eligible, excluded, role, roles } = verdict.approvals;
  const valid = given.filter(
    (approval) => approval.state === "valid" && approval.decision === "approved",
  ).length;
  return (
    <Panel title={a.title} note={quorum === 0 ? a.notNeeded : a.given(valid, quorum)}>
      <ul className="ppl">
        {given.map((approval) => (
          <Given key={approval.id} approval={approval} />
        ))}
        {missing > 0 && !decided && (
          <li>
            <Glyph kind="clock" />
            <span>
              {a.missing(missing, roleWord(role))}
              <span className="meta">{eligible.map(actorName).join(", ") || a.nobodyMay}</span>
            </span>
          </li>
        )}
        {roles.map((need) => (
          <li key={need.role}>
            <Glyph kind={need.given ? "pass" : "clock"} />
            <span>
              {a.role(roleWord(need.role), need.given)}
              {!need.given && !decided && (
                <span className="meta">{need.eligible.map(actorName).join(", ") || a.nobodyMay}</span>
              )}
            </span>
          </li>
        ))}
      </ul>
      {excluded.length > 0 && !decided && (
        <>
          <h3>{a.mayNot}</h3>
          <ul className="ppl">
            {excluded.map(({ who, why }) => (
              <li key={who.id}>
                <Glyph kind="bar" />
                <span>
                  {actorName(who)}
                  <span className="meta">
                    <Sentence as="reason" of={why} />
                  </span>
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      {quorum > 0 && (
        <p className="meta binds">
          {a.binds} <Digest value={verdict.proposal_hash} /> {!decided && a.voids}
        </p>
      )}
    </Panel>
  );
}

/** What came to the proposal, or went, after somebody approved it. */
function changedText({ part, name, added }: Approval["changes"][number]): string {
  const known = part === "stage" ? (t.common.stages[name as keyof typeof t.common.stages] ?? name) : name;
  return a.changed[part](known, added);
}

function Given({ approval }: { approval: Approval }) {
  const kind = approval.decision === "rejected" ? "reject" : approval.state === "valid" ? "pass" : "warn";
  return (
    <li>
      <Glyph kind={kind} />
      <span>
        {actorName(approval.approver)}
        {approval.decision === "rejected" && ` ${a.rejected}`}{" "}
        {approval.state !== "valid" && <span className="badge warn">{a.state[approval.state]}</span>}
        <span className="meta">
          <Instant at={approval.at} form="brief" />
          {". "}
          {approval.void_reason ? (
            <>
              {a.voidReasons[approval.void_reason]}
              {approval.changes.map((change) => (
                <Fragment key={change.part + change.name}> {changedText(change)}</Fragment>
              ))}
            </>
          ) : (
            <>
              {a.ends("")}
              <Instant at={approval.expires_at} form="brief" />
            </>
          )}
        </span>
        {approval.comment && <span className="meta">{t.common.quote(approval.comment)}</span>}
      </span>
    </li>
  );
}
