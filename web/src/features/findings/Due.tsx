import type { Finding } from "../../api/types";
import { day, span, UTC } from "../../lib/time";
import { t } from "../../messages";
import { useNow } from "../../ui/Instant";
import { tooLateFrom } from "./words";

/** The day by which it should be cleared, and how far that is. What is closed is late no more. */
export function Due({ of: { due, state } }: { of: Finding }) {
  const now = useNow();
  if (!due) return <span className="dim">{t.findings.noDue}</span>;
  const left = span(now, tooLateFrom(due));
  const tone = left.past ? "fail" : left.unit === "d" ? "dim" : "warn";
  return (
    <time className="nw" dateTime={due}>
      {/* A day stays the day that it is, whatever the zone. */}
      {day(due, UTC)}{" "}
      {state !== "closed" && (
        <span className={`${tone} meta`}>{left.past ? t.common.late(left) : t.common.ago(left)}</span>
      )}
    </time>
  );
}
