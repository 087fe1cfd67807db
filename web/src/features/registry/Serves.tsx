import type { Serve } from "../../api/types";
import { slots } from "../../lib/format";
import { t } from "../../messages";
import { RouteLink } from "../../ui/Links";
import { Swatch } from "../../ui/ShareBar";

/** Which routes send what share of their calls here. */
export function ServesList({ serves, most = 2 }: { serves: Serve[]; most?: number }) {
  if (serves.length === 0) return <span className="dim">{t.models.notServing}</span>;
  const rest = serves.length - most;
  return (
    <span className="serves">
      {serves.slice(0, most).map((serve) => (
        <span key={serve.route.id + serve.version.id} className="nw">
          <Swatch number={serve.version.number} />
          <RouteLink of={serve.route} />{" "}
          {t.common.share(t.common.v(serve.version.number), slots(serve.slots))}
        </span>
      ))}
      {rest > 0 && <span className="dim">{t.models.andMore(rest)}</span>}
    </span>
  );
}
