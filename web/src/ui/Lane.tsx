import type { Share, Timeline } from "../api/types";
import type { Axis } from "../lib/axis";
import { slots } from "../lib/format";
import { SLOTS, series } from "../lib/series";
import { shareName } from "./ShareBar";

export const LANE_GAP = 24;

/** The first lane is what the page is about; the others are context. */
export function laneHeight(index: number): number {
  return index === 0 ? 112 : 40;
}

interface LaneProps {
  lane: Timeline["lanes"][number];
  axis: Axis;
  now: number;
  top: number;
  height: number;
  scale: boolean;
}

/** One route over time: shares stacked, the older version at the bottom. */
export function Lane({ lane, axis, now, top, height, scale }: LaneProps) {
  return (
    <>
      <text x="0" y={top + 14} className="tx lane">
        {lane.route.environment}
      </text>
      <text x="0" y={top + 32} className="tx">
        {lane.route.key.length > 15 ? `${lane.route.key.slice(0, 14)}…` : lane.route.key}
      </text>
      {scale &&
        [100, 50, 0].map((percent) => (
          <text
            key={percent}
            x="104"
            y={top + (height * (100 - percent)) / 100 + (percent ? 8 : 0)}
            className="tx tick"
          >
            {percent}
          </text>
        ))}
      {lane.intervals.map((one) => {
        const start = axis.x(new Date(one.in_force_from).getTime());
        const end = axis.x(one.in_force_to ? new Date(one.in_force_to).getTime() : Math.min(now, axis.to));
        if (end <= start) return null;
        const box = { x: start, width: Math.max(1, end - start - 1), top, height };
        return <Stack key={one.snapshot_seq + one.in_force_from} shares={one.shares} {...box} />;
      })}
    </>
  );
}

interface StackProps {
  shares: Share[];
  x: number;
  width: number;
  top: number;
  height: number;
}

function Stack({ shares, x, width, top, height }: StackProps) {
  const order = [...shares].sort((a, b) => a.version.number - b.version.number);
  const served = order.reduce((sum, share) => sum + share.slots, 0);
  let below = 0;
  return (
    <>
      {served < SLOTS && (
        <rect
          x={x + 0.5}
          y={top + 0.5}
          width={width}
          height={(height * (SLOTS - served)) / SLOTS}
          fill="url(#nothing)"
          stroke="var(--line)"
        />
      )}
      {order.map((share) => {
        const size = (height * share.slots) / SLOTS;
        const y = top + height - below - size;
        below += size;
        return (
          <g key={share.version.id}>
            <rect
              x={x}
              y={y}
              width={width}
              height={Math.max(1, size - 1)}
              fill={series(share.version.number)}
            />
            {size >= 20 && width >= 68 && (
              <text x={x + 8} y={y + 18} className="tx onfill">
                {shareName(share, shares)} {slots(share.slots)}
              </text>
            )}
          </g>
        );
      })}
    </>
  );
}
