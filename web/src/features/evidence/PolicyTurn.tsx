import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type TurnPolicy, turnPolicy } from "../../api/evidence";
import { namedActions } from "../../api/names";
import type { Policy } from "../../api/types";
import { t } from "../../messages";
import { ActionButton } from "../../ui/ActionButton";
import { EffectDialog } from "../../ui/EffectDialog";
import { Load } from "../../ui/States";
import { usePreview } from "./PolicyWork";

const m = t.policyTurn;

/** In force or out of it: the one that is not so yet, and if it is not possible, why. */
export function PolicyTurn({ policy }: { policy: Policy }) {
  const turn: TurnPolicy = policy.state === "active" ? "turn-off" : "turn-on";
  const actions = useQuery(namedActions("policy", policy.id)).data?.items ?? [];
  const found = actions.find(({ action }) => action === turn.replace("-", "_"));
  const [doing, setDoing] = useState(false);
  if (!found) return null;
  return (
    <>
      <ActionButton refusal={found.refusal} run={() => setDoing(true)}>
        {m[turn].open}
      </ActionButton>
      {doing && (
        <EffectDialog
          tier={t.effect.tierPermission}
          on={policy.name}
          entity={policy.id}
          title={m[turn].title(policy.name)}
          confirm={m[turn].confirm(policy.name)}
          what={[turn, policy.id]}
          run={(reason, dry, once) => turnPolicy(turn, policy, reason, dry, once)}
          undo={m[turn].undo}
          chips={m[turn].chips}
          close={() => setDoing(false)}
        >
          {turn === "turn-on" ? <Before policy={policy} /> : <p>{m["turn-off"].text}</p>}
        </EffectDialog>
      )}
    </>
  );
}

/** How much work there is before it blocks; the list stands on the page behind. */
function Before({ policy: { content, team } }: { policy: Policy }) {
  const query = usePreview(content, team?.id ?? null, true);
  return (
    <Load query={query} rows={2}>
      {({ lacking, running, otherwise, moves, more }) => (
        <p className={lacking.length > 0 ? "warn" : ""}>
          {t.policyWork.runningSub(lacking.length, running, more)}{" "}
          {t.policyWork.pastSub(otherwise.length, moves)}
        </p>
      )}
    </Load>
  );
}
