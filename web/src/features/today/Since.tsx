import { Link } from "@tanstack/react-router";
import type { Event } from "../../api/types";
import { position } from "../../lib/format";
import { minute } from "../../lib/time";
import { useLastVisit } from "../../lib/visit";
import { t } from "../../messages";
import { Instant, useNow, useZone } from "../../ui/Instant";
import { LogLink } from "../../ui/Links";
import { Panel } from "../../ui/Page";
import { Sentence } from "../../ui/Sentence";

/** What happened since the reader was here last; on the first visit the newest of all. */
export function Since({ recent }: { recent: Event[] }) {
  const [zone] = useZone();
  const last = useLastVisit(useNow());
  const shown = last ? recent.filter((event) => new Date(event.at) > new Date(last)) : recent;
  return (
    <Panel
      title={last ? t.today.since(minute(last, zone)) : t.today.latest}
      note={<Link to="/audit">{t.today.audit}</Link>}
    >
      {shown.length === 0 && <p className="dim runs">{t.today.nothingSince}</p>}
      <ul className="ev">
        {shown.map((event) => (
          <li key={event.event_id}>
            <Sentence as="event" of={event.sentence} />
            <span className="meta">
              <Instant at={event.at} form="brief" />{" "}
              <LogLink position={event.position} label={position(event.position)} />
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
