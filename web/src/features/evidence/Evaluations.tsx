import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { type EvaluationFilter, evaluations } from "../../api/evidence";
import type { Evaluation } from "../../api/types";
import { t } from "../../messages";
import { LinkButton } from "../../ui/Button";
import { Glyph } from "../../ui/Glyph";
import { Instant } from "../../ui/Instant";
import { VersionLink } from "../../ui/Links";
import { type Column, ResourceTable } from "../../ui/ResourceTable";
import { Sentence } from "../../ui/Sentence";
import { EmptyState, Load } from "../../ui/States";
import { MetricText, metricId } from "./MetricText";

const e = t.evidence;
/** Numbers of an evaluation in a list at most; the rest is counted. */
const METRICS_SHOWN = 3;

export const evaluationColumns = (withVersion: boolean): Column<Evaluation>[] => [
  {
    key: "suite",
    head: e.columns.suite,
    width: "19%",
    main: true,
    cell: (one) => (
      <>
        {one.id ? (
          <Link className="obj" to="/evidence/evaluations/$evaluation" params={{ evaluation: one.id }}>
            {one.suite.name}
          </Link>
        ) : (
          <b>{one.suite.name}</b>
        )}{" "}
        <span className="dim">{one.suite.language}</span>
        <span className="meta">
          {one.task}
          {one.n_shot != null && ` · ${e.shot(one.n_shot)}`}
        </span>
      </>
    ),
  },
  ...(withVersion
    ? [
        {
          key: "version",
          head: e.columns.version,
          cell: (one: Evaluation) =>
            one.version ? <VersionLink of={one.version} long /> : <span className="unk">{e.noVersion}</span>,
        },
      ]
    : []),
  {
    key: "result",
    head: e.columns.result,
    main: true,
    cell: (one) => (
      <>
        {one.metrics.slice(0, METRICS_SHOWN).map((metric) => (
          <MetricText key={metricId(metric)} metric={metric} named />
        ))}
        {one.metrics.length > METRICS_SHOWN && (
          <span className="meta">{e.moreMetrics(one.metrics.length - METRICS_SHOWN)}</span>
        )}
      </>
    ),
  },
  {
    key: "trust",
    head: e.columns.trust,
    cell: (one) => e.trust[one.suite.trust_class] ?? one.suite.trust_class,
  },
  {
    key: "run",
    head: e.columns.run,
    cell: (one) => (
      <>
        {one.run_at ? (
          <Instant at={one.run_at} form="brief" />
        ) : (
          <span className="unk">{t.common.unknown}</span>
        )}
        <span className="meta">
          {[e.sources[one.source_type], one.tool, one.tool_version].filter(Boolean).join(" ")}
        </span>
      </>
    ),
  },
  {
    key: "decides",
    head: e.columns.decides,
    main: true,
    cell: (one) => (
      <>
        <span className="nw">
          <Glyph kind={one.eligible ? "pass" : "bar"} /> {one.eligible ? e.eligible : e.notEligible}
        </span>
        {one.ineligible[0] && (
          <span className="meta">
            <Sentence as="reason" of={one.ineligible[0]} />
          </span>
        )}
      </>
    ),
  },
];

/** What was measured, of one version or of all. */
export function Evaluations({ filtered = false, ...filter }: EvaluationFilter & { filtered?: boolean }) {
  const { version } = filter;
  const query = useInfiniteQuery(evaluations(filter));
  const navigate = useNavigate();
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Load query={query} rows={6}>
      {() =>
        rows.length > 0 ? (
          <ResourceTable
            label={t.evidence.tabs.evaluations}
            rows={rows}
            columns={evaluationColumns(version === undefined)}
            id={(one) => one.id ?? one.task}
            open={(one) =>
              one.id && navigate({ to: "/evidence/evaluations/$evaluation", params: { evaluation: one.id } })
            }
            pages={query}
            rowHeight={56}
          />
        ) : filtered ? (
          <EmptyState title={t.filters.noMatchTitle} text={t.filters.noMatchText} />
        ) : (
          <EmptyState title={e.emptyTitle} text={e.emptyText} command={e.emptyCommand}>
            <LinkButton to="/evidence" search={{ tab: "imports" }}>
              {e.goImport}
            </LinkButton>
          </EmptyState>
        )
      }
    </Load>
  );
}
