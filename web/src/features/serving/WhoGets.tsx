import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { slot } from "../../api/serving";
import type { Route } from "../../api/types";
import { count } from "../../lib/format";
import { useKeys } from "../../lib/keys";
import { ground, SLOTS } from "../../lib/series";
import { t } from "../../messages";
import { Section } from "../../ui/Page";
import { Swatch } from "../../ui/ShareBar";
import { ErrorState } from "../../ui/States";

const r = t.route;

/** The key decides the slot, the slot decides the version. */
export function WhoGets({
  route,
  unit,
  setUnit,
}: {
  route: Route;
  unit: string;
  setUnit: (unit: string) => void;
}) {
  const [text, setText] = useState(unit);
  const query = useQuery(slot(route.id, unit));
  const field = useRef<HTMLInputElement>(null);
  useKeys({
    w: (event) => {
      event.preventDefault();
      field.current?.focus();
    },
  });
  const found = query.data;
  return (
    <Section title={r.who} sub={r.whoSub}>
      <form
        className="who"
        onSubmit={(event) => {
          event.preventDefault();
          setUnit(text.trim());
        }}
      >
        <input
          ref={field}
          className="field mono"
          aria-label={r.unit}
          placeholder={r.unitExample}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onBlur={() => setUnit(text.trim())}
        />
        <span role="status">
          {found?.version && (
            <>
              {r.slotIs(count(found.slot))} <Swatch number={found.version.number} />
              <b>{t.common.v(found.version.number)}</b>
              {found.pinned && ` ${r.pinned}`}.
            </>
          )}
          {found && !found.version && r.slotNothing(count(found.slot))}
        </span>
      </form>
      {query.error && <ErrorState error={query.error} />}
      {route.snapshot.shares.length > 0 && <Slots route={route} slot={found?.slot ?? null} />}
    </Section>
  );
}

function Slots({ route, slot: at }: { route: Route; slot: number | null }) {
  const { shares } = route.snapshot;
  const place = at === null ? null : (at / SLOTS) * 100;
  const last = shares.reduce((sum, share) => sum + share.slots, 0) - 1;
  return (
    <div className="slots" role="img" aria-label={at === null ? r.slotAxis : r.slotMark(count(at))}>
      <div className="slotmark">
        {place !== null && at !== null && (
          <span style={{ left: `${place}%` }} className={place > 50 ? "end" : ""}>
            {r.slotMark(count(at))}
          </span>
        )}
      </div>
      <div className="bar slim">
        {shares.map((share) => (
          <span
            key={share.version.id}
            style={{ width: `${share.slots / 100}%`, background: ground(share.version.number) }}
          />
        ))}
      </div>
      <div className="slotends meta">
        <span>{count(0)}</span>
        <span>{count(Math.max(0, last))}</span>
      </div>
    </div>
  );
}
