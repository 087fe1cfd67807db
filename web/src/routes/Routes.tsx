import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useLacking, useTeamFilter } from "../api/people";
import { routes } from "../api/serving";
import type { HiddenFilter, Route } from "../api/types";
import { CreateRoute } from "../features/serving/CreateRoute";
import { position } from "../lib/format";
import { useHere } from "../lib/here";
import { t } from "../messages";
import { ActionButton } from "../ui/ActionButton";
import { ShowsNow } from "../ui/AsOf";
import { Button, LinkButton } from "../ui/Button";
import { Crumbs } from "../ui/Crumbs";
import { choicesOf, Filters } from "../ui/Filters";
import { Instant } from "../ui/Instant";
import { actorName, LogLink, RouteLink } from "../ui/Links";
import { Head } from "../ui/Page";
import { type Column, ResourceTable } from "../ui/ResourceTable";
import { ShareBar, shareText } from "../ui/ShareBar";
import { EmptyState, Load } from "../ui/States";

const c = t.routes.columns;
const COLUMNS: Column<Route>[] = [
  {
    key: "route",
    head: c.route,
    width: "220px",
    main: true,
    cell: (route) => (
      <>
        <RouteLink of={route} /> {route.hidden_at && <span className="badge mut">{t.names.hidden}</span>}
        <span className="meta">{route.team.name}</span>
      </>
    ),
  },
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
    key: "application",
    head: c.application,
    cell: ({ application: { id, name } }) => (
      <Link className="obj" to="/applications/$application" params={{ application: id }}>
        {name}
      </Link>
    ),
  },
  {
    key: "fallbacks",
    head: c.fallbacks,
    cell: ({ snapshot }) => (
      <span className={snapshot.fallbacks.length ? "" : "dim"}>
        {snapshot.fallbacks.map((one) => `${one.model_name} ${t.common.v(one.number)}`).join(", ") ||
          t.common.none}
      </span>
    ),
  },
  {
    key: "change",
    head: c.change,
    main: true,
    cell: ({ snapshot: { decision: change } }) => (
      <>
        <Instant at={change.at} relative /> {t.common.by(actorName(change.by))}{" "}
        {change.position != null && <LogLink position={change.position} label={position(change.position)} />}
        {change.reason && <span className="meta clip">{t.common.quote(change.reason)}</span>}
      </>
    ),
  },
];

const FILTERS = [
  {
    name: "hidden",
    label: t.filters.hidden,
    any: t.filters.hiddenNot,
    choices: choicesOf(t.filters.hiddenChoices),
  },
] as const;

export function Routes() {
  const search = useSearch({ from: "/app/routes" });
  const { env, team: slug, hidden } = search;
  const { team, ready } = useTeamFilter(slug);
  const navigate = useNavigate();
  const [adding, setAdding] = useState(false);
  const refusal = useLacking("route.switch");
  const query = useInfiniteQuery({
    ...routes({ environment: env, team, hidden: hidden as HiddenFilter | undefined }),
    enabled: ready,
  });
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  const unmatched = rows.length === 0 && (slug !== undefined || hidden !== undefined);
  const mixed = rows.filter((route) => route.snapshot.shares.length > 1).length;
  useHere({
    actions: [{ label: t.routes.create, refusal, run: () => setAdding(true) }],
    api: "/routes",
    cli: t.routes.cli,
  });
  return (
    <>
      <Crumbs of={[{ label: t.routes.title }]} />
      <ShowsNow />
      <Head
        title={query.data && !unmatched ? t.routes.headline(rows.length, mixed) : t.routes.title}
        sub={t.routes.sub}
        actions={
          <>
            <LinkButton to="/applications">{t.applications.title}</LinkButton>
            <ActionButton look="primary" refusal={refusal} run={() => setAdding(true)}>
              {t.routes.create}
            </ActionButton>
          </>
        }
      />
      <Filters
        label={t.filters.label}
        of={FILTERS}
        values={search}
        change={(name, value) =>
          navigate({ to: ".", search: (old) => ({ ...old, [name]: value }) as never, replace: true })
        }
      />
      <Load query={query} rows={6}>
        {() =>
          rows.length > 0 ? (
            <ResourceTable
              label={t.routes.title}
              rows={rows}
              columns={COLUMNS}
              id={(route) => route.id}
              open={({ environment, key }) =>
                navigate({ to: "/routes/$environment/$key", params: { environment, key } })
              }
              pages={query}
              rowHeight={64}
            />
          ) : unmatched ? (
            <EmptyState title={t.filters.noMatchTitle} text={t.filters.noMatchText}>
              <Button
                onClick={() =>
                  navigate({
                    to: ".",
                    search: (old) => ({ ...old, team: undefined, hidden: undefined }) as never,
                  })
                }
              >
                {t.filters.clear}
              </Button>
            </EmptyState>
          ) : (
            <EmptyState
              title={t.routes.emptyTitle(env ?? "")}
              text={t.routes.emptyText}
              command={t.routes.emptyCommand}
            />
          )
        }
      </Load>
      {adding && <CreateRoute close={() => setAdding(false)} />}
    </>
  );
}
