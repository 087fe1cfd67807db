import type { TrustClass } from "../../api/types";
import { t } from "../../messages";

/** How far a suite's numbers are trusted; that nobody said it stands out. */
export function TrustWord({ of }: { of: TrustClass }) {
  return <span className={of === "unclassified" ? "unk" : undefined}>{t.evidence.trust[of] ?? of}</span>;
}
