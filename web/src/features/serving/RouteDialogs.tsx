import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { changeRoute, snapshots } from "../../api/serving";
import type { Route } from "../../api/types";
import { minute } from "../../lib/time";
import { t } from "../../messages";
import { EffectDialog } from "../../ui/EffectDialog";
import { SelectField } from "../../ui/Fields";
import { useZone } from "../../ui/Instant";
import { shareName, shareText } from "../../ui/ShareBar";

const r = t.route;
const nameOf = (route: Route) => `${route.environment}/${route.key}`;

interface DialogProps {
  route: Route;
  close: () => void;
}

/** An emergency: nothing to type but the reason, and the preview names what takes the calls. */
export function KillDialog({ route, close }: DialogProps) {
  const { shares } = route.snapshot;
  const [version, setVersion] = useState(shares[0]?.version.id ?? "");
  const chosen = shares.find((share) => share.version.id === version);
  const name = chosen ? shareName(chosen, shares) : "";
  return (
    <EffectDialog
      on={nameOf(route)}
      entity={route.id}
      title={r.killTitle(name, nameOf(route))}
      confirm={r.killConfirm(name)}
      what={["kill", route.id, version]}
      ready={version !== ""}
      run={(reason, dry, once) =>
        changeRoute(route.id, { kind: "kill", version_id: version }, reason, route.revision, dry, once)
      }
      chips={t.common.reasonChips.kill}
      undo={t.effect.undos.kill}
      close={close}
    >
      <SelectField
        label={r.killChoose}
        value={version}
        choices={shares.map((share) => ({
          value: share.version.id,
          label: t.common.versionOf(share.version.model_name, share.version.number),
        }))}
        change={setVersion}
      />
    </EffectDialog>
  );
}

export function RollbackDialog({ route, close }: DialogProps) {
  const [zone] = useZone();
  const query = useQuery(snapshots(route.id));
  const earlier = (query.data?.items ?? []).filter((one) => one.seq !== route.snapshot.seq);
  const [picked, setPicked] = useState<number | null>(null);
  const seq = picked ?? earlier[0]?.seq ?? null;
  return (
    <EffectDialog
      on={nameOf(route)}
      entity={route.id}
      title={r.rollbackTitle(nameOf(route))}
      confirm={r.rollbackConfirm(seq === null ? "" : t.routes.seq(seq))}
      what={["rollback", route.id, seq]}
      ready={seq !== null}
      run={(reason, dry, once) =>
        changeRoute(route.id, { kind: "rollback", snapshot_seq: seq ?? 0 }, reason, route.revision, dry, once)
      }
      chips={t.common.reasonChips.rollback}
      undo={t.effect.undos.rollback}
      close={close}
    >
      <SelectField
        label={r.rollbackTo}
        value={String(seq ?? "")}
        choices={earlier.map((one) => ({
          value: String(one.seq),
          label: `${t.routes.seq(one.seq)} · ${shareText(one.shares)} · ${minute(one.effective_from, zone)}`,
        }))}
        change={(value) => setPicked(Number(value))}
      />
    </EffectDialog>
  );
}
