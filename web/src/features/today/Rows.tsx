import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { TodayItem } from "../../api/types";
import { useKeys } from "../../lib/keys";
import { dayOfYear, span, UTC } from "../../lib/time";
import { t } from "../../messages";
import { LinkButton } from "../../ui/Button";
import { Glyph, type GlyphKind } from "../../ui/Glyph";
import { useNow, useZone } from "../../ui/Instant";
import { Sentence } from "../../ui/Sentence";

const m = t.today;
const DAY = 86_400_000;

function groupsOf(items: TodayItem[], now: Date) {
  const left = ({ too_late_from: at }: TodayItem) =>
    at ? new Date(at).getTime() - now.getTime() : Number.POSITIVE_INFINITY;
  return [
    { title: m.late, items: items.filter((item) => left(item) < DAY) },
    { title: m.week, items: items.filter((item) => left(item) >= DAY && left(item) < 7 * DAY) },
    { title: m.later, items: items.filter((item) => left(item) >= 7 * DAY) },
  ].filter((group) => group.items.length > 0);
}

/** What needs the reader, in the order in which it becomes too late. */
export function Rows({ items }: { items: TodayItem[] }) {
  const now = useNow();
  const navigate = useNavigate();
  const [at, setAt] = useState(-1);
  const groups = groupsOf(items, now);
  const flat = groups.flatMap((group) => group.items);
  const act = () => {
    const item = flat[at];
    if (item) navigate({ href: item.action.href });
  };
  useKeys({
    j: () => setAt(Math.min(flat.length - 1, at + 1)),
    k: () => setAt(Math.max(0, at - 1)),
    e: act,
    Enter: act,
  });
  return (
    <>
      {groups.map((group) => (
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
      ))}
      <p className="legend keyhints">
        {m.keys.map(([keys, what]) => (
          <span key={keys}>
            {keys.split(" ").map((key) => (
              <kbd key={key}>{key}</kbd>
            ))}{" "}
            {what}
          </span>
        ))}
      </p>
    </>
  );
}

interface RowProps {
  item: TodayItem;
  now: Date;
  chosen: boolean;
  first: boolean;
}

function Row({ item, now, chosen, first }: RowProps) {
  const says = { message: item.message, detail: item.detail, why: item.why, action: item.action.label };
  const part = (name: keyof typeof says) => (
    <Sentence as="today" of={{ code: `${item.kind}.${name}`, params: item.params, message: says[name] }} />
  );
  return (
    <div className={`row ${chosen ? "sel" : ""}`}>
      <Glyph kind={item.glyph as GlyphKind} />
      <div>
        <p className="s">{part("message")}</p>
        <p className="s2">{part("detail")}</p>
        <p className="meta">
          {part("why")} {item.kind === "finding" && <Link to="/findings">{m.findings}</Link>}
        </p>
      </div>
      <Due item={item} now={now} />
      <span className="own">{item.owner?.name}</span>
      <LinkButton to={item.action.href} look={first ? "primary" : "plain"}>
        {part("action")}
      </LinkButton>
    </div>
  );
}

function Due({ item: { due, too_late_from: at }, now }: { item: TodayItem; now: Date }) {
  const [zone] = useZone();
  if (!due || !at) return <span className="due dim">{m.noDue}</span>;
  const left = span(now, at);
  const tone = left.past ? "fail" : left.unit === "d" ? "" : "warn";
  return (
    <time className={`due ${tone}`} dateTime={due}>
      {left.past ? t.common.late(left) : t.common.ago(left)}
      {/* A day stays the day that it is, whatever the zone. */}
      <span className="dim meta">{dayOfYear(due, due === at ? zone : UTC)}</span>
    </time>
  );
}
