import type { ImportResult, Metric } from "../../api/types";
import { bytes } from "../../lib/format";
import { t } from "../../messages";
import { Button } from "../../ui/Button";
import { Digest } from "../../ui/CopyButton";
import { Instant } from "../../ui/Instant";
import { KeyValues, Panel, Section, Two } from "../../ui/Page";
import { NoteText, Place } from "../../ui/Problem";
import { type Column, ResourceTable } from "../../ui/ResourceTable";
import { ErrorState } from "../../ui/States";
import { evaluationColumns } from "./Evaluations";
import { metricId } from "./MetricText";
import { METRIC_COLUMNS } from "./metricColumns";

const m = t.imports;

/** A number with the task that it is of. */
type Numbered = Metric & { key: string; of: string };

const taskOf = (task: string, filter: string) => (filter === "none" ? task : `${task} · ${filter}`);

const NUMBER_COLUMNS: Column<Numbered>[] = [
  { key: "task", head: t.evaluation.fields.task, main: true, cell: ({ of }) => of },
  ...METRIC_COLUMNS,
];

interface PreviewProps {
  result: ImportResult;
  name: string;
  busy: boolean;
  error: unknown;
  store: () => void;
}

/** What exactly would be stored, and what of the file would not be read. */
export function ImportPreview({ result, name, busy, error, store }: PreviewProps) {
  const { artefact } = result;
  const keyed = result.evaluations.map((one, index) => ({
    ...one,
    key: `${one.suite.name} ${one.task} ${index}`,
  }));
  const numbers = keyed.flatMap(({ key, task, filter, metrics }) =>
    metrics.map((metric) => ({ ...metric, key: `${key} ${metricId(metric)}`, of: taskOf(task, filter) })),
  );
  const waits = result.evaluations.filter((one) => !one.version).length;
  return (
    <Two
      lead={
        <Section
          title={m.preview(name)}
          sub={m.recognised(result.format, result.layout)}
          tools={
            <Button
              look="primary"
              disabled={busy || result.already_stored || keyed.length === 0}
              onClick={store}
            >
              {m.store(keyed.length)}
            </Button>
          }
        >
          {result.already_stored && <div className="strip info">{m.already}</div>}
          {error ? <ErrorState error={error} /> : null}
          <ResourceTable
            label={m.preview(name)}
            rows={keyed}
            columns={evaluationColumns(true)}
            id={(one) => (one as (typeof keyed)[number]).key}
            rowHeight={56}
          />
          <details>
            <summary>{m.numbers(numbers.length)}</summary>
            <ResourceTable
              label={m.everyNumber}
              rows={numbers}
              columns={NUMBER_COLUMNS}
              id={(one) => one.key}
            />
          </details>
        </Section>
      }
      aside={
        <>
          <Panel title={m.facts.file}>
            <KeyValues
              of={[
                [m.facts.file, bytes(artefact.size)],
                [t.model.digest, <Digest key="digest" value={artefact.sha256} />],
                [
                  m.facts.tool,
                  [result.tool, result.tool_version].filter(Boolean).join(" ") || t.common.unknown,
                ],
                [m.facts.model, result.model_ref ?? t.common.unknown],
                [m.facts.run, result.run_at ? <Instant key="run" at={result.run_at} /> : t.common.unknown],
              ]}
            />
          </Panel>
          {(result.notes.length > 0 ||
            result.unmapped.length > 0 ||
            result.new_suites.length > 0 ||
            waits > 0) && (
            <Panel title={m.notes}>
              <ul className="ev">
                {result.new_suites.length > 0 && (
                  <li>{m.newSuites(result.new_suites.length, result.new_suites.join(", "))}</li>
                )}
                {waits > 0 && <li>{m.waits(waits)}</li>}
                {result.notes.map((note) => (
                  <li key={note.code + note.pointer}>
                    <NoteText of={note} />
                    {note.pointer && <Place at={note.pointer} wrap />}
                  </li>
                ))}
                {result.unmapped.length > 0 && (
                  <li>
                    <details>
                      <summary>{m.unmapped(result.unmapped.length)}</summary>
                      <code className="wrap">{result.unmapped.join("\n")}</code>
                    </details>
                  </li>
                )}
              </ul>
            </Panel>
          )}
        </>
      }
    />
  );
}
