import type { Metric } from "../../api/types";
import { decimal } from "../../lib/format";
import { t } from "../../messages";

const m = t.suite;
type Meant = Pick<Metric, "direction" | "direction_by" | "target" | "unit" | "unit_by">;

const By = ({ by }: { by: string | null | undefined }) =>
  by ? <span className="meta">{m.by[by]}</span> : null;
const Unknown = () => <span className="unk">{t.common.unknown}</span>;

/** Which values are better, and who says it. */
export function Better({ metric: { direction, direction_by, target } }: { metric: Meant }) {
  if (!direction) return <Unknown />;
  const near = direction === "target" && target != null;
  return (
    <>
      {near ? m.target(decimal(target)) : t.evaluation.directions[direction]}
      <By by={direction_by} />
    </>
  );
}

/** What a value counts, and who says it. */
export function Counts({ metric: { unit, unit_by } }: { metric: Meant }) {
  if (!unit) return <Unknown />;
  return (
    <>
      {m.units[unit] ?? unit}
      <By by={unit_by} />
    </>
  );
}
