import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { routeActions } from "../../api/serving";
import type { Route } from "../../api/types";
import { useHere } from "../../lib/here";
import { useKeys } from "../../lib/keys";
import { t } from "../../messages";
import { ActionButton } from "../../ui/ActionButton";
import type { Look } from "../../ui/Button";
import { NameMenu } from "../registry/NameMenu";
import { KillDialog, RollbackDialog } from "./RouteDialogs";
import { SwitchDialog } from "./SwitchDialog";

type Doing = "switch" | "rollback" | "kill";
/** Planned changes at the right, the way back beside it, the emergency apart from both. */
const BUTTONS: { action: Doing; label: string; look: Look }[] = [
  { action: "kill", label: t.route.kill, look: "danger" },
  { action: "rollback", label: t.route.rollback, look: "plain" },
  { action: "switch", label: t.route.switch, look: "primary" },
];

export function RouteButtons({ route }: { route: Route }) {
  const actions = useQuery(routeActions(route.id)).data?.items ?? [];
  const [doing, setDoing] = useState<Doing | null>(null);
  const close = () => setDoing(null);
  const offered = BUTTONS.flatMap((button) => {
    const found = actions.find((one) => one.action === button.action);
    return found ? [{ ...button, refusal: found.refusal, refusals: found.refusals }] : [];
  });
  const start = (action: Doing) => () => {
    if (offered.some((one) => one.action === action && !one.refusal)) setDoing(action);
  };
  useKeys({ K: start("kill"), B: start("rollback") });
  useHere({
    actions: offered.map(({ action, label, refusal }) => ({
      label,
      refusal,
      run: () => setDoing(action),
    })),
  });
  return (
    <>
      {offered.map(({ action, label, look, ...against }) => (
        <ActionButton key={action} look={look} {...against} run={() => setDoing(action)}>
          {label}
        </ActionButton>
      ))}
      <NameMenu
        kind="route"
        of={{
          id: route.id,
          name: `${route.environment}/${route.key}`,
          revision: route.revision,
          hidden_at: route.hidden_at ?? null,
        }}
      />
      {doing === "switch" && <SwitchDialog route={route} close={close} />}
      {doing === "kill" && <KillDialog route={route} close={close} />}
      {doing === "rollback" && <RollbackDialog route={route} close={close} />}
    </>
  );
}
