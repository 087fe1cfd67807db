import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { modelVersions, moveAlias } from "../../api/registry";
import type { Alias, Model, Reason } from "../../api/types";
import { useCommand } from "../../api/useCommand";
import { t } from "../../messages";
import { ActionButton } from "../../ui/ActionButton";
import { SelectField, TextField } from "../../ui/Fields";
import { FormDialog } from "../../ui/FormDialog";
import { Instant } from "../../ui/Instant";
import { actorName, VersionLink } from "../../ui/Links";

interface AliasesProps {
  model: Model;
  /** Why none may be moved. */
  refusal: Reason | null | undefined;
}

export function Aliases({ model, refusal }: AliasesProps) {
  const [moving, setMoving] = useState<Alias | "new" | null>(null);
  return (
    <>
      <p className="meta">{t.model.aliasSub}</p>
      {model.aliases.length === 0 && <p className="dim">{t.model.noAliases}</p>}
      <ul className="ppl">
        {model.aliases.map((alias) => (
          <li key={alias.id} className="alias">
            <span>
              <code className="b">{alias.alias}</code>{" "}
              {alias.version ? (
                <VersionLink of={alias.version} />
              ) : (
                <span className="dim">{t.common.none}</span>
              )}
              <span className="meta">
                <Instant at={alias.updated_at} form="brief" /> {t.common.by(actorName(alias.moved_by))}
              </span>
            </span>
            <ActionButton small refusal={refusal} run={() => setMoving(alias)}>
              {t.model.move}
            </ActionButton>
          </li>
        ))}
      </ul>
      {model.newest && (
        <ActionButton small refusal={refusal} run={() => setMoving("new")}>
          {t.model.newAlias}
        </ActionButton>
      )}
      {moving && (
        <MoveAlias model={model} alias={moving === "new" ? null : moving} close={() => setMoving(null)} />
      )}
    </>
  );
}

/** Names the version that the alias points at now: if somebody moved it meanwhile, nothing happens. */
function MoveAlias({ model, alias, close }: { model: Model; alias: Alias | null; close: () => void }) {
  const query = useInfiniteQuery(modelVersions(model.id));
  const versions = query.data?.pages.flatMap((page) => page.items) ?? [];
  const [name, setName] = useState(alias?.alias ?? "");
  const [chosen, setChosen] = useState("");
  const to = chosen || versions[0]?.id || "";
  const number = versions.find((version) => version.id === to)?.number;
  const move = useCommand(moveAlias, close);
  const confirm = t.model.moveConfirm(name || t.model.aliasName, String(number ?? ""));
  return (
    <FormDialog
      title={t.model.moveTitle(alias?.alias ?? t.model.aliasName)}
      confirm={confirm}
      close={close}
      ready={name.trim() !== "" && to !== ""}
      command={move}
      submit={() =>
        move.mutate({ model: model.id, alias: name.trim(), to, expected: alias?.version?.id ?? null })
      }
    >
      {!alias && <TextField label={t.model.aliasName} value={name} change={setName} mono data-autofocus />}
      <SelectField
        label={t.model.moveTo}
        value={to}
        change={setChosen}
        choices={versions.map((version) => ({ value: version.id, label: t.common.version(version.number) }))}
      />
    </FormDialog>
  );
}
