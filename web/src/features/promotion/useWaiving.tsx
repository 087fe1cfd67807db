import { useQueries } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { policy } from "../../api/evidence";
import type { Verdict } from "../../api/types";
import { t } from "../../messages/en";
import { Button } from "../../ui/Button";
import type { Judged } from "../../ui/RequirementList";
import { WaiveDialog } from "./WaiveDialog";

const keyOf = (policyId: string, code: string) => `${policyId}/${code}`;

/** The requirements that their policies let people waive, as the contents that judged say. */
function useWaivable(verdict: Verdict, on: boolean): Set<string> {
  const contents = useQueries({
    queries: verdict.policies.map(({ id }) => ({ ...policy(id), enabled: on })),
  });
  const found = contents.flatMap(({ data }, index) => {
    if (!data || data.number !== verdict.policies[index]?.number) return [];
    return data.content.requirements
      .filter(({ waivable }) => waivable)
      .map(({ code }) => keyOf(data.id, code));
  });
  return new Set(found);
}

interface Waiving {
  /** The button of a requirement that may be waived and is not yet. */
  act: (result: Judged) => ReactNode;
  dialog: ReactNode;
}

/** Waiving from a list of requirements. Who may is decided by the service, which says why not. */
export function useWaiving(verdict: Verdict, on: boolean): Waiving {
  const waivable = useWaivable(verdict, on);
  const [chosen, setChosen] = useState<Judged | null>(null);
  return {
    act: (result) =>
      on &&
      !result.waiver &&
      waivable.has(keyOf(result.policy.id, result.code)) && (
        <span className="rem">
          <Button small onClick={() => setChosen(result)} aria-label={t.waivers.giveTitle(result.title)}>
            {t.waivers.give}
          </Button>
        </span>
      ),
    dialog: chosen && <WaiveDialog verdict={verdict} result={chosen} close={() => setChosen(null)} />,
  };
}
