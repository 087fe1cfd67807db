import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { applications } from "../api/applications";
import { useLacking, useTeamFilter } from "../api/people";
import type { Application, HiddenFilter } from "../api/types";
import { DescribeApplication } from "../features/applications/Describe";
import { useHere } from "../lib/here";
import { day, UTC } from "../lib/time";
import { t } from "../messages";
import { ActionButton } from "../ui/ActionButton";
import { ShowsNow } from "../ui/AsOf";
import { Button } from "../ui/Button";
import { Crumbs } from "../ui/Crumbs";
import { choicesOf, Filters } from "../ui/Filters";
import { Head } from "../ui/Page";
import { type Column, ResourceTable } from "../ui/ResourceTable";
import { EmptyState, Load } from "../ui/States";

const m = t.applications;
const c = m.columns;
const COLUMNS: Column<Application>[] = [
  {
    key: "name",
    head: c.name,
    main: true,
    cell: (one) => (
      <>
        <Link className="obj" to="/applications/$application" params={{ application: one.id }}>
          {one.name}
        </Link>{" "}
        {one.hidden_at && <span className="badge mut">{t.names.hidden}</span>}
        {one.purpose && <span className="meta clip">{one.purpose}</span>}
      </>
    ),
  },
  { key: "team", head: c.team, cell: (one) => one.team.name },
  {
    key: "criticality",
    head: c.criticality,
    main: true,
    named: true,
    cell: (one) => m.criticalities[one.criticality],
  },
  { key: "risk", head: c.risk, main: true, named: true, cell: (one) => m.risks[one.risk_tier] },
  { key: "data", head: c.data, cell: (one) => m.datas[one.data_class] },
  {
    key: "review",
    head: c.review,
    right: true,
    cell: (one) => (one.review_due ? day(one.review_due, UTC) : <span className="dim">{t.common.none}</span>),
  },
];

const FILTERS = [
  { name: "q", label: m.filter },
  {
    name: "hidden",
    label: t.filters.hidden,
    any: t.filters.hiddenNot,
    choices: choicesOf(t.filters.hiddenChoices),
  },
] as const;

export function Applications() {
  const search = useSearch({ from: "/app/applications" });
  const navigate = useNavigate({ from: "/applications" });
  const [adding, setAdding] = useState(false);
  const refusal = useLacking("application.manage");
  const describe = { refusal, run: () => setAdding(true) };
  const { team, ready } = useTeamFilter(search.team);
  const filter = { q: search.q, team, hidden: search.hidden as HiddenFilter | undefined };
  const query = useInfiniteQuery({ ...applications(filter), enabled: ready });
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  useHere({
    actions: [{ label: m.describe, ...describe }],
    api: "/applications",
    cli: m.cli,
  });
  const filtered = search.q !== undefined || search.hidden !== undefined || search.team !== undefined;
  const unmatched = filtered && rows.length === 0;
  return (
    <>
      <Crumbs of={[{ label: t.routes.title, to: "/routes" }, { label: m.title }]} />
      <ShowsNow />
      <Head
        title={query.data && !unmatched ? m.headline(rows.length, query.hasNextPage) : m.title}
        sub={m.sub}
        actions={
          <ActionButton look="primary" {...describe}>
            {m.describe}
          </ActionButton>
        }
      />
      <Filters
        label={t.filters.label}
        of={FILTERS}
        values={search}
        change={(name, value) => navigate({ search: (old) => ({ ...old, [name]: value }), replace: true })}
      />
      <Load query={query} rows={6}>
        {() =>
          rows.length > 0 ? (
            <ResourceTable
              label={m.title}
              rows={rows}
              columns={COLUMNS}
              id={(one) => one.id}
              open={(one) => navigate({ to: "/applications/$application", params: { application: one.id } })}
              pages={query}
              rowHeight={56}
            />
          ) : unmatched ? (
            <EmptyState title={t.filters.noMatchTitle} text={t.filters.noMatchText}>
              <Button onClick={() => navigate({ search: ({ env, known }) => ({ env, known }) })}>
                {t.filters.clear}
              </Button>
            </EmptyState>
          ) : (
            <EmptyState title={m.emptyTitle} text={m.emptyText}>
              <ActionButton {...describe}>{m.describe}</ActionButton>
            </EmptyState>
          )
        }
      </Load>
      {adding && <DescribeApplication close={() => setAdding(false)} />}
    </>
  );
}
