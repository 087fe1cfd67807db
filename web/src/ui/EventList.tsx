import type { Event } from "../api/types";
import { position } from "../lib/format";
import { zoneLabel } from "../lib/time";
import { t } from "../messages";
import { Instant, useZone } from "./Instant";
import { LogLink } from "./Links";
import { Sentence } from "./Sentence";

/** Events as sentences: who did what, why, and where it stands in the log. */
export function EventList({ events }: { events: Event[] }) {
  const [zone] = useZone();
  if (events.length === 0) return <p className="dim">{t.audit.noHistory}</p>;
  return (
    <table className="story">
      <thead>
        <tr>
          <th scope="col" className="when">
            {t.audit.columns.when(zoneLabel(zone).split(",")[0] ?? zone)}
          </th>
          <th scope="col">{t.audit.columns.what}</th>
          <th scope="col" className="r">
            {t.audit.columns.log}
          </th>
        </tr>
      </thead>
      <tbody>
        {events.map((event) => (
          <tr key={event.event_id}>
            <td className="dim nw">
              <Instant at={event.at} form="brief" />
            </td>
            <td>
              <Sentence as="event" of={event.sentence} />
              {event.reason && <span className="meta">{t.common.quote(event.reason)}</span>}
            </td>
            <td className="r">
              <LogLink position={event.position} label={position(event.position)} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
