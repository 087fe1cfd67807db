import { IconX } from "@tabler/icons-react";
import { useState } from "react";
import { changeSuite } from "../../api/suites";
import type { MetricKind, Suite, SuiteMetric } from "../../api/types";
import { useCommand } from "../../api/useCommand";
import { asRead, asTyped } from "../../lib/format";
import { t } from "../../messages";
import { Button } from "../../ui/Button";
import { SelectField, TextField } from "../../ui/Fields";
import { choicesOf } from "../../ui/Filters";
import { FormDialog } from "../../ui/FormDialog";

const m = t.suite;
const unsaid = { value: "", label: m.unsaid };
const DIRECTIONS = [unsaid, ...choicesOf(t.evaluation.directions)];
const UNITS = [unsaid, ...choicesOf(m.units)];
const KINDS = [unsaid, ...choicesOf(m.kinds)];

/** A row as it is typed; empty texts say nothing. */
interface Row {
  key: number;
  name: string;
  direction: string;
  target: string;
  unit: string;
  kind: string;
}

const rowOf = (key: number, said: SuiteMetric): Row => ({
  key,
  name: said.name,
  direction: said.direction ?? "",
  target: asTyped(said.target ?? ""),
  unit: said.unit ?? "",
  kind: said.kind ?? "",
});

/** A row that says nothing is left out. */
function saidBy(rows: Row[]): SuiteMetric[] {
  return rows
    .filter((row) => row.direction || row.unit || row.kind)
    .map(({ name, direction, target, unit, kind }) => ({
      name: name.trim(),
      ...(direction && { direction: direction as NonNullable<SuiteMetric["direction"]> }),
      ...(direction === "target" && { target: asRead(target.trim()) }),
      ...(unit && { unit: unit as NonNullable<SuiteMetric["unit"]> }),
      ...(kind && { kind: kind as MetricKind }),
    }));
}

interface MetricsProps {
  of: Suite;
  /** Names of metrics about which nobody says enough. */
  unknown: string[];
  close: () => void;
}

/** What the metrics of a suite mean; what nobody knows stands there to be said. */
export function MetricsDialog({ of, unknown, close }: MetricsProps) {
  const silent = unknown.filter((name) => !of.metrics.some((said) => said.name === name));
  const [rows, setRows] = useState(() =>
    [...of.metrics, ...silent.map((name) => ({ name }))].map((said, index) => rowOf(index, said)),
  );
  const change = useCommand(changeSuite, close);
  const edit = (key: number, part: Partial<Row>) =>
    setRows(rows.map((row) => (row.key === key ? { ...row, ...part } : row)));
  const add = () => setRows([...rows, rowOf(Math.max(-1, ...rows.map(({ key }) => key)) + 1, { name: "" })]);
  const metrics = saidBy(rows);
  const complete = metrics.every(({ name, direction, target }) => name && (direction !== "target" || target));
  return (
    <FormDialog
      title={m.sayTitle(of.name)}
      confirm={m.sayConfirm}
      close={close}
      ready={complete && JSON.stringify(metrics) !== JSON.stringify(of.metrics)}
      command={change}
      submit={() => change.mutate({ id: of.id, revision: of.revision, what: { metrics } })}
      wide
    >
      <p>{m.sayText}</p>
      {rows.map((row, index) => (
        <fieldset key={row.key} className="meaning" aria-label={row.name || m.metricName(index + 1)}>
          <TextField
            label={m.columns.metric}
            value={row.name}
            change={(name) => edit(row.key, { name })}
            mono
          />
          <SelectField
            label={m.direction}
            value={row.direction}
            choices={DIRECTIONS}
            change={(direction) => edit(row.key, { direction })}
          />
          {row.direction === "target" && (
            <TextField
              label={m.aim}
              value={row.target}
              change={(target) => edit(row.key, { target })}
              inputMode="decimal"
            />
          )}
          <SelectField
            label={m.unit}
            value={row.unit}
            choices={UNITS}
            change={(unit) => edit(row.key, { unit })}
          />
          <SelectField
            label={m.kind}
            value={row.kind}
            choices={KINDS}
            change={(kind) => edit(row.key, { kind })}
          />
          <button
            type="button"
            className="btn"
            aria-label={m.without(row.name)}
            onClick={() => setRows(rows.filter(({ key }) => key !== row.key))}
          >
            <IconX size={16} aria-hidden="true" />
          </button>
        </fieldset>
      ))}
      <div>
        <Button onClick={add}>{m.another}</Button>
      </div>
    </FormDialog>
  );
}
