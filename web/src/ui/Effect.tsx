import type { EffectPreview, Plan, Share } from "../api/types";
import { slots } from "../lib/format";
import { t } from "../messages";
import { RouteLink } from "./Links";
import { Refusals } from "./Refusals";
import { ShareBar, shareText } from "./ShareBar";

/** The slots that one version loses to another. */
function moved(before: Share[], after: Share[]): number {
  const now = new Map(after.map((share) => [share.version.id, share.slots]));
  return before.reduce((sum, share) => sum + Math.max(0, share.slots - (now.get(share.version.id) ?? 0)), 0);
}

/** What a command would do, as the service worked it out. */
export function Effect({ of }: { of: EffectPreview | Plan }) {
  if (!of.allowed) {
    return (
      <div className="empty error">
        <h3>{t.effect.refusedTitle}</h3>
        <Refusals of={of.refusals} />
      </div>
    );
  }
  if ("changes" in of) return <p className="dim">{t.effect.changes(of.changes.length)}</p>;
  return (
    <section className="effect" aria-label={t.effect.routes}>
      <h3>{t.effect.routes}</h3>
      {of.routes.length === 0 && <p className="dim">{t.effect.noRoutes}</p>}
      {of.routes.map((change) => (
        <div key={change.route.id} className="change">
          <p>
            <RouteLink of={change.route} />
            <span className="dim num">{t.effect.moves(slots(moved(change.before, change.after)))}</span>
          </p>
          <span className="meta">{t.effect.before}</span>
          <ShareBar shares={change.before} />
          <span className="meta">{t.effect.after}</span>
          <ShareBar shares={change.after} />
          {change.after.length === 0 ? (
            <p className="warn">{t.effect.nothingLeft}</p>
          ) : (
            <span className="meta becomes">
              {t.effect.becomes(shareText(change.before), shareText(change.after))}
            </span>
          )}
        </div>
      ))}
    </section>
  );
}
