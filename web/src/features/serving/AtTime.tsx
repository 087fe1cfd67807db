import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { serving } from "../../api/serving";
import type { ServingRow } from "../../api/types";
import { count, position } from "../../lib/format";
import { full, utcIso } from "../../lib/time";
import { t } from "../../messages";
import { knownParam, useKnown } from "../../ui/AsOf";
import { Button } from "../../ui/Button";
import { CopyButton } from "../../ui/CopyButton";
import { Instant, useNow, useZone } from "../../ui/Instant";
import { actorName, LogLink } from "../../ui/Links";
import { KeyValues, Panel } from "../../ui/Page";
import { ShareBar, shareName } from "../../ui/ShareBar";
import { Load } from "../../ui/States";
import { TimeField } from "../../ui/TimeField";

const r = t.route;

interface AtProps {
  route: string;
  at: string | null;
  move: (at: string | null) => void;
}

/** What served at the cursor, who decided it, why, on what evidence. */
export function AtTime({ route, at, move }: AtProps) {
  const [zone] = useZone();
  const now = useNow();
  const known = knownParam(useKnown());
  const query = useQuery({
    ...serving({ route, at: at ?? undefined, known }),
    placeholderData: (earlier) => earlier,
  });
  const shown = at ?? utcIso(now);
  return (
    <>
      <Panel title={r.atTime} note={full(shown, zone)}>
        <Load query={query}>
          {(page) =>
            page.items[0] ? <Row row={page.items[0]} move={move} /> : <p className="dim">{r.nothingAt}</p>
          }
        </Load>
        <div className="timefield">
          <TimeField label={r.exact} at={shown} change={move} />
          {at && <Button onClick={() => move(null)}>{r.now}</Button>}
          <CopyButton text={location.href} what={r.copyTime} />
        </div>
      </Panel>
      <Panel title={r.known} note={known ? undefined : r.logHead}>
        <p className="meta">{query.data && r.knownText(position(query.data.known.position))}</p>
      </Panel>
    </>
  );
}

function Row({ row, move }: { row: ServingRow; move: (at: string | null) => void }) {
  const end = row.in_force_to;
  return (
    <>
      <div className="atbar">
        <ShareBar shares={row.shares} />
      </div>
      <KeyValues
        of={[
          [
            r.facts.inForce,
            <span key="force">
              <Instant at={row.in_force_from} />{" "}
              {end ? <EndsAt at={end} /> : <span className="dim">{r.still}</span>}
            </span>,
          ],
          [
            r.facts.slots,
            row.shares.map((share) => `${shareName(share, row.shares)} ${count(share.slots)}`).join(", ") ||
              t.common.none,
          ],
          [r.facts.decided, actorName(row.decided_by)],
          [r.facts.reason, row.reason ? t.common.quote(row.reason) : t.ran.noReason],
          [r.facts.evidence, <AllowedBy key="evidence" row={row} />],
          [r.facts.snapshot, t.routes.seq(row.snapshot_seq)],
          [
            r.facts.log,
            <LogLink key="log" position={row.event.position} label={position(row.event.position)} />,
          ],
          ...(row.killed.length > 0
            ? [
                [r.facts.killed, row.killed.map((one) => t.common.v(one.number)).join(", ")] as [
                  string,
                  string,
                ],
              ]
            : []),
        ]}
      />
      <div className="acts steps">
        <Button
          aria-label={r.previous}
          onClick={() => move(utcIso(new Date(row.in_force_from).getTime() - 1000))}
        >
          <IconChevronLeft size={16} aria-hidden="true" />
        </Button>
        <Button aria-label={r.next} disabled={!end} onClick={() => end && move(utcIso(end))}>
          <IconChevronRight size={16} aria-hidden="true" />
        </Button>
      </div>
    </>
  );
}

function EndsAt({ at }: { at: string }) {
  return (
    <>
      {r.to} <Instant at={at} />
    </>
  );
}

/** What allowed each version to run: its promotion, or that it was adopted or only registered. */
export function AllowedBy({ row }: { row: ServingRow }) {
  if (row.allowed_by.length === 0) return t.common.none;
  return row.allowed_by.map((grounds) => {
    const share = row.shares.find((one) => one.version.id === grounds.version_id);
    const promotion = grounds.evidence.find((item) => item.kind === "promotion");
    return (
      <span key={grounds.version_id} className="evlink">
        {share && row.shares.length > 1 && t.common.pair(shareName(share, row.shares), "")}
        {promotion ? (
          <Link to="/promotions/$promotion" params={{ promotion: promotion.id }}>
            {promotion.label ?? r.promotion}
          </Link>
        ) : (
          <LogLink
            position={grounds.position}
            label={r.grounds[grounds.kind as keyof typeof r.grounds] ?? grounds.kind}
          />
        )}{" "}
        <span className="dim">{actorName(grounds.by)}</span>
      </span>
    );
  });
}
