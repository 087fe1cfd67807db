import { routeEvidenceHref } from "../../api/story";
import { t } from "../../messages";
import { lookOf } from "../../ui/Button";
import { useNow } from "../../ui/Instant";

/** Days before the instant that are packed. Another interval is a matter of the command line. */
const DAYS = 90;

/** What ran on a route up to an instant, as a file for who has to check it. */
export function RouteEvidence({ route, at }: { route: string; at?: string | undefined }) {
  const now = useNow(60_000);
  const to = at ? new Date(at) : now;
  return (
    <a className={lookOf("plain")} href={routeEvidenceHref(route, to, DAYS)} download>
      {t.story.evidenceDays(DAYS)}
    </a>
  );
}
