import type { ComparisonRow } from "../../api/types";
import { scaleOf, sizeOf } from "../../lib/forest";
import { t } from "../../messages";
import type { Columns } from "./Forest";
import { barOf, differenceParts } from "./rows";

const c = t.compare;

export interface Plot {
  /** Where a value of the axis stands, and whether it had to be clipped. */
  x: (value: number) => { x: number; clipped: boolean };
  columns: Columns;
}

export const TONES = {
  superior: "pass",
  non_inferior: "pass",
  inferior: "fail",
  inconclusive: "unk",
  insufficient: "unk",
} as const;

/** The margin, the interval, the estimate and what they say. */
export function ForestRow({ row, plot, height }: { row: ComparisonRow; plot: Plot; height: number }) {
  const { columns } = plot;
  const onAxis = scaleOf(row.unit) !== null;
  const [value, interval] = differenceParts(row);
  return (
    <>
      {onAxis && <Interval row={row} plot={plot} height={height} />}
      {!onAxis && (
        <text x={columns.left} y="18" className="tx">
          {c.otherUnit}
        </text>
      )}
      <text x={columns.text} y="18" className="tx row">
        <tspan className="value">{value}</tspan>
        {interval}
      </text>
      <text x={columns.verdict} y="18" className="tx row">
        <tspan className={`sign ${TONES[row.verdict]}`}>{c.signs[row.verdict]}</tspan>
        {` ${c.verdicts[row.verdict]}`}
      </text>
    </>
  );
}

function Interval({ row, plot, height }: { row: ComparisonRow; plot: Plot; height: number }) {
  const bar = barOf(row);
  const middle = height / 2;
  const { left } = plot.columns;
  const zero = plot.x(0).x;
  const margin = bar.margin === null ? null : plot.x(-bar.margin).x;
  const shown = row.planning ? Number(row.planning.detectable) * (scaleOf(row.unit) ?? 1) : null;
  const dash = bar.weak ? { strokeDasharray: "4 3" } : {};
  const size = sizeOf(row.n);
  return (
    <g>
      {margin !== null && (
        <>
          <rect x={left} y="0" width={Math.max(0, margin - left)} height={height} fill="var(--fail-t)" />
          <line x1={margin} x2={margin} y1="0" y2={height} stroke="var(--fail)" strokeDasharray="3 2" />
        </>
      )}
      <line x1={zero} x2={zero} y1="0" y2={height} stroke="var(--edge)" strokeWidth="1.5" />
      {shown !== null && !bar.weak && (
        <path d={`M${plot.x(-shown).x} ${middle - 6}v-4H${zero}`} fill="none" stroke="var(--edge)" />
      )}
      {bar.low !== null && bar.high !== null && (
        <line
          x1={plot.x(bar.low).x}
          x2={plot.x(bar.high).x}
          y1={middle}
          y2={middle}
          stroke="var(--text)"
          strokeWidth="2"
          {...dash}
        />
      )}
      {bar.low !== null && <Arrow end={plot.x(bar.low)} middle={middle} way={-1} />}
      {bar.high !== null && <Arrow end={plot.x(bar.high)} middle={middle} way={1} />}
      {bar.delta !== null && (
        <rect
          x={plot.x(bar.delta).x - size / 2}
          y={middle - size / 2}
          width={size}
          height={size}
          fill={bar.weak ? "var(--surface)" : "var(--text)"}
          stroke="var(--text)"
          strokeWidth="1.5"
        />
      )}
    </g>
  );
}

/** Where an interval goes on beyond the axis. */
function Arrow({ end, middle, way }: { end: { x: number; clipped: boolean }; middle: number; way: 1 | -1 }) {
  if (!end.clipped) return null;
  const back = end.x - 6 * way;
  return <path d={`M${end.x} ${middle}L${back} ${middle - 4}V${middle + 4}z`} fill="var(--text)" />;
}
