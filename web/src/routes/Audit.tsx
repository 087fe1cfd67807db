import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { type EventFilter, events, exportHref, logHead } from "../api/audit";
import type { Event } from "../api/types";
import { position } from "../lib/format";
import { useHere } from "../lib/here";
import { useKeys } from "../lib/keys";
import { zoneLabel } from "../lib/time";
import { t } from "../messages";
import { knownParam } from "../ui/AsOf";
import { Button, lookOf } from "../ui/Button";
import { Crumbs } from "../ui/Crumbs";
import { kindWord } from "../ui/codes";
import { SelectField } from "../ui/Fields";
import { choicesOf } from "../ui/Filters";
import { Instant, useZone } from "../ui/Instant";
import { LogLink } from "../ui/Links";
import { Head } from "../ui/Page";
import { type Column, ResourceTable } from "../ui/ResourceTable";
import { Sentence } from "../ui/Sentence";
import { EmptyState, Load } from "../ui/States";

const columnsFor = (zone: string): Column<Event>[] => [
  {
    key: "when",
    head: t.audit.columns.when(zoneLabel(zone)),
    width: "160px",
    main: true,
    cell: (event) => (
      <span className="dim">
        <Instant at={event.at} />
      </span>
    ),
  },
  {
    key: "what",
    head: t.audit.columns.what,
    main: true,
    cell: (event) => (
      <>
        <Sentence as="event" of={event.sentence} />
        {event.reason && <span className="meta">{t.common.quote(event.reason)}</span>}
      </>
    ),
  },
  {
    key: "object",
    head: t.audit.columns.object,
    cell: (event) => (
      <>
        {event.entity.label}
        <span className="meta">{kindWord(event.entity.kind)}</span>
      </>
    ),
  },
  {
    key: "log",
    head: t.audit.columns.log,
    right: true,
    width: "96px",
    main: true,
    cell: (event) => <LogLink position={event.position} label={position(event.position)} />,
  },
];

export function Audit() {
  const { known, env: _env, team: _team, ...narrow } = useSearch({ from: "/app/audit" });
  const navigate = useNavigate({ from: "/audit" });
  const [zone] = useZone();
  const head = useQuery(logHead()).data;
  const [held, setHeld] = useState<number | null>(null);
  const live = known === undefined;
  const follow = head && live ? () => setHeld((was) => (was === null ? head.position : null)) : undefined;
  useKeys({ l: () => follow?.() });
  const until = live && held !== null ? `@${held}` : known;
  const filter: EventFilter = { ...narrow, known: knownParam(until), order: "newest" };
  const query = useInfiniteQuery(events(filter));
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  useHere({ api: "/events", cli: t.audit.cli });
  const clear = () =>
    navigate({ search: (old) => ({ env: old.env, team: old.team, known: old.known }) as typeof old });
  const anyKind = { value: "", label: t.audit.anyKind };
  return (
    <>
      <Crumbs of={[{ label: t.audit.title }]} />
      <Head
        title={head ? t.audit.headline(position(held ?? head.position)) : t.audit.headlineUnknown}
        sub={t.audit.sub}
        harmless
        actions={
          <>
            <a className={lookOf("plain")} href={exportHref("csv", filter)} download>
              {t.audit.exportCsv}
            </a>
            <a className={lookOf("plain")} href={exportHref("jsonl", filter)} download>
              {t.audit.exportJson}
            </a>
          </>
        }
      />
      <div className="toolbar">
        <SelectField
          hidden
          label={t.audit.filterKind}
          value={narrow.entity_kind ?? ""}
          choices={[anyKind, ...choicesOf(t.audit.kinds)]}
          change={(kind) => navigate({ search: (old) => ({ ...old, entity_kind: kind || undefined }) })}
        />
        {Object.values(narrow).some(Boolean) && (
          <Button small onClick={clear}>
            {t.audit.clear}
          </Button>
        )}
        {follow && (
          <button
            type="button"
            className={`chip ${held === null ? "on" : ""}`}
            aria-pressed={held === null}
            onClick={follow}
          >
            {t.audit.follow}
          </button>
        )}
        {live && held !== null && head && (
          <span className="meta" role="status">
            {t.audit.held(position(held), head.position - held)}
          </span>
        )}
      </div>
      <Load query={query} rows={10}>
        {() =>
          rows.length > 0 ? (
            <ResourceTable
              label={t.audit.title}
              rows={rows}
              columns={columnsFor(zone)}
              id={(event) => event.event_id}
              open={(event) =>
                navigate({ to: "/audit/$position", params: { position: String(event.position) } })
              }
              pages={query}
              rowHeight={56}
            />
          ) : (
            <EmptyState title={t.audit.emptyTitle} text={t.audit.emptyText}>
              <Button onClick={clear}>{t.audit.clear}</Button>
            </EmptyState>
          )
        }
      </Load>
    </>
  );
}
