import type { Evaluation, Metric, MetricKind, Suite, SuiteMetric } from "../../api/types";

/** A metric of a suite: what it means as far as anybody says it, and how many evaluations hold it. */
export interface MeantMetric {
  name: string;
  meant: Pick<Metric, "direction" | "direction_by" | "target" | "unit" | "unit_by">;
  seen: number;
  /** How its suite says that a value comes from its items; null where it does not. */
  kind: MetricKind | null;
}

const ofSuite = (said: SuiteMetric): MeantMetric["meant"] => ({
  direction: said.direction ?? null,
  direction_by: said.direction ? "suite" : null,
  target: said.target ?? null,
  unit: said.unit ?? null,
  unit_by: said.unit ? "suite" : null,
});

/** Every metric that was measured or described, by name; the last evaluation says what is known now. */
export function meantMetrics(suite: Suite, evaluations: Evaluation[]): MeantMetric[] {
  const found = new Map<string, MeantMetric>();
  const kindOf = (name: string) => suite.metrics.find((said) => said.name === name)?.kind ?? null;
  for (const evaluation of evaluations)
    for (const name of new Set(evaluation.metrics.map((metric) => metric.name))) {
      const known = found.get(name);
      const meant = known?.meant ?? evaluation.metrics.find((metric) => metric.name === name);
      if (meant) found.set(name, { name, meant, seen: (known?.seen ?? 0) + 1, kind: kindOf(name) });
    }
  for (const said of suite.metrics)
    if (!found.has(said.name))
      found.set(said.name, { name: said.name, meant: ofSuite(said), seen: 0, kind: kindOf(said.name) });
  return [...found.values()].sort((one, other) => one.name.localeCompare(other.name, "en"));
}

/** Whether no gate can read it for want of a word. */
export const isUnsaid = ({ meant }: MeantMetric) => !meant.direction || !meant.unit;
