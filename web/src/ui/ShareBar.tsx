import type { Share } from "../api/types";
import { slots } from "../lib/format";
import { ground, SLOTS } from "../lib/series";
import { t } from "../messages";

export function shareName(share: Share, among: Share[]): string {
  const mixed = among.some((other) => other.version.model_id !== share.version.model_id);
  const v = t.common.v(share.version.number);
  return mixed ? `${share.version.model_name} ${v}` : v;
}

export function shareText(shares: Share[]): string {
  if (shares.length === 0) return t.common.none;
  return shares.map((share) => t.common.share(shareName(share, shares), slots(share.slots))).join(", ");
}

export function Swatch({ number }: { number: number }) {
  return <i className="sw" style={{ background: ground(number) }} aria-hidden="true" />;
}

/** What serves, as a bar: the fact, never the permission. */
export function ShareBar({
  shares,
  thin = false,
  tall = false,
}: {
  shares: Share[];
  thin?: boolean;
  tall?: boolean;
}) {
  const served = shares.reduce((sum, share) => sum + share.slots, 0);
  const rest = SLOTS - served;
  const label = served === 0 ? t.common.noShare : t.common.shareBar(shareText(shares));
  return (
    <div
      className={`bar ${thin ? "thin" : ""} ${tall ? "tall" : ""}`}
      role="img"
      aria-label={label}
      title={label}
    >
      {shares.map((share) => (
        <span
          key={share.version.id}
          style={{ width: `${share.slots / 100}%`, background: ground(share.version.number) }}
        >
          {!thin && <b>{t.common.share(shareName(share, shares), slots(share.slots))}</b>}
        </span>
      ))}
      {rest > 0 && <span className="hatch" style={{ width: `${rest / 100}%` }} />}
    </div>
  );
}
