import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { timeline } from "../../api/serving";
import type { Timeline } from "../../api/types";
import { position } from "../../lib/format";
import { useKeys } from "../../lib/keys";
import { before, day, minute, utcIso, zoneLabel } from "../../lib/time";
import { t } from "../../messages";
import { knownParam, useKnown } from "../../ui/AsOf";
import { Seg } from "../../ui/Fields";
import { Instant, useNow, useZone } from "../../ui/Instant";
import { actorName, LogLink, RouteLink } from "../../ui/Links";
import { LegendMark, marksOf, type TimeMark } from "../../ui/MarkShape";
import { Section } from "../../ui/Page";
import { shareText } from "../../ui/ShareBar";
import { Load } from "../../ui/States";
import { Swimlane } from "../../ui/Swimlane";

const r = t.route;
const DAY = 86_400_000;
const DAYS = { day: 1, week: 7, month: 30, year: 365 } as const;
const YEAR = 365;
export type Range = keyof typeof DAYS | "life";

/** The days that a range shows, up to the time now. The recorded life gets a little room before it. */
function daysOf(range: Range, since: string | undefined, now: Date): number {
  if (range !== "life") return DAYS[range];
  const life = (now.getTime() - new Date(since ?? now).getTime()) / DAY;
  return Math.min(YEAR, Math.max(life, 10 / (24 * 60)) * 1.04);
}

/** A thing that is an hour old is not shown as an empty month. */
export function fitting(since: string, now: Date): Range {
  return now.getTime() - new Date(since).getTime() < DAYS.month * DAY ? "life" : "month";
}

/** What began within the range; what was in force before it is no change of it. */
function changesSince({ lanes }: Timeline, from: Date): number {
  const began = lanes.flatMap((lane) => lane.intervals).map((one) => new Date(one.in_force_from));
  return began.filter((at) => at > from).length;
}

const VIEWS = [
  { value: "chart", label: t.common.chart },
  { value: "table", label: t.common.table },
] as const;

interface LanesProps {
  title: string;
  filter: { route?: string; version?: string; environment?: string };
  at: string | null;
  move: (at: string | null) => void;
  range: Range;
  setRange: (range: Range) => void;
  /** When the record of it begins; with it the whole life can be shown. */
  since?: string;
}

/** The timeline of one or many routes, as a chart or as the table that says the same. */
export function Lanes({ title, filter, at, move, range, setRange, since }: LanesProps) {
  const [zone] = useZone();
  const [view, setView] = useState<"chart" | "table">("chart");
  const known = knownParam(useKnown());
  const now = useNow(60_000);
  // Whole minutes keep the question the same while the page is open.
  const end = new Date(Math.ceil(now.getTime() / 60_000) * 60_000);
  const days = daysOf(range, since, end);
  const ranges = [...(Object.keys(DAYS) as Range[]), ...(since ? (["life"] as const) : [])];
  const outside = at !== null && new Date(at) < before(end, days);
  const to = outside ? before(new Date(at), -days / 2) : end;
  const from = before(to, days);
  const query = useQuery(timeline({ ...filter, known, from: utcIso(from), to: utcIso(to) }));
  useKeys({ v: () => setView(view === "chart" ? "table" : "chart") });
  const edge = (time: Date) => (days < 2 ? minute(time, zone) : day(time, zone));
  const changes = query.data && r.changes(changesSince(query.data, from), query.data.lanes.length);
  return (
    <Section
      title={title}
      sub={r.swimSub(edge(from), edge(to), zoneLabel(zone), changes)}
      tools={
        <>
          <Seg label={r.view} value={view} choices={VIEWS} change={setView} />
          <Seg
            label={r.range}
            value={range}
            choices={ranges.map((value) => ({ value, label: r.ranges[value] }))}
            change={setRange}
          />
        </>
      }
    >
      <Load query={query} rows={6}>
        {(data) =>
          view === "chart" ? (
            <>
              <Swimlane timeline={data} at={at} move={move} />
              <Legend marks={marksOf(data)} />
            </>
          ) : (
            <LaneTable timeline={data} />
          )
        }
      </Load>
    </Section>
  );
}

function Legend({ marks }: { marks: TimeMark[] }) {
  const kinds = [...new Set(marks.map((mark) => mark.kind))].filter((kind) => kind in r.legend);
  return (
    <p className="legend">
      {kinds.map((kind) => (
        <span key={kind}>
          <LegendMark kind={kind} /> {r.legend[kind as keyof typeof r.legend]}
        </span>
      ))}
      <span className="sp" />
      <span className="keyhints">
        <kbd>[</kbd> <kbd>]</kbd> {r.keysChange} <kbd>{r.keyNow}</kbd> {r.keysNow}
      </span>
    </p>
  );
}

/** The chart's twin: the same intervals, in words. */
function LaneTable({ timeline: { lanes } }: { timeline: Timeline }) {
  const c = r.tableColumns;
  const rows = lanes.flatMap((lane) => lane.intervals.toReversed());
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by key
    <section className="scrolls" aria-label={t.common.table} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {[c.route, c.from, c.to, c.shares, c.by].map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
            <th scope="col" className="r">
              {c.log}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.route.id + row.in_force_from}>
              <td>
                <RouteLink of={row.route} />
              </td>
              <td>
                <Instant at={row.in_force_from} />
              </td>
              <td>{row.in_force_to ? <Instant at={row.in_force_to} /> : r.still}</td>
              <td className="nw">{shareText(row.shares)}</td>
              <td>{actorName(row.decided_by)}</td>
              <td className="r">
                <LogLink position={row.event.position} label={position(row.event.position)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
