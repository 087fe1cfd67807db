import { useElementSize } from "@mantine/hooks";
import type { KeyboardEvent, PointerEvent } from "react";
import type { Timeline } from "../api/types";
import { type Axis, axisOf, neighbours, ticks } from "../lib/axis";
import { useKeys } from "../lib/keys";
import { clock, day, dayOfYear, full, utcIso } from "../lib/time";
import { t } from "../messages";
import { useNow, useZone } from "./Instant";
import { LANE_GAP, Lane, laneHeight } from "./Lane";
import { MarkShape, marksOf } from "./MarkShape";

interface SwimlaneProps {
  timeline: Timeline;
  /** The cursor; null is now. */
  at: string | null;
  move: (at: string | null) => void;
}

const LEFT = 132;
const TOP = 56;
const HOUR = 3_600_000;

/** Who served what share, when. One cursor for all lanes; arrows move it, brackets jump to changes. */
export function Swimlane({ timeline, at, move }: SwimlaneProps) {
  const { ref, width } = useElementSize<HTMLDivElement>();
  const [zone] = useZone();
  const now = useNow().getTime();
  const [from, to] = [new Date(timeline.from).getTime(), new Date(timeline.to).getTime()];
  const right = Math.max(320, width);
  const axis = axisOf(from, to, LEFT, right);
  const cursor = at === null ? Math.min(now, to) : new Date(at).getTime();
  const tops = laneTops(timeline.lanes.length);
  const bottom = TOP + tops.total;
  const changes = timeline.lanes.flatMap((lane) =>
    lane.intervals.map((one) => new Date(one.in_force_from).getTime()),
  );
  const { previous, next } = neighbours(changes, cursor);
  const set = (instant: number | null) =>
    instant !== null && move(utcIso(Math.min(to, Math.max(from, instant))));
  useKeys({ "[": () => set(previous), "]": () => set(next), n: () => at !== null && move(null) });
  const step = (to - from) / 200;
  const onKey = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -step, ArrowRight: step, PageUp: -step * 10, PageDown: step * 10 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    set(cursor + by);
  };
  const onPointer = (event: PointerEvent<HTMLDivElement>) => {
    if (event.type === "pointermove" && event.buttons !== 1) return;
    const box = event.currentTarget.getBoundingClientRect();
    const x = event.clientX - box.left + event.currentTarget.scrollLeft;
    if (x >= LEFT) set(axis.at(x));
  };
  return (
    <div
      ref={ref}
      className="swim"
      role="slider"
      tabIndex={0}
      aria-label={t.route.cursor}
      aria-valuemin={from}
      aria-valuemax={to}
      aria-valuenow={cursor}
      aria-valuetext={full(cursor, zone)}
      onKeyDown={onKey}
      onPointerDown={onPointer}
      onPointerMove={onPointer}
    >
      <svg width={right} height={bottom + 32} aria-hidden="true">
        <defs>
          <pattern
            id="nothing"
            width="6"
            height="6"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <line x1="0" x2="0" y1="0" y2="6" stroke="var(--edge)" />
          </pattern>
          <pattern
            id="striped"
            width="8"
            height="8"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <rect width="2" height="8" fill="var(--decal)" />
          </pattern>
        </defs>
        <TimeAxis axis={axis} zone={zone} bottom={bottom} right={right} />
        <text x="0" y="44" className="tx">
          {t.route.events}
        </text>
        {marksOf(timeline).map((mark) => (
          <MarkShape
            key={mark.position + mark.at}
            kind={mark.kind}
            x={axis.x(new Date(mark.at).getTime())}
            y={40}
          />
        ))}
        {timeline.lanes.map((lane, index) => (
          <Lane
            key={lane.route.id}
            lane={lane}
            axis={axis}
            now={now}
            top={TOP + (tops.of[index] ?? 0)}
            height={laneHeight(index)}
            scale={index === 0}
          />
        ))}
        {now < to && now > from && (
          <NowLine x={axis.x(now)} bottom={bottom} text={clock(now, zone)} hide={at === null} />
        )}
        <Cursor x={axis.x(cursor)} bottom={bottom} right={right} text={full(cursor, zone)} />
      </svg>
    </div>
  );
}

function laneTops(count: number): { of: number[]; total: number } {
  const of: number[] = [];
  let top = 0;
  for (let index = 0; index < count; index += 1) {
    of.push(top);
    top += laneHeight(index) + LANE_GAP;
  }
  return { of, total: Math.max(0, top - LANE_GAP) + 8 };
}

function TimeAxis({
  axis,
  zone,
  bottom,
  right,
}: {
  axis: Axis;
  zone: string;
  bottom: number;
  right: number;
}) {
  const short = axis.to - axis.from < 49 * HOUR;
  const long = axis.to - axis.from > 200 * 24 * HOUR;
  const write = (tick: number) =>
    short ? clock(tick, zone) : long ? day(tick, zone) : dayOfYear(tick, zone);
  const marks = ticks(axis.from, axis.to, zone, Math.max(3, Math.floor((right - LEFT) / 120)));
  return (
    <>
      <line x1={LEFT} x2={right} y1="48.5" y2="48.5" stroke="var(--hair)" />
      {marks.map((tick) => (
        <g key={tick}>
          <line x1={axis.x(tick)} x2={axis.x(tick)} y1="28" y2={bottom} stroke="var(--hair)" />
          <line x1={axis.x(tick)} x2={axis.x(tick)} y1={bottom} y2={bottom + 6} stroke="var(--edge)" />
          {axis.x(tick) < right - 48 && (
            <text x={axis.x(tick) + 4} y={bottom + 18} className="tx">
              {write(tick)}
            </text>
          )}
        </g>
      ))}
      <line x1={LEFT} x2={right} y1={bottom} y2={bottom} stroke="var(--edge)" />
    </>
  );
}

function NowLine({ x, bottom, text, hide }: { x: number; bottom: number; text: string; hide: boolean }) {
  if (hide) return null;
  return (
    <>
      <line x1={x} x2={x} y1="4" y2={bottom} stroke="var(--text)" />
      <text x={x - 4} y="14" textAnchor="end" className="tx strong">
        {t.frame.now} {text}
      </text>
    </>
  );
}

/** How wide a letter of the time at the cursor is. */
const CURSOR_LETTER = 7;

function Cursor({ x, bottom, right, text }: { x: number; bottom: number; right: number; text: string }) {
  const width = text.length * CURSOR_LETTER + 8;
  const left = Math.min(right - width, Math.max(0, x - width / 2));
  return (
    <>
      <line x1={x} x2={x} y1="24" y2={bottom} stroke="var(--surface)" strokeWidth="4" />
      <line x1={x} x2={x} y1="22" y2={bottom} stroke="var(--info)" strokeWidth="2" />
      <rect x={left} y="0" width={width} height="22" rx="4" fill="var(--info)" />
      <text x={left + width / 2} y="15" textAnchor="middle" className="tx oncursor">
        {text}
      </text>
      <circle cx={x} cy={bottom} r="5" fill="var(--info)" stroke="var(--surface)" strokeWidth="2" />
    </>
  );
}
