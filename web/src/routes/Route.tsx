import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { routeActions, routeAt } from "../api/serving";
import { environmentsBeside, routesBeside } from "../api/siblings";
import type { Action, Route as RouteType } from "../api/types";
import { EntityHistory } from "../features/audit/EntityHistory";
import { PastState } from "../features/audit/PastState";
import { AtTime } from "../features/serving/AtTime";
import { Connect } from "../features/serving/Connect";
import { fitting, Lanes, type Range } from "../features/serving/Lanes";
import { RouteButtons } from "../features/serving/RouteButtons";
import { RouteEvidence } from "../features/serving/RouteEvidence";
import { Snapshots } from "../features/serving/Snapshots";
import { WhoGets } from "../features/serving/WhoGets";
import { slots } from "../lib/format";
import { useHere } from "../lib/here";
import { minute } from "../lib/time";
import { t } from "../messages";
import { useKnown } from "../ui/AsOf";
import { Crumbs } from "../ui/Crumbs";
import { Glyph } from "../ui/Glyph";
import { useNow, useZone } from "../ui/Instant";
import { actorName, VersionLink } from "../ui/Links";
import { Head, Two } from "../ui/Page";
import { Sentence } from "../ui/Sentence";
import { ShareBar, Swatch, shareName } from "../ui/ShareBar";
import { Load } from "../ui/States";
import { Tabs } from "../ui/Tabs";

const r = t.route;
const TABS = ["now", "snapshots", "connect", "history"] as const;
const FROM = "/app/routes/$environment/$key";

export function Route() {
  const { environment, key } = useParams({ from: FROM });
  const query = useQuery(routeAt(environment, key));
  const past = useKnown() !== undefined;
  useHere({
    entity: query.data?.id,
    cli: r.cliRan(environment, key),
    api: `/routes/${environment}/${key}`,
  });
  const crumbs = [
    { label: t.routes.title, to: "/routes" },
    { label: environment, to: `/routes?env=${environment}`, siblings: environmentsBeside() },
    { label: key, siblings: routesBeside(environment) },
  ];
  return (
    <>
      <Crumbs of={crumbs} />
      <Load query={query} head rows={8}>
        {(route) => (past ? <Past route={route} /> : <Page route={route} />)}
      </Load>
    </>
  );
}

/** What served is kept by time: the lanes and the answer at the cursor are those of then. */
function Past({ route }: { route: RouteType }) {
  return (
    <PastState kind="route" id={route.id} name={`${route.environment}/${route.key}`}>
      <Now route={route} past />
    </PastState>
  );
}

/** One reason for all buttons stands beneath them; different ones are told by each button. */
function refusedAll(actions: Action[] | undefined): Action["refusal"] {
  const reasons = new Set((actions ?? []).map((action) => action.refusal?.message));
  return reasons.size === 1 ? actions?.[0]?.refusal : undefined;
}

function headline({ snapshot: { shares } }: RouteType): string {
  if (shares.length === 0) return r.off;
  return r.serves(shares.map((share) => r.part(shareName(share, shares), slots(share.slots))));
}

function Page({ route }: { route: RouteType }) {
  const { tab = "now" } = useSearch({ from: FROM });
  const [zone] = useZone();
  const actions = useQuery(routeActions(route.id));
  const { snapshot } = route;
  const change = snapshot.decision;
  const refused = refusedAll(actions.data?.items);
  return (
    <>
      <Head
        title={headline(route)}
        sub={`${r.lastChange(minute(change.at, zone), actorName(change.by))} ${change.reason ? t.common.quote(change.reason) : ""}`}
        actions={<RouteButtons route={route} />}
        why={refused && <Sentence as="reason" of={refused} />}
      />
      <ShareBar shares={snapshot.shares} tall />
      <Fallbacks route={route} />
      {snapshot.killed.length > 0 && (
        <div className="strip fail">
          <Glyph kind="reject" />
          {r.killed(snapshot.killed.map((one) => t.common.v(one.number)).join(", "))}
        </div>
      )}
      <Tabs label={route.key} on={tab} of={TABS.map((id) => ({ id, label: r.tabs[id] }))} />
      <Body tab={tab} route={route} />
    </>
  );
}

function Fallbacks({ route: { snapshot } }: { route: RouteType }) {
  const first = snapshot.shares[0];
  return (
    <p className="fallbacks">
      <span className="dim">{first ? r.fallbacks(shareName(first, snapshot.shares)) : r.fallbacksOnly}</span>
      {snapshot.fallbacks.length === 0 && <span className="dim">{r.noFallback}</span>}
      {snapshot.fallbacks.map((version, index) => (
        <span key={version.id} className="nw">
          {index + 1} <Swatch number={version.number} />
          <VersionLink of={version} long />
        </span>
      ))}
    </p>
  );
}

function Body({ tab, route }: { tab: string; route: RouteType }) {
  switch (tab) {
    case "snapshots":
      return <Snapshots route={route} />;
    case "connect":
      return <Connect route={route} />;
    case "history":
      return (
        <div className="tabbody">
          <RouteEvidence route={route.id} />
          <EntityHistory entity={route.id} />
        </div>
      );
    default:
      return <Now route={route} />;
  }
}

function Now({ route, past = false }: { route: RouteType; past?: boolean }) {
  const { at, range, unit } = useSearch({ from: FROM });
  const navigate = useNavigate();
  const usual = fitting(route.created_at, useNow(60_000));
  const set = (part: Record<string, string | undefined>) =>
    navigate({
      to: ".",
      search: (old: object) => ({ ...old, ...part }) as never,
      replace: true,
      resetScroll: false,
    });
  const move = (to: string | null) => set({ at: to ?? undefined });
  return (
    <Two
      lead={
        <>
          <Lanes
            title={r.swim}
            filter={{ route: route.id }}
            at={at ?? null}
            move={move}
            range={(range as Range | undefined) ?? usual}
            setRange={(to) => set({ range: to === usual ? undefined : to })}
            since={route.created_at}
          />
          {!past && (
            <WhoGets route={route} unit={unit ?? ""} setUnit={(to) => set({ unit: to || undefined })} />
          )}
        </>
      }
      aside={<AtTime route={route.id} at={at ?? null} move={move} />}
    />
  );
}
