import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { serving } from "../api/serving";
import type { ServingRow } from "../api/types";
import { AllowedBy } from "../features/serving/AtTime";
import { Lanes, type Range } from "../features/serving/Lanes";
import { RouteEvidence } from "../features/serving/RouteEvidence";
import { position } from "../lib/format";
import { useHere } from "../lib/here";
import { full, utcIso } from "../lib/time";
import { t } from "../messages";
import { knownParam } from "../ui/AsOf";
import { Button } from "../ui/Button";
import { CopyButton } from "../ui/CopyButton";
import { Crumbs } from "../ui/Crumbs";
import { TextField } from "../ui/Fields";
import { Instant, useNow, useZone } from "../ui/Instant";
import { actorName, LogLink, RouteLink } from "../ui/Links";
import { Head } from "../ui/Page";
import { type Column, ResourceTable } from "../ui/ResourceTable";
import { ShareBar, shareText } from "../ui/ShareBar";
import { EmptyState, Load } from "../ui/States";
import { TimeField } from "../ui/TimeField";

const r = t.ran;
const c = r.columns;
const COLUMNS: Column<ServingRow>[] = [
  {
    key: "route",
    head: c.route,
    main: true,
    width: "200px",
    cell: (row) => (
      <>
        <RouteLink of={row.route} />
        <span className="meta">{row.application.name}</span>
      </>
    ),
  },
  {
    key: "shares",
    head: c.shares,
    main: true,
    cell: (row) => (
      <>
        <ShareBar shares={row.shares} thin />
        <span className="meta">
          {[...new Set(row.shares.map((share) => share.version.model_name))].join(", ")}{" "}
          {shareText(row.shares)}
        </span>
      </>
    ),
  },
  {
    key: "since",
    head: c.since,
    width: "152px",
    cell: (row) => (
      <>
        <Instant at={row.in_force_from} />
        <span className="meta">
          {row.in_force_to ? (
            <>
              {t.route.to} <Instant at={row.in_force_to} />
            </>
          ) : (
            t.route.still
          )}
        </span>
      </>
    ),
  },
  {
    key: "by",
    head: c.by,
    width: "16%",
    main: true,
    cell: (row) => (
      <>
        {actorName(row.decided_by)}
        <span className="meta">
          <AllowedBy row={row} />
        </span>
      </>
    ),
  },
  {
    key: "why",
    head: c.why,
    cell: (row) => (row.reason ? t.common.quote(row.reason) : <span className="dim">{r.noReason}</span>),
  },
  {
    key: "log",
    head: c.log,
    right: true,
    cell: (row) => <LogLink position={row.event.position} label={position(row.event.position)} />,
  },
];

/** What ran at a time, for every route: the question of an incident and of an audit. */
export function Ran() {
  const { at, known, env, route } = useSearch({ from: "/app/ran" });
  const navigate = useNavigate();
  const [zone] = useZone();
  const [range, setRange] = useState<Range>("month");
  const now = useNow(60_000);
  const when = at ?? utcIso(now);
  const query = useQuery({
    ...serving({ at: when, known: knownParam(known), environment: env, route }),
    placeholderData: (earlier) => earlier,
  });
  useHere({ api: `/serving?at=${when}`, cli: r.cli(when) });
  const set = (part: Record<string, string | undefined>) =>
    navigate({ to: ".", search: (old: object) => ({ ...old, ...part }) as never, resetScroll: false });
  const lanes = { ...(env && { environment: env }), ...(route && { route }) };
  return (
    <>
      <Crumbs of={[{ label: r.title }]} />
      <Head
        title={query.data ? r.headline(query.data.items.length, full(when, zone)) : r.title}
        sub={query.data && r.sub(position(query.data.known.position))}
        harmless
        actions={
          <>
            {route && <RouteEvidence route={route} at={at} />}
            <CopyButton text={location.href} what={r.copy} />
          </>
        }
      />
      <div className="toolbar ask">
        <TimeField label={r.time} at={when} change={(to) => set({ at: to })} />
        <Known value={known ?? ""} set={(to) => set({ known: to || undefined })} />
        {at && <Button onClick={() => set({ at: undefined })}>{t.route.now}</Button>}
      </div>
      <Load query={query} rows={5}>
        {(page) =>
          page.items.length > 0 ? (
            <ResourceTable
              label={r.title}
              rows={page.items}
              columns={COLUMNS}
              id={(row) => row.route.id}
              open={(row) =>
                navigate({
                  to: "/routes/$environment/$key",
                  params: { environment: row.route.environment, key: row.route.key },
                  search: { at: when },
                })
              }
              rowHeight={56}
            />
          ) : (
            <EmptyState title={r.emptyTitle} text={r.emptyText} />
          )
        }
      </Load>
      <Lanes
        title={r.lanes}
        filter={lanes}
        at={at ?? null}
        move={(to) => set({ at: to ?? undefined })}
        range={range}
        setRange={setRange}
      />
    </>
  );
}

function Known({ value, set }: { value: string; set: (known: string) => void }) {
  const [text, setText] = useState(value);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set(text.trim());
  };
  return (
    <form onSubmit={submit}>
      <TextField
        label={r.known}
        placeholder={r.knownHelp}
        value={text}
        change={setText}
        onBlur={() => set(text.trim())}
        mono
      />
    </form>
  );
}
