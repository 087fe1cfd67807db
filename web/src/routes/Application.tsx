import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { application as applicationQuery, applicationUses } from "../api/applications";
import { namedActions } from "../api/names";
import { routes } from "../api/serving";
import type { Application as ApplicationType, Route } from "../api/types";
import { ChangeApplication } from "../features/applications/Describe";
import { EntityHistory } from "../features/audit/EntityHistory";
import { PastState } from "../features/audit/PastState";
import { HiddenStrip } from "../features/registry/HiddenStrip";
import { NameMenu } from "../features/registry/NameMenu";
import { useHere } from "../lib/here";
import { day, UTC } from "../lib/time";
import { t } from "../messages";
import { ActionButton } from "../ui/ActionButton";
import { useKnown } from "../ui/AsOf";
import { LinkButton } from "../ui/Button";
import { Crumbs } from "../ui/Crumbs";
import { Instant } from "../ui/Instant";
import { actorName, RouteLink } from "../ui/Links";
import { Facts, Head, Panel, Section, Two } from "../ui/Page";
import { type Column, ResourceTable } from "../ui/ResourceTable";
import { ShareBar, shareText } from "../ui/ShareBar";
import { EmptyState, Load } from "../ui/States";

const m = t.applications;

export function Application() {
  const { application: id } = useParams({ from: "/app/applications/$application" });
  const query = useQuery(applicationQuery(id));
  const past = useKnown() !== undefined;
  useHere({ entity: id, api: `/applications/${id}`, cli: m.cli });
  const crumbs = [
    { label: t.routes.title, to: "/routes" },
    { label: m.title, to: "/applications" },
    ...(query.data ? [{ label: query.data.name }] : []),
  ];
  return (
    <>
      <Crumbs of={crumbs} />
      <Load query={query} head>
        {(found) =>
          past ? (
            <PastState kind="application" id={found.id} name={found.name} />
          ) : (
            <Page application={found} />
          )
        }
      </Load>
    </>
  );
}

function Page({ application: one }: { application: ApplicationType }) {
  const [changing, setChanging] = useState(false);
  const query = useInfiniteQuery(routes({ application: one.id }));
  const called = query.data?.pages.flatMap((page) => page.items) ?? [];
  const change = useQuery(namedActions("application", one.id)).data?.items.find(
    ({ action }) => action === "relabel",
  );
  return (
    <>
      <Head
        title={query.data ? m.one(one.name, called.length) : one.name}
        sub={one.purpose ?? m.noPurpose}
        actions={
          <>
            {change && (
              <ActionButton refusal={change.refusal} run={() => setChanging(true)}>
                {m.change}
              </ActionButton>
            )}
            <NameMenu kind="application" of={one} />
          </>
        }
      />
      <HiddenStrip since={one.hidden_at} />
      <Facts of={factsOf(one)} />
      <Two
        lead={
          <>
            <Section title={m.routes} sub={m.routesSub}>
              <Load query={query}>
                {() => (called.length > 0 ? <Called routes={called} pages={query} /> : <NoRoutes />)}
              </Load>
            </Section>
            <EntityHistory entity={one.id} />
          </>
        }
        aside={<Others of={one.id} />}
      />
      {changing && <ChangeApplication of={one} close={() => setChanging(false)} />}
    </>
  );
}

function factsOf(one: ApplicationType) {
  const f = m.facts;
  const none = <span className="dim">{t.common.none}</span>;
  return [
    { label: f.team, value: one.team.name },
    { label: f.criticality, value: m.criticalities[one.criticality] },
    { label: f.risk, value: m.risks[one.risk_tier] },
    { label: f.data, value: m.datas[one.data_class] },
    { label: f.regulation, value: one.regulatory_class ?? none },
    { label: f.review, value: one.review_due ? day(one.review_due, UTC) : none },
    {
      label: f.described,
      value: (
        <>
          <Instant at={one.created_at} />{" "}
          <span className="dim">{t.common.by(actorName(one.created_by))}</span>
        </>
      ),
    },
  ];
}

const c = t.routes.columns;
const COLUMNS: Column<Route>[] = [
  { key: "route", head: c.route, main: true, cell: (route) => <RouteLink of={route} /> },
  {
    key: "shares",
    head: c.shares,
    main: true,
    cell: ({ snapshot }) => (
      <>
        <ShareBar shares={snapshot.shares} thin />
        <span className="meta">
          {[...new Set(snapshot.shares.map((share) => share.version.model_name))].join(", ")}{" "}
          {shareText(snapshot.shares)}
        </span>
      </>
    ),
  },
  {
    key: "change",
    head: c.change,
    main: true,
    cell: ({ snapshot: { decision } }) => (
      <>
        <Instant at={decision.at} form="brief" /> {t.common.by(actorName(decision.by))}
      </>
    ),
  },
];

interface CalledProps {
  routes: Route[];
  pages: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };
}

function Called({ routes: rows, pages }: CalledProps) {
  return (
    <ResourceTable label={m.routes} rows={rows} columns={COLUMNS} id={(route) => route.id} pages={pages} />
  );
}

function NoRoutes() {
  return (
    <EmptyState title={m.noRoutes} text={m.noRoutesText}>
      <LinkButton to="/routes">{m.goRoutes}</LinkButton>
    </EmptyState>
  );
}

/** Proposals for it, its tokens: what is no route. */
function Others({ of }: { of: string }) {
  const query = useQuery(applicationUses(of));
  return (
    <Panel title={m.uses}>
      <Load query={query} rows={2}>
        {({ items }) => {
          const others = items.filter((use) => use.used_as !== "route");
          if (others.length === 0) return <p className="dim">{m.usesNone}</p>;
          return (
            <ul className="plain">
              {others.map((use) => (
                <li key={use.used_as + use.by}>
                  {use.href ? (
                    <Link className="obj" to={use.href}>
                      {use.label}
                    </Link>
                  ) : (
                    use.label
                  )}{" "}
                  <span className="dim">{m.usedAs[use.used_as] ?? use.used_as.replaceAll("_", " ")}</span>
                </li>
              ))}
            </ul>
          );
        }}
      </Load>
    </Panel>
  );
}
