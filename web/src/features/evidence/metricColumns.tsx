import type { Metric } from "../../api/types";
import { t } from "../../messages";
import type { Column } from "../../ui/ResourceTable";
import { Better, Counts } from "./Meaning";
import { MetricText, metricLabel } from "./MetricText";

const c = t.evaluation.columns;

/** What is known of a number. */
export const METRIC_COLUMNS: Column<Metric>[] = [
  { key: "metric", head: c.metric, main: true, cell: (metric) => <b className="b">{metricLabel(metric)}</b> },
  { key: "value", head: c.value, main: true, cell: (metric) => <MetricText metric={metric} /> },
  { key: "exact", head: c.exact, cell: (metric) => <code>{metric.value_raw ?? t.common.unknown}</code> },
  {
    key: "direction",
    head: c.direction,
    main: true,
    cell: (metric) => <Better metric={metric} />,
  },
  { key: "unit", head: c.unit, cell: (metric) => <Counts metric={metric} /> },
  { key: "method", head: c.method, cell: (metric) => metric.ci_method ?? t.common.none },
];
