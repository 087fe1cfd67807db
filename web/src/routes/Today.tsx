import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { today } from "../api/overview";
import type { TodayItem } from "../api/types";
import { position } from "../lib/format";
import { useKeys } from "../lib/keys";
import { dayOfYear, span } from "../lib/time";
import { t } from "../messages/en";
import { LinkButton } from "../ui/Button";
import { Crumbs } from "../ui/Crumbs";
import { Glyph, type GlyphKind } from "../ui/Glyph";
import { Instant, useNow, useZone } from "../ui/Instant";
import { LogLink } from "../ui/Links";
import { Head, Panel, Two } from "../ui/Page";
import { EmptyState, Load } from "../ui/States";

const m = t.today;
const DAY = 86_400_000;

function groupsOf(items: TodayItem[], now: Date) {
  const left = (item: TodayItem) =>
    !item.due ? Number.POSITIVE_INFINITY : new Date(item.due).getTime() - now.getTime();
  const sorted = [...items].sort((a, b) => left(a) - left(b));
  return [
    { title: m.late, items: sorted.filter((item) => left(item) < DAY) },
    { title: m.week, items: sorted.filter((item) => left(item) >= DAY && left(item) < 7 * DAY) },
    { title: m.later, items: sorted.filter((item) => left(item) >= 7 * DAY) },
  ].filter((group) => group.items.length > 0);
}

export function Today() {
  const query = useQuery(today());
  const now = useNow();
  return (
    <>
      <Crumbs of={[{ label: m.title }]} />
      <Load query={query} head rows={8}>
        {(data) => (
          <>
            <Head title={data.headline.message} sub={data.items.length > 0 ? m.sub : undefined} />
            <div className="topline">
              <Two
                lead={
                  data.items.length > 0 ? <Rows groups={groupsOf(data.items, now)} now={now} /> : <Start />
                }
                aside={
                  <Panel title={m.since} note={<Link to="/audit">{m.audit}</Link>}>
                    <ul className="ev">
                      {data.recent.map((event) => (
                        <li key={event.event_id}>
                          {event.sentence.message}
                          <span className="meta">
                            <Instant at={event.at} form="brief" />{" "}
                            <LogLink position={event.position} label={position(event.position)} />
                          </span>
                        </li>
                      ))}
                    </ul>
                  </Panel>
                }
              />
            </div>
          </>
        )}
      </Load>
    </>
  );
}

function Rows({ groups, now }: { groups: ReturnType<typeof groupsOf>; now: Date }) {
  const navigate = useNavigate();
  const [at, setAt] = useState(-1);
  const flat = groups.flatMap((group) => group.items);
  useKeys({
    j: () => setAt(Math.min(flat.length - 1, at + 1)),
    k: () => setAt(Math.max(0, at - 1)),
    // biome-ignore lint/correctness/noComponentHookFactories: the name of a key, not of a component
    Enter: () => {
      const item = flat[at];
      if (item) navigate({ href: item.action.href });
    },
  });
  return groups.map((group) => (
    <section key={group.title}>
      <div className="gh">
        <h2>{group.title}</h2>
        <span>{group.items.length}</span>
      </div>
      <div className="rows">
        {group.items.map((item) => (
          <Row
            key={item.id}
            item={item}
            now={now}
            chosen={flat[at]?.id === item.id}
            first={flat[0]?.id === item.id}
          />
        ))}
      </div>
    </section>
  ));
}

interface RowProps {
  item: TodayItem;
  now: Date;
  chosen: boolean;
  first: boolean;
}

function Row({ item, now, chosen, first }: RowProps) {
  const owner = item.owner?.name;
  return (
    <div className={`row ${chosen ? "sel" : ""}`}>
      <Glyph kind={item.glyph as GlyphKind} />
      <div>
        <p className="s">{item.message}</p>
        <p className="s2">{item.detail}</p>
      </div>
      <Due due={item.due} now={now} />
      <span className="own">{owner}</span>
      <LinkButton to={item.action.href} look={first ? "primary" : "plain"}>
        {item.action.label}
      </LinkButton>
    </div>
  );
}

function Due({ due, now }: { due: string | null | undefined; now: Date }) {
  const [zone] = useZone();
  if (!due) return <span className="due dim">{m.noDue}</span>;
  const left = span(now, due);
  const tone = left.past ? "fail" : left.unit === "d" ? "" : "warn";
  return (
    <time className={`due ${tone}`} dateTime={due}>
      {left.past ? t.common.late(left) : t.common.ago(left)}
      <span className="dim meta">{dayOfYear(due, zone)}</span>
    </time>
  );
}

function Start() {
  const cards = [
    { to: "/models", label: m.startModel, text: m.startModelText },
    { to: "/evidence?tab=imports", label: m.startImport, text: m.startImportText },
    { to: "/routes", label: m.startRoute, text: m.startRouteText },
  ];
  return (
    <>
      <EmptyState title={m.empty} text={m.emptyText} />
      <div className="cards">
        {cards.map((card) => (
          <Link key={card.to} to={card.to} className="startcard">
            <b>{card.label}</b>
            <span className="dim">{card.text}</span>
          </Link>
        ))}
      </div>
    </>
  );
}
