import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { logHead } from "../../api/audit";
import { versionInfo } from "../../api/overview";
import { ProblemError } from "../../api/problem";
import { position } from "../../lib/format";
import { clock, span } from "../../lib/time";
import { t } from "../../messages";
import { Glyph } from "../../ui/Glyph";
import { useNow, useZone } from "../../ui/Instant";

/** The code of every answer while the database cannot be reached. */
const AWAY = "unavailable";

/** Reads the head of the log; when it moved, what is on screen is read again. */
export function useLog() {
  const client = useQueryClient();
  const log = useQuery(logHead());
  const seen = useRef<number | undefined>(undefined);
  const head = log.data?.position;
  useEffect(() => {
    if (head === undefined) return;
    if (seen.current !== undefined && seen.current !== head) {
      client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== "log" });
    }
    seen.current = head;
  }, [head, client]);
  return log;
}

export function LiveMark() {
  const log = useQuery(logHead());
  const state = log.error ? "off" : log.data ? "on" : "wait";
  const words = { on: t.frame.live, off: t.frame.notLive, wait: t.frame.connecting };
  return (
    <span className={`live ${state}`} role="status">
      <i />
      <span>{words[state]}</span>
    </span>
  );
}

/** The page is older than it looks, and says so: the service is silent, or it has no database. */
export function StaleStrip() {
  const [zone] = useZone();
  const now = useNow(5_000);
  const log = useQuery(logHead());
  if (!log.error) return null;
  const age = log.data ? t.common.age(span(log.dataUpdatedAt, now)) : t.common.unknown;
  const away = log.error instanceof ProblemError && log.error.problem.code === AWAY;
  const since = log.data && t.frame.notLiveSince(clock(log.dataUpdatedAt, zone), position(log.data.position));
  return (
    <div className="strip warn" role="status">
      <Glyph kind="warn" />
      <span>{away ? t.frame.databaseAway(age) : (since ?? t.common.offlineTitle)}</span>
    </div>
  );
}

export function Foot() {
  const log = useQuery(logHead());
  const info = useQuery(versionInfo()).data;
  const now = useNow(5_000);
  return (
    <footer className="foot">
      <span>{t.frame.log(log.data ? position(log.data.position) : t.common.unknown)}</span>
      {log.data && <span>{t.frame.seenAge(t.common.age(span(log.dataUpdatedAt, now)))}</span>}
      <span className="sp" />
      {info && <span>{t.frame.version(info.version)}</span>}
    </footer>
  );
}
