import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { evaluations } from "../api/evidence";
import { namedActions } from "../api/names";
import { suite as suiteQuery } from "../api/suites";
import type { Suite as SuiteType } from "../api/types";
import { EntityHistory } from "../features/audit/EntityHistory";
import { PastState } from "../features/audit/PastState";
import { Evaluations } from "../features/evidence/Evaluations";
import { Better, Counts } from "../features/evidence/Meaning";
import { MetricsDialog } from "../features/evidence/MetricsDialog";
import { isUnsaid, type MeantMetric, meantMetrics } from "../features/evidence/meanings";
import { ChangeSuite } from "../features/evidence/SuiteDialogs";
import { TrustWord } from "../features/evidence/TrustWord";
import { HiddenStrip } from "../features/registry/HiddenStrip";
import { NameMenu } from "../features/registry/NameMenu";
import { count } from "../lib/format";
import { useHere } from "../lib/here";
import { t } from "../messages";
import { ActionButton } from "../ui/ActionButton";
import { useKnown } from "../ui/AsOf";
import { LinkButton } from "../ui/Button";
import { Crumbs } from "../ui/Crumbs";
import { Instant } from "../ui/Instant";
import { Facts, Head, Panel, Section, Two } from "../ui/Page";
import { type Column, ResourceTable } from "../ui/ResourceTable";
import { EmptyState, Load } from "../ui/States";

const m = t.suite;

export function Suite() {
  const { suite: id } = useParams({ from: "/app/evidence/suites/$suite" });
  const query = useQuery(suiteQuery(id));
  const past = useKnown() !== undefined;
  useHere({ entity: id, api: `/suites/${id}`, cli: m.cli(id) });
  return (
    <>
      <Crumbs
        of={[
          { label: t.evidence.title, to: "/evidence" },
          { label: query.data?.name ?? t.evidence.tabs.suites },
        ]}
      />
      <Load query={query} head>
        {(found) => (past ? <PastState kind="suite" id={id} name={found.name} /> : <Page suite={found} />)}
      </Load>
    </>
  );
}

function Page({ suite }: { suite: SuiteType }) {
  const [doing, setDoing] = useState<"change" | "say" | null>(null);
  const query = useInfiniteQuery(evaluations({ suite: suite.id }));
  const metrics = meantMetrics(suite, query.data?.pages[0]?.items ?? []);
  const unknown = metrics.filter(isUnsaid).map(({ name }) => name);
  const actions = useQuery(namedActions("suite", suite.id)).data?.items;
  const change = actions?.find(({ action }) => action === "relabel");
  const unclassified = suite.trust_class === "unclassified";
  return (
    <>
      <Head
        title={headline(suite, unknown.length)}
        sub={unclassified ? m.unclassifiedText : (suite.description ?? m.noDescription)}
        actions={
          <>
            {change && (
              <ActionButton
                refusal={change.refusal}
                look={unclassified ? "primary" : "plain"}
                run={() => setDoing("change")}
              >
                {m.change}
              </ActionButton>
            )}
            {change && (
              <ActionButton
                refusal={change.refusal}
                look={!unclassified && unknown.length > 0 ? "primary" : "plain"}
                run={() => setDoing("say")}
              >
                {m.say}
              </ActionButton>
            )}
            <NameMenu kind="suite" of={suite} />
          </>
        }
      />
      <HiddenStrip since={suite.hidden_at} />
      <Facts of={factsOf(suite)} />
      <Two
        lead={
          <>
            <Section title={m.metrics} sub={m.metricsSub}>
              <Load query={query}>
                {() =>
                  metrics.length > 0 ? (
                    <ResourceTable
                      label={m.metrics}
                      rows={metrics}
                      columns={COLUMNS}
                      id={({ name }) => name}
                    />
                  ) : (
                    <EmptyState title={m.noMetrics} text={m.noMetricsText} />
                  )
                }
              </Load>
            </Section>
            <Section title={m.measured}>
              <Evaluations suite={suite.id} />
              <p className="morerow">
                <LinkButton to="/evidence" search={{ suite: suite.id }}>
                  {m.all}
                </LinkButton>
              </p>
            </Section>
            <EntityHistory entity={suite.id} />
          </>
        }
        aside={
          <Panel title={m.tasks}>
            {suite.tasks.length === 0 ? (
              <p className="dim">{m.tasksNone}</p>
            ) : (
              <ul className="plain">
                {suite.tasks.map((task) => (
                  <li key={task}>
                    <code>{task}</code>
                  </li>
                ))}
              </ul>
            )}
          </Panel>
        }
      />
      {doing === "change" && <ChangeSuite of={suite} close={() => setDoing(null)} />}
      {doing === "say" && <MetricsDialog of={suite} unknown={unknown} close={() => setDoing(null)} />}
    </>
  );
}

function headline({ name, trust_class }: SuiteType, unknown: number): string {
  if (trust_class === "unclassified") return m.unclassified(name);
  if (unknown > 0) return m.unknown(name, unknown);
  return m.ready(name, t.evidence.trust[trust_class] ?? trust_class);
}

function factsOf(suite: SuiteType) {
  const f = m.facts;
  const none = <span className="dim">{t.common.none}</span>;
  return [
    { label: f.team, value: suite.team.name },
    { label: f.trust, value: <TrustWord of={suite.trust_class} /> },
    { label: f.category, value: suite.category ? (m.categories[suite.category] ?? suite.category) : none },
    { label: f.language, value: suite.language ?? t.suites.anyLanguage },
    { label: f.metric, value: suite.primary_metric ?? none },
    { label: f.recent, value: count(suite.evaluations_count_recent) },
    { label: f.defined, value: <Instant at={suite.created_at} /> },
  ];
}

const c = m.columns;
const COLUMNS: Column<MeantMetric>[] = [
  { key: "metric", head: c.metric, main: true, cell: ({ name }) => <b className="b">{name}</b> },
  { key: "direction", head: c.direction, main: true, cell: ({ meant }) => <Better metric={meant} /> },
  {
    key: "unit",
    head: c.unit,
    main: true,
    cell: ({ meant, kind }) => (
      <>
        <Counts metric={meant} />
        {kind && <span className="meta">{`${m.kind} ${m.kinds[kind]}`}</span>}
      </>
    ),
  },
  { key: "seen", head: c.seen, right: true, cell: ({ seen }) => m.seen(seen) },
];
