import { IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { versionsInStage } from "../../api/registry";
import { changeRoute, environments } from "../../api/serving";
import type { Route, Share } from "../../api/types";
import { asTyped, slots } from "../../lib/format";
import { SLOTS } from "../../lib/series";
import { t } from "../../messages";
import { EffectDialog } from "../../ui/EffectDialog";
import { SelectField } from "../../ui/Fields";
import { ShareBar, Swatch, shareText } from "../../ui/ShareBar";

const r = t.route;

/** Percent as typed; two decimals are all that 10 000 slots can hold. */
function toSlots(text: string): number {
  const percent = Number(text.replace(",", "."));
  return Number.isFinite(percent) && percent >= 0 ? Math.round(percent * 100) : 0;
}

export function SwitchDialog({ route, close }: { route: Route; close: () => void }) {
  const [rows, setRows] = useState<{ share: Share; text: string }[]>(
    route.snapshot.shares.map((share) => ({ share, text: asTyped(String(share.slots / 100)) })),
  );
  const envs = useQuery(environments()).data?.items ?? [];
  const stage = envs.find((one) => one.slug === route.environment)?.requires_stage ?? "production";
  const known = useQuery(versionsInStage(stage)).data?.items ?? [];
  const models = new Set(route.snapshot.shares.map((share) => share.version.model_id));
  const free = known.filter((one) => !rows.some((row) => row.share.version.id === one.id));
  // Versions of the models that serve already come first; any other may follow.
  const choices = [...free].sort((a, b) => Number(models.has(b.model.id)) - Number(models.has(a.model.id)));
  const next = rows.map(({ share, text }) => ({ ...share, slots: toSlots(text) }));
  const sum = next.reduce((total, share) => total + share.slots, 0);
  const served = next.filter((share) => share.slots > 0);
  const allocation = served.map((share) => ({ version_id: share.version.id, slots: share.slots }));
  const add = (id: string) => {
    const found = known.find((one) => one.id === id);
    if (!found) return;
    const version = {
      id: found.id,
      model_id: found.model.id,
      model_name: found.model.name,
      number: found.number,
      stage: found.stage,
    };
    setRows([...rows, { share: { version, slots: 0 }, text: "0" }]);
  };
  return (
    <EffectDialog
      on={`${route.environment}/${route.key}`}
      entity={route.id}
      title={r.switchTitle(`${route.environment}/${route.key}`)}
      confirm={r.switchConfirm(shareText(served))}
      what={["switch", route.id, ...allocation.map((one) => `${one.version_id}:${one.slots}`)]}
      ready={sum === SLOTS}
      run={(reason, dry, once) =>
        changeRoute(route.id, { kind: "switch", allocation }, reason, route.revision, dry, once)
      }
      chips={t.common.reasonChips.switch}
      undo={t.effect.undos.switch}
      close={close}
    >
      <div className="alloc">
        {rows.map(({ share, text }, index) => {
          const name = t.common.versionOf(share.version.model_name, share.version.number);
          return (
            <div key={share.version.id}>
              <Swatch number={share.version.number} />
              <span>{name}</span>
              <input
                className="field num"
                inputMode="decimal"
                aria-label={t.common.pair(name, r.share)}
                value={text}
                onChange={(event) =>
                  setRows(rows.map((row, at) => (at === index ? { ...row, text: event.target.value } : row)))
                }
              />
              <button
                type="button"
                className="icon"
                aria-label={r.remove(name)}
                onClick={() => setRows(rows.filter((_, at) => at !== index))}
              >
                <IconX size={14} aria-hidden="true" />
              </button>
            </div>
          );
        })}
      </div>
      <ShareBar shares={served} thin />
      {sum !== SLOTS && (
        <p className="warn" role="status">
          {r.shareSum(slots(sum))}
        </p>
      )}
      <SelectField
        label={r.addVersion}
        value=""
        choices={[
          { value: "", label: "" },
          ...choices.map((one) => ({ value: one.id, label: t.common.versionOf(one.model.name, one.number) })),
        ]}
        change={add}
      />
    </EffectDialog>
  );
}
