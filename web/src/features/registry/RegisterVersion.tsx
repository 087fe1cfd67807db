import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { registerVersion } from "../../api/registry";
import type { Model, Source } from "../../api/types";
import { useCommand } from "../../api/useCommand";
import { t } from "../../messages";
import { SelectField, TextArea, TextField } from "../../ui/Fields";
import { FormDialog } from "../../ui/FormDialog";

type Kind = Source["kind"];
const KINDS: Kind[] = ["hosted", "weights", "opaque"];

interface Typed {
  kind: Kind;
  first: string;
  second: string;
}

function sourceOf({ kind, first, second }: Typed): Source | null {
  const [a, b] = [first.trim(), second.trim()];
  if (kind === "opaque") return a ? { kind, text: a } : null;
  if (!a || !b) return null;
  return kind === "hosted" ? { kind, platform: a, native_id: b } : { kind, uri: a, digest: b };
}

export function RegisterVersion({ model, close }: { model: Model; close: () => void }) {
  const navigate = useNavigate();
  const [typed, setTyped] = useState<Typed>({ kind: "hosted", first: "", second: "" });
  const [note, setNote] = useState("");
  const source = sourceOf(typed);
  const register = useCommand(registerVersion, (version) => {
    close();
    navigate({
      to: "/models/$model/versions/$number",
      params: { model: model.name, number: String(version.number) },
    });
  });
  const set = (part: Partial<Typed>) => setTyped({ ...typed, ...part });
  const m = t.model;
  return (
    <FormDialog
      title={m.registerTitle(model.name)}
      confirm={m.registerConfirm}
      close={close}
      ready={source !== null}
      command={register}
      submit={() => source && register.mutate({ model: model.id, source, description: note.trim() || null })}
    >
      <SelectField
        label={m.sourceKind}
        value={typed.kind}
        choices={KINDS.map((value) => ({ value, label: m.sourceKinds[value] }))}
        change={(kind) => set({ kind: kind as Kind, first: "", second: "" })}
      />
      {typed.kind === "hosted" && (
        <>
          <TextField label={m.platform} value={typed.first} change={(first) => set({ first })} />
          <TextField label={m.nativeId} value={typed.second} change={(second) => set({ second })} mono />
        </>
      )}
      {typed.kind === "weights" && (
        <>
          <TextField label={m.uri} value={typed.first} change={(first) => set({ first })} mono />
          <TextField
            label={m.digest}
            help={m.digestHelp}
            value={typed.second}
            change={(second) => set({ second })}
            mono
          />
        </>
      )}
      {typed.kind === "opaque" && (
        <TextArea label={m.text} value={typed.first} change={(first) => set({ first })} />
      )}
      <TextArea label={m.note} value={note} change={setNote} />
    </FormDialog>
  );
}
