import type { Verdict, Version } from "../../api/types";
import { clock } from "../../lib/time";
import { t } from "../../messages";
import { ApprovalPanel } from "../../ui/ApprovalPanel";
import { LinkButton } from "../../ui/Button";
import { Digest } from "../../ui/CopyButton";
import { useZone } from "../../ui/Instant";
import { KeyValues, Panel, Section, Two } from "../../ui/Page";
import { RequirementList } from "../../ui/RequirementList";
import { EmptyState } from "../../ui/States";
import { EntityHistory } from "../audit/EntityHistory";
import { Incumbent } from "../compare/Incumbent";
import { useWaiving } from "./useWaiving";
import { WaiverPanel } from "./WaiverPanel";

const p = t.promotion;

/** What is missing for the next stage, and who has to say yes. */
export function VerdictTab({ version, verdict }: { version: Version; verdict: Verdict | null }) {
  if (verdict === null) {
    return (
      <div className="tabbody">
        <EntityHistory entity={version.id} />
      </div>
    );
  }
  return (
    <Two
      lead={
        <>
          <Requirements verdict={verdict} title={t.requirements.title(t.common.stages[verdict.target])} />
          {verdict.incumbent && <Incumbent version={version} incumbent={verdict.incumbent} />}
          <EntityHistory entity={version.id} />
        </>
      }
      aside={<VerdictAside verdict={verdict} />}
    />
  );
}

interface RequirementsProps {
  verdict: Verdict;
  title: string;
  /** Whether the move can still be made, so that something can be waived for it. */
  open?: boolean;
}

export function Requirements({ verdict, title, open = true }: RequirementsProps) {
  const [zone] = useZone();
  const when = clock(verdict.evaluated_at, zone, true);
  const covered = verdict.requirements.length > 0;
  const waiving = useWaiving(verdict, open);
  return (
    <Section
      title={title}
      sub={covered ? t.requirements.sub(verdict.counts, when) : t.requirements.subNone(when)}
    >
      {covered ? (
        <>
          <RequirementList results={verdict.requirements} of={verdict} act={waiving.act} />
          {waiving.dialog}
        </>
      ) : (
        <EmptyState title={t.requirements.none} text={t.requirements.noneText}>
          <LinkButton to="/evidence" search={{ tab: "policies" }}>
            {t.requirements.setOne}
          </LinkButton>
        </EmptyState>
      )}
    </Section>
  );
}

/** `decided`: the move is over, and nothing is waited for. */
export function VerdictAside({ verdict, decided = false }: { verdict: Verdict; decided?: boolean }) {
  return (
    <>
      <ApprovalPanel verdict={verdict} decided={decided} />
      <WaiverPanel verdict={verdict} />
      <Panel title={t.audit.proof}>
        <KeyValues
          of={[
            [p.hash, <Digest key="proposal" value={verdict.proposal_hash} />],
            [t.proof.facts, <Digest key="facts" value={verdict.facts_digest} />],
            [t.proof.evaluator, verdict.evaluator_version],
          ]}
        />
      </Panel>
    </>
  );
}
