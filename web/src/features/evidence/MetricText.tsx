import type { Metric } from "../../api/types";
import { decimal, estimate } from "../../lib/format";
import { t } from "../../messages";

/** `acc`, and of a part of the items which one: `acc · fr`. */
export const metricLabel = ({ name, slice_value }: Pick<Metric, "name" | "slice_value">) =>
  slice_value == null ? name : `${name} · ${slice_value}`;

/** Unique among the metrics of an evaluation. */
export const metricId = (metric: Pick<Metric, "name" | "raw_name" | "slice_kind" | "slice_value">) =>
  JSON.stringify([metric.name, metric.raw_name, metric.slice_kind, metric.slice_value]);

/** `exact_match 81.4 % [79.2, 83.4] n 1 319`, or the word "unknown". The exact value is on hover and in the table. */
export function MetricText({ metric, named = false }: { metric: Metric; named?: boolean }) {
  const text = metric.state === "known" ? estimate(metric) : null;
  const exact = metric.value == null ? undefined : decimal(metric.value);
  return (
    <span className="metric nw" title={exact}>
      {named && <span className="dim">{metricLabel(metric)} </span>}
      {text ?? (
        <span className={metric.state === "not_applicable" ? "dim" : "unk"}>
          {metric.state === "not_applicable" ? t.common.notApplicable : t.common.unknown}
        </span>
      )}
    </span>
  );
}
