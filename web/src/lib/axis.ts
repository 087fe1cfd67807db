import { scaleUtc } from "d3-scale";
import { offsetAt } from "./time";

/** Round times for an axis, round in the zone of the reader and not in UTC. */
export function ticks(from: number, to: number, zone: string, about: number): number[] {
  const shift = offsetAt(from, zone);
  const scale = scaleUtc().domain([new Date(from + shift), new Date(to + shift)]);
  return scale.ticks(about).map((tick) => tick.getTime() - offsetAt(tick.getTime() - shift, zone));
}

export interface Axis {
  from: number;
  to: number;
  x: (instant: number) => number;
  at: (x: number) => number;
}

export function axisOf(from: number, to: number, left: number, right: number): Axis {
  const per = (right - left) / Math.max(1, to - from);
  return {
    from,
    to,
    x: (instant) => left + (Math.min(to, Math.max(from, instant)) - from) * per,
    at: (x) => from + (Math.min(right, Math.max(left, x)) - left) / per,
  };
}

/** The change before and after a time, for the keys that jump. */
export function neighbours(changes: number[], at: number): { previous: number | null; next: number | null } {
  const sorted = [...changes].sort((a, b) => a - b);
  return {
    previous: sorted.findLast((change) => change < at) ?? null,
    next: sorted.find((change) => change > at) ?? null,
  };
}
