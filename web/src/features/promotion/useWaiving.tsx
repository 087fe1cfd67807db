import { type ReactNode, useState } from "react";
import type { Verdict } from "../../api/types";
import { t } from "../../messages";
import { Button } from "../../ui/Button";
import type { Judged } from "../../ui/RequirementList";
import { WaiveDialog } from "./WaiveDialog";

interface Waiving {
  /** The button of a requirement that may be waived and is not yet. */
  act: (result: Judged) => ReactNode;
  dialog: ReactNode;
}

/** Waiving from a list of requirements. Who may is decided by the service, which says why not. */
export function useWaiving(verdict: Verdict, on: boolean): Waiving {
  const [chosen, setChosen] = useState<Judged | null>(null);
  return {
    act: (result) =>
      on &&
      !result.waiver &&
      result.waivable && (
        <span className="rem">
          <Button small onClick={() => setChosen(result)} aria-label={t.waivers.giveTitle(result.title)}>
            {t.waivers.give}
          </Button>
        </span>
      ),
    dialog: chosen && <WaiveDialog verdict={verdict} result={chosen} close={() => setChosen(null)} />,
  };
}
