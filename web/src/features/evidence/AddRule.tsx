import { useDebouncedValue } from "@mantine/hooks";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { plannedRule, type RuleToSave, saveRule, waitingFiles } from "../../api/evidence";
import type { PlannedRule } from "../../api/types";
import { useCommand } from "../../api/useCommand";
import { t } from "../../messages";
import { SelectField, TextField } from "../../ui/Fields";
import { FormDialog } from "../../ui/FormDialog";
import { Refusals } from "../../ui/Refusals";
import { ErrorState, Skeleton } from "../../ui/States";
import { useNamedVersion } from "./useNamedVersion";

const m = t.imports.rules;
/** The service is asked again once nobody types any more. */
const SETTLED_MS = 300;

interface AddRuleProps {
  /** Formats that are known from other rules. */
  formats: string[];
  close: () => void;
}

/** A name or a pattern, and the version that it means. What waits and would be taken is shown before. */
export function AddRule({ formats, close }: AddRuleProps) {
  const [pattern, setPattern] = useState("");
  const [format, setFormat] = useState("");
  const [name, setName] = useState("");
  const [takes, setTakes] = useState(true);
  const version = useNamedVersion(name);
  const waiting = useInfiniteQuery(waitingFiles()).data?.pages.flatMap((page) => page.items) ?? [];
  const known = [...new Set([...formats, ...waiting.map((file) => file.format)])].sort();
  const rule = ruleOf(pattern, format, version.id, true);
  const [settled] = useDebouncedValue(rule, SETTLED_MS);
  const plan = useQuery(plannedRule(settled));
  const isSettled = JSON.stringify(settled) === JSON.stringify(rule);
  const save = useCommand(saveRule, close);
  return (
    <FormDialog
      title={m.addTitle}
      confirm={m.addConfirm}
      close={close}
      ready={rule !== null && isSettled && plan.data?.allowed === true}
      command={save}
      submit={() => rule && save.mutate({ ...rule, take_waiting: takes })}
      wide
    >
      <TextField
        label={m.pattern}
        help={m.patternHelp}
        value={pattern}
        change={setPattern}
        mono
        data-autofocus
      />
      <div className="grid2">
        <TextField
          label={m.means}
          help={t.imports.waiting.versionHelp}
          error={version.missing ? t.imports.noSuchVersion : undefined}
          value={name}
          change={setName}
          mono
        />
        <SelectField
          label={m.format}
          value={format}
          choices={[{ value: "", label: m.anyFormat }, ...known.map((id) => ({ value: id, label: id }))]}
          change={setFormat}
        />
      </div>
      {rule && (plan.isFetching || !isSettled) && <Skeleton rows={2} />}
      {rule && isSettled && plan.error && <ErrorState error={plan.error} />}
      {rule && isSettled && !plan.isFetching && plan.data && (
        <Planned of={plan.data} takes={takes} setTakes={setTakes} />
      )}
    </FormDialog>
  );
}

function ruleOf(
  pattern: string,
  format: string,
  version_id: string | undefined,
  take_waiting: boolean,
): RuleToSave | null {
  if (pattern.trim() === "" || !version_id) return null;
  return { pattern: pattern.trim(), version_id, ...(format && { format }), take_waiting };
}

interface PlannedProps {
  of: PlannedRule;
  takes: boolean;
  setTakes: (takes: boolean) => void;
}

function Planned({ of, takes, setTakes }: PlannedProps) {
  if (!of.allowed) return <Refusals of={of.refusals} />;
  if (of.takes.length === 0) return <p className="meta">{m.takesNothing}</p>;
  return (
    <>
      <label className="check">
        <input type="checkbox" checked={takes} onChange={(event) => setTakes(event.target.checked)} />{" "}
        {m.takes(of.takes.reduce((sum, file) => sum + file.evaluations, 0))}
      </label>
      <ul className="ev scroll" aria-label={m.waits}>
        {of.takes.map((file) => (
          <li key={`${file.artefact.sha256} ${file.model_ref ?? ""}`}>
            <code className="b">{file.model_ref}</code>
            <span className="meta">
              {t.imports.waiting.from(file.artefact.file_name, file.format, file.evaluations)}
            </span>
          </li>
        ))}
      </ul>
      {of.more && <p className="meta">{m.more}</p>}
    </>
  );
}
