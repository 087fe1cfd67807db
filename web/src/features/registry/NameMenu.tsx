import { Menu } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type Named, namedActions, renameNamed, type Turn, turnNamed } from "../../api/names";
import { useCommand } from "../../api/useCommand";
import { t } from "../../messages";
import { EffectDialog } from "../../ui/EffectDialog";
import { REASON_MIN, ReasonField, TextField } from "../../ui/Fields";
import { FormDialog } from "../../ui/FormDialog";
import { Sentence } from "../../ui/Sentence";

type Doing = Turn | "rename";
const SHOWN: readonly Doing[] = ["rename", "hide", "unhide"];

interface MenuProps {
  kind: Named;
  of: { id: string; name: string; revision: number; hidden_at?: string | null };
  /** Where the page goes when the name in its address changed. */
  renamed?: (name: string) => void;
}

/** Rename, hide, show again: what the service offers, and if not, why. */
export function NameMenu({ kind, of, renamed }: MenuProps) {
  const actions = useQuery(namedActions(kind, of.id)).data?.items ?? [];
  const [doing, setDoing] = useState<Doing | null>(null);
  const close = () => setDoing(null);
  // Of hiding and showing again one is left out: that it stands there already is no news.
  const left = of.hidden_at ? "hide" : "unhide";
  const shown = actions.filter((one) => (SHOWN as string[]).includes(one.action) && one.action !== left);
  if (shown.length === 0) return null;
  return (
    <>
      <Menu position="bottom-end" shadow="md" width={320} transitionProps={{ duration: 0 }}>
        <Menu.Target>
          <button type="button" className="btn" aria-label={t.names.more(of.name)}>
            <IconDots size={16} aria-hidden="true" />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          {shown.map((one) => (
            <Menu.Item
              key={one.action}
              aria-disabled={!one.allowed}
              closeMenuOnClick={one.allowed}
              onClick={() => one.allowed && setDoing(one.action as Doing)}
            >
              <span className={one.allowed ? "" : "mut"}>{t.names.actions[one.action as Doing]}</span>
              {one.refusals.map((reason) => (
                <span key={reason.code + reason.message} className="meta block">
                  <Sentence as="reason" of={reason} />
                </span>
              ))}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {doing === "rename" && kind !== "route" && (
        <Rename kind={kind} of={of} close={close} renamed={renamed} />
      )}
      {(doing === "hide" || doing === "unhide") && (
        <EffectDialog
          tier={t.effect.tierPermission}
          on={of.name}
          entity={of.id}
          title={t.names.titles[doing](of.name)}
          confirm={t.names.confirm[doing](of.name)}
          what={[doing, kind, of.id]}
          run={(reason, dry) => turnNamed(kind, doing, of, reason, dry)}
          undo={t.names.undos[doing]}
          chips={t.names.chips[doing]}
          close={close}
        />
      )}
    </>
  );
}

interface RenameProps {
  kind: Exclude<Named, "route">;
  of: MenuProps["of"];
  close: () => void;
  renamed: ((name: string) => void) | undefined;
}

function Rename({ kind, of, close, renamed }: RenameProps) {
  const [name, setName] = useState(of.name);
  const [reason, setReason] = useState("");
  const rename = useCommand(renameNamed, (done) => {
    close();
    renamed?.(done.name);
  });
  const ready = name.trim() !== "" && name !== of.name && reason.trim().length >= REASON_MIN;
  return (
    <FormDialog
      title={t.names.renameTitle(of.name)}
      confirm={t.names.renameConfirm(name)}
      close={close}
      ready={ready}
      command={rename}
      submit={() => rename.mutate({ kind, id: of.id, revision: of.revision, name, reason: reason.trim() })}
    >
      <TextField
        label={t.names.newName}
        help={t.names.newNameHelp}
        value={name}
        change={setName}
        data-autofocus
      />
      <ReasonField value={reason} change={setReason} chips={t.names.chips.rename} />
    </FormDialog>
  );
}
