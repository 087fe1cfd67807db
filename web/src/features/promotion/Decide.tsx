import { useState } from "react";
import { type Decision, decide } from "../../api/promotion";
import type { Action, Promotion } from "../../api/types";
import { useCommand } from "../../api/useCommand";
import { useHere } from "../../lib/here";
import { useKeys } from "../../lib/keys";
import { t } from "../../messages";
import { ActionButton } from "../../ui/ActionButton";
import type { Look } from "../../ui/Button";
import { Digest } from "../../ui/CopyButton";
import { REASON_MIN, ReasonField } from "../../ui/Fields";
import { FormDialog } from "../../ui/FormDialog";

const p = t.promotion;
const ORDER: readonly Decision[] = ["withdraw", "reject", "apply", "approve"];

/** One button per decision; the first that is possible and leads on is the primary one. */
export function DecideButtons({ promotion, actions }: { promotion: Promotion; actions: Action[] }) {
  const [doing, setDoing] = useState<Decision | null>(null);
  const known = ORDER.map((kind) => actions.find((action) => action.action === kind)).filter(
    (found) => !!found,
  );
  const primary = known.findLast((action) => action.allowed && ["approve", "apply"].includes(action.action));
  const start = (kind: Decision) => () => {
    if (known.some((action) => action.action === kind && !action.refusal)) setDoing(kind);
  };
  useKeys({ a: start("approve"), r: start("reject") });
  useHere({
    actions: known.map((action) => ({
      label: p[action.action as Decision],
      refusal: action.refusal,
      run: () => setDoing(action.action as Decision),
    })),
  });
  const look = (action: Action): Look => (action === primary ? "primary" : "plain");
  return (
    <>
      {known.map((action) => (
        <ActionButton
          key={action.action}
          look={look(action)}
          refusal={action.refusal}
          refusals={action.refusals}
          run={() => setDoing(action.action as Decision)}
        >
          {p[action.action as Decision]}
        </ActionButton>
      ))}
      {doing && <DecideDialog kind={doing} promotion={promotion} close={() => setDoing(null)} />}
    </>
  );
}

function texts(kind: Decision, { number_label: label, version, from, target }: Promotion) {
  const to = t.common.stages[target];
  switch (kind) {
    case "approve":
      return { title: p.approveTitle(label), confirm: p.approveConfirm(label) };
    case "reject":
      return { title: p.rejectTitle(label), confirm: p.rejectConfirm(label) };
    case "withdraw":
      return { title: p.withdrawTitle(label), confirm: p.withdrawConfirm(label) };
    case "apply":
      return {
        title: p.applyTitle(version.number, t.common.stages[from], to),
        confirm: p.applyConfirm(version.number, to),
      };
  }
}

function DecideDialog({
  kind,
  promotion,
  close,
}: {
  kind: Decision;
  promotion: Promotion;
  close: () => void;
}) {
  const [words, setWords] = useState("");
  const run = useCommand((text: string) => decide(kind, promotion, text), close);
  const needsWords = kind !== "apply";
  const chips = kind === "reject" ? t.common.reasonChips.reject : t.common.reasonChips.decide;
  return (
    <FormDialog
      {...texts(kind, promotion)}
      close={close}
      ready={!needsWords || words.trim().length >= REASON_MIN}
      command={run}
      submit={() => run.mutate(words.trim())}
      look={kind === "reject" ? "solid" : "primary"}
    >
      {kind === "approve" && <Binding promotion={promotion} />}
      {kind === "withdraw" && <p>{p.withdrawText}</p>}
      {kind === "apply" && <p>{p.applyText}</p>}
      {needsWords && (
        <ReasonField
          label={kind === "approve" ? p.comment : t.common.reason}
          value={words}
          change={setWords}
          chips={kind === "withdraw" ? [] : chips}
        />
      )}
    </FormDialog>
  );
}

/** What exactly the approval is for. */
function Binding({ promotion: { verdict } }: { promotion: Promotion }) {
  const evaluations = new Set(
    verdict.requirements.flatMap((result) => result.evidence.map((item) => item.evaluation_id)),
  );
  const policies = verdict.policies
    .map((policy) => t.requirements.policyVersion(policy.name, policy.number))
    .join(", ");
  const open = verdict.counts.fail + verdict.counts.unknown;
  return (
    <>
      <p>{p.approveText(verdict.requirements.length, evaluations.size, policies)}</p>
      {open > 0 && <p className="warn">{p.approveOpen(open)}</p>}
      <p className="meta">
        {p.hash} <Digest value={verdict.proposal_hash} />
      </p>
    </>
  );
}
