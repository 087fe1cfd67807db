import { useEffect, useState } from "react";
import { clock, dayOfYear, full, isRecent, minute, readerZone, span, UTC } from "../lib/time";
import { useStored } from "../lib/useStored";
import { t } from "../messages";

export function useZone() {
  return useStored("tenure.zone", readerZone());
}

/** The present, moving once in a while so that "2 min ago" stays true. */
export function useNow(every = 30_000): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), every);
    return () => clearInterval(timer);
  }, [every]);
  return now;
}

interface InstantProps {
  at: string;
  /** `full` names the second, `minute` is for sentences, `brief` for columns that name the zone. */
  form?: "full" | "minute" | "brief";
  relative?: boolean;
}

/** A time: absolute in the reader's zone, relative beside it for a week, UTC on hover and focus. */
export function Instant({ at, form = "minute", relative = false }: InstantProps) {
  const [zone] = useZone();
  const now = useNow();
  const text = { full, minute, brief }[form](at, zone);
  return (
    <time dateTime={at} title={t.common.utc(full(at, UTC))} className="nw">
      {text}
      {relative && isRecent(at, now) && <span className="dim rel"> {t.common.ago(span(now, at))}</span>}
    </time>
  );
}

function brief(at: string, zone: string): string {
  return `${dayOfYear(at, zone)}, ${clock(at, zone)}`;
}

/** How old something is, for evidence and snapshots. */
export function Age({ at }: { at: string }) {
  const now = useNow();
  const [zone] = useZone();
  return (
    <time dateTime={at} title={full(at, zone)}>
      {t.common.age(span(at, now))}
    </time>
  );
}
