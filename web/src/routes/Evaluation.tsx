import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { evaluation } from "../api/evidence";
import type { Evaluation as EvaluationType } from "../api/types";
import { PastState } from "../features/audit/PastState";
import { metricId } from "../features/evidence/MetricText";
import { METRIC_COLUMNS } from "../features/evidence/metricColumns";
import { bytes, estimate } from "../lib/format";
import { useHere } from "../lib/here";
import { t } from "../messages";
import { useKnown } from "../ui/AsOf";
import { lookOf } from "../ui/Button";
import { Digest } from "../ui/CopyButton";
import { Crumbs } from "../ui/Crumbs";
import { Glyph } from "../ui/Glyph";
import { Instant } from "../ui/Instant";
import { Actor, SuiteLink, VersionLink } from "../ui/Links";
import { Facts, Head, KeyValues, Panel, Section, Two } from "../ui/Page";
import { Refusals } from "../ui/Refusals";
import { ResourceTable } from "../ui/ResourceTable";
import { Load } from "../ui/States";

const m = t.evaluation;

/** Arguments as the file states them: a text, or names with their values. */
function statedText(stated: unknown): string {
  if (stated == null) return t.common.unknown;
  if (typeof stated === "string") return stated;
  const text = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
  return Object.entries(stated)
    .map(([name, value]) => `${name}=${text(value)}`)
    .join(", ");
}

export function Evaluation() {
  const { evaluation: id } = useParams({ from: "/app/evidence/evaluations/$evaluation" });
  const query = useQuery(evaluation(id));
  const one = query.data;
  const past = useKnown() !== undefined;
  useHere({ entity: id, api: `/evaluations/${id}` });
  return (
    <>
      <Crumbs
        of={[
          { label: t.evidence.title, to: "/evidence" },
          { label: one ? one.task : t.evidence.tabs.evaluations },
        ]}
      />
      <Load query={query} head>
        {(found) => (past ? <PastState kind="evaluation" id={id} name={found.task} /> : <Page one={found} />)}
      </Load>
    </>
  );
}

function Page({ one }: { one: EvaluationType }) {
  const first = one.metrics[0];
  const value = first && first.state === "known" ? estimate(first) : null;
  const suite = [one.suite.name, one.suite.language].filter(Boolean).join(" ");
  const unknown = t.common.unknown;
  const digest = (value: string | null | undefined) =>
    value ? <Digest key={value} value={value} /> : unknown;
  return (
    <>
      <Head
        title={first && value ? m.headline(suite, first.name, value) : m.headlineBare(suite)}
        actions={
          one.artefact && (
            <a className={lookOf("plain")} href={`/api/v1/artefacts/${one.artefact.sha256}`} download>
              {m.download}
            </a>
          )
        }
      />
      <Facts
        of={[
          { label: m.facts.suite, value: <SuiteLink of={one.suite} /> },
          {
            label: m.facts.version,
            value: one.version ? <VersionLink of={one.version} long /> : t.evidence.noVersion,
          },
          { label: m.facts.run, value: one.run_at ? <Instant at={one.run_at} relative /> : unknown },
          { label: m.facts.tool, value: [one.tool, one.tool_version].filter(Boolean).join(" ") || unknown },
          { label: m.facts.source, value: t.evidence.sources[one.source_type] },
          { label: m.facts.reported, value: <Actor of={one.reported_by} /> },
          {
            label: m.facts.decides,
            value: (
              <>
                <Glyph kind={one.eligible ? "pass" : "bar"} />{" "}
                {one.eligible ? t.evidence.eligible : t.evidence.notEligible}
              </>
            ),
          },
        ]}
      />
      <Two
        lead={
          <Section title={m.metrics} sub={m.metricsSub}>
            <ResourceTable label={m.metrics} rows={one.metrics} columns={METRIC_COLUMNS} id={metricId} />
          </Section>
        }
        aside={
          <>
            {one.ineligible.length > 0 && (
              <Panel title={m.whyNot}>
                <Refusals of={one.ineligible} />
              </Panel>
            )}
            <Panel title={m.details}>
              <KeyValues
                of={[
                  [m.fields.task, one.task],
                  [m.fields.filter, one.filter ?? t.common.none],
                  [m.fields.shots, one.n_shot == null ? unknown : t.evidence.shot(one.n_shot)],
                  [m.fields.model, one.model_ref ?? unknown],
                  [m.fields.hardware, one.hardware ?? unknown],
                  [m.fields.contamination, one.contamination ? m.contaminations[one.contamination] : unknown],
                  [m.fields.args, statedText(one.model_args)],
                  [m.fields.params, statedText(one.gen_params)],
                  [m.fields.seeds, statedText(one.seeds)],
                  [m.fields.errors, one.n_errors == null ? unknown : String(one.n_errors)],
                  [m.fields.commit, one.tool_commit ?? unknown],
                  [m.fields.dataset, digest(one.dataset_digest)],
                  [m.fields.prompt, digest(one.prompt_template_digest)],
                ]}
              />
            </Panel>
            {one.artefact && (
              <Panel title={m.file} note={bytes(one.artefact.size)}>
                <p className="wrap">{one.artefact.file_name}</p>
                <Digest value={one.artefact.sha256} />
              </Panel>
            )}
          </>
        }
      />
    </>
  );
}
