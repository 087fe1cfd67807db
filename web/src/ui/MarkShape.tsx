import type { Timeline } from "../api/types";

export interface TimeMark {
  at: string;
  kind: string;
  position: number;
}

const KINDS: Record<string, string> = {
  "route.created": "created",
  "route.switched": "switch",
  "route.rolled_back": "rollback",
  "route.killed": "kill",
  "route.revoked": "kill",
};

/** The events that began the intervals; one event may begin many. */
export function marksOf({ lanes, from }: Timeline): TimeMark[] {
  const marks = new Map<number, TimeMark>();
  for (const { event, in_force_from: at } of lanes.flatMap((lane) => lane.intervals)) {
    if (at >= from)
      marks.set(event.position, { at, kind: KINDS[event.kind] ?? "switch", position: event.position });
  }
  return [...marks.values()].sort((a, b) => a.at.localeCompare(b.at));
}

/** The sign of an event on a timeline; its word stands in the legend. */
export function MarkShape({ kind, x, y }: { kind: string; x: number; y: number }) {
  switch (kind) {
    case "promotion":
      return <circle cx={x} cy={y} r="4" fill="var(--text)" />;
    case "rollback":
      return (
        <g transform={`translate(${x} ${y})`} fill="none" stroke="var(--fail)" strokeWidth="1.75">
          <path d="M-3.5-2.5A4.5 4.5 0 1 1-4 2.5" />
          <path d="M-5-5v3.5h3.5" />
        </g>
      );
    case "kill":
      return (
        <path
          d={`M${x - 4} ${y - 4}l8 8M${x + 4} ${y - 4}l-8 8`}
          stroke="var(--fail)"
          strokeWidth="2"
          fill="none"
        />
      );
    case "created":
      return (
        <rect
          x={x - 3.5}
          y={y - 3.5}
          width="7"
          height="7"
          fill="none"
          stroke="var(--text)"
          strokeWidth="1.5"
        />
      );
    default:
      return <path d={`M${x} ${y - 4}l4.5 8h-9z`} fill="var(--text)" />;
  }
}

export function LegendMark({ kind }: { kind: string }) {
  return (
    <svg width="14" height="14" aria-hidden="true" className="i">
      <MarkShape kind={kind} x={7} y={7} />
    </svg>
  );
}
