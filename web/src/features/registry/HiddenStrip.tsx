import { minute } from "../../lib/time";
import { t } from "../../messages";
import { useZone } from "../../ui/Instant";

/** Says since when something is hidden. Nothing while it is not. */
export function HiddenStrip({ since }: { since: string | null | undefined }) {
  const [zone] = useZone();
  if (!since) return null;
  return (
    <p className="strip warn" role="status">
      {t.names.hiddenSince(minute(since, zone))}
    </p>
  );
}
