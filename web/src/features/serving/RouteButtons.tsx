import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { routeActions } from "../../api/serving";
import type { Route } from "../../api/types";
import { t } from "../../messages/en";
import { ActionButton } from "../../ui/ActionButton";
import type { Look } from "../../ui/Button";
import { NameMenu } from "../registry/NameMenu";
import { KillDialog, RollbackDialog } from "./RouteDialogs";
import { SwitchDialog } from "./SwitchDialog";

type Doing = "switch" | "rollback" | "kill";
const BUTTONS: { action: Doing; label: string; look: Look }[] = [
  { action: "switch", label: t.route.switch, look: "plain" },
  { action: "rollback", label: t.route.rollback, look: "plain" },
  { action: "kill", label: t.route.kill, look: "danger" },
];

export function RouteButtons({ route }: { route: Route }) {
  const actions = useQuery(routeActions(route.id)).data?.items ?? [];
  const [doing, setDoing] = useState<Doing | null>(null);
  const close = () => setDoing(null);
  return (
    <>
      {BUTTONS.map(({ action, label, look }) => {
        const found = actions.find((one) => one.action === action);
        return (
          found && (
            <ActionButton key={action} look={look} refusal={found.refusal} run={() => setDoing(action)}>
              {label}
            </ActionButton>
          )
        );
      })}
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
