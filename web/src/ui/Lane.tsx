import type { Share, Timeline } from "../api/types";
import type { Axis } from "../lib/axis";
import { slots } from "../lib/format";
import { SLOTS, series, striped } from "../lib/series";
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
            x={axis.x(axis.from) - 8}
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
        return (
          <g key={one.snapshot_seq + one.in_force_from}>
            <Stack shares={one.shares} {...box} />
            {one.killed.length > 0 && <Killed {...box} />}
          </g>
        );
      })}
    </>
  );
}

interface Box {
  x: number;
  width: number;
  top: number;
  height: number;
}

const BAND = 6;

/** A band of ink along the foot: versions were taken off here and stay off. */
function Killed({ x, width, top, height }: Box) {
  const foot = top + height;
  return (
    <>
      <rect x={x} y={foot - BAND} width={width} height={BAND} fill="var(--text)" />
      {width >= 12 && (
        <path
          d={`M${x + 4} ${foot - 5}l4 4M${x + 8} ${foot - 5}l-4 4`}
          stroke="var(--surface)"
          strokeWidth="1.25"
        />
      )}
    </>
  );
}

/** Where the whole label does not fit, the name alone may; the table says the rest. */
function labelOf(share: Share, shares: Share[], width: number, size: number): string | null {
  const name = shareName(share, shares);
  if (size < 16 || width < name.length * 7 + 8) return null;
  return width >= 68 ? `${name} ${slots(share.slots)}` : name;
}

interface StackProps extends Box {
  shares: Share[];
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
        const label = labelOf(share, shares, width, size);
        const bar = { x, y, width, height: Math.max(1, size - 1) };
        below += size;
        return (
          <g key={share.version.id}>
            <rect {...bar} className="lanepart" fill={series(share.version.number)} />
            {striped(share.version.number) && <rect {...bar} fill="url(#striped)" />}
            {label && (
              <text x={x + Math.min(8, width / 8)} y={y + Math.min(18, size / 2 + 5)} className="tx onfill">
                {label}
              </text>
            )}
          </g>
        );
      })}
    </>
  );
}
