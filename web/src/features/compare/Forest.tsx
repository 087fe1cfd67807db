import { useElementSize } from "@mantine/hooks";
import type { KeyboardEvent } from "react";
import type { ComparisonRow } from "../../api/types";
import { broken, clip, marksOf, place, reachOf, scaleOf } from "../../lib/forest";
import { count, signed } from "../../lib/format";
import { t } from "../../messages";
import { ForestRow, type Plot } from "./ForestRow";
import { barOf, detailOf, type Numbers, nameOf, namesakes, shortOf, TIERS } from "./rows";

const c = t.compare;
const ROW = 28;
/** Of a row that says in a second line what tells it from its namesakes. */
const TALL = 42;
const GROUP = 36;
const TOP = 52;
const NARROWEST = 760;

interface ForestProps {
  rows: ComparisonRow[];
  numbers: Numbers;
  chosen: string | null;
  choose: (key: string) => void;
}

/** Where the columns stand at a width. */
function columnsAt(width: number) {
  const label = Math.min(240, Math.max(150, width * 0.2));
  return {
    n: label + 44,
    counts: label + 116,
    left: label + 132,
    right: width - 302,
    text: width - 290,
    verdict: width - 128,
  };
}
export type Columns = ReturnType<typeof columnsAt>;

/** Every row against its margin: right is better, the tinted side is worse than the margin allows. Nothing is pooled. */
export function Forest({ rows, numbers, chosen, choose }: ForestProps) {
  const { ref, width: measured } = useElementSize<HTMLDivElement>();
  const width = Math.max(NARROWEST, measured);
  const columns = columnsAt(width);
  const reach = reachOf(rows.filter((row) => scaleOf(row.unit) !== null).map(barOf));
  const plot: Plot = { x: (value) => place(value, reach, columns.left, columns.right), columns };
  const groups = TIERS.map((tier) => ({ tier, rows: rows.filter((row) => row.tier === tier) })).filter(
    (group) => group.rows.length > 0,
  );
  const alike = namesakes(rows);
  const laid = layOut(groups, (row) => (alike.has(row.key) ? TALL : ROW));
  const at = Math.max(
    0,
    laid.rows.findIndex(({ row }) => row.key === chosen),
  );
  const onKey = (event: KeyboardEvent<SVGGElement>) => {
    const step = { ArrowDown: 1, ArrowUp: -1, Home: -laid.rows.length, End: laid.rows.length }[event.key];
    if (step === undefined && event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    const next = Math.max(0, Math.min(laid.rows.length - 1, at + (step ?? 0)));
    const key = laid.rows[next]?.row.key;
    if (key) choose(key);
    event.currentTarget.ownerSVGElement?.querySelectorAll<SVGGElement>(".frow")[next]?.focus();
  };
  return (
    <section className="scrolls forest" aria-label={c.title} ref={ref}>
      <svg width={width} height={laid.bottom + 34} aria-label={c.question(numbers.candidate, numbers.base)}>
        <Head columns={columns} numbers={numbers} zero={plot.x(0).x} />
        <Marks reach={reach} plot={plot} bottom={laid.bottom} />
        {laid.groups.map((group) => (
          <g key={group.tier}>
            <text x="0" y={group.top + 22} className="tx strong">
              {c.tiers[group.tier]}
            </text>
            <line x1="0" x2={width} y1={group.top + 32} y2={group.top + 32} stroke="var(--line)" />
          </g>
        ))}
        {laid.rows.map(({ row, top, height }, index) => (
          // biome-ignore lint/a11y/useSemanticElements: a picture has no button element
          <g
            key={row.key}
            role="button"
            onKeyDown={onKey}
            tabIndex={index === at ? 0 : -1}
            aria-pressed={row.key === chosen}
            className="frow"
            transform={`translate(0 ${top})`}
            onClick={() => choose(row.key)}
          >
            <rect className="hit" x="0" y="0" width={width} height={height} />
            <text x="0" y="18" className="tx row">
              {clip(nameOf(row), Math.floor((columns.n - 60) / 7.5))}
              <tspan className="lang"> {row.language}</tspan>
            </text>
            {alike.has(row.key) && (
              <text x="0" y="33" className="tx">
                {clip(detailOf(row), Math.floor((columns.n - 48) / LETTER))}
              </text>
            )}
            <text x={columns.n} y="18" className="tx row end">
              {row.n == null ? t.common.unknown : count(row.n)}
            </text>
            <text x={columns.counts} y="18" className="tx end">
              {row.base_only != null && row.candidate_only != null
                ? `${count(row.candidate_only)} / ${count(row.base_only)}`
                : ""}
            </text>
            <ForestRow row={row} plot={plot} height={height} />
          </g>
        ))}
      </svg>
    </section>
  );
}

interface Group {
  tier: ComparisonRow["tier"];
  rows: ComparisonRow[];
}

/** The height at which each group and row stands. */
function layOut(groups: Group[], heightOf: (row: ComparisonRow) => number) {
  let top = TOP;
  const rows: { row: ComparisonRow; top: number; height: number }[] = [];
  const placed = groups.map((group) => {
    const here = { tier: group.tier, top };
    top += GROUP;
    for (const row of group.rows) {
      const height = heightOf(row);
      rows.push({ row, top, height });
      top += height;
    }
    top += 8;
    return here;
  });
  return { groups: placed, rows, bottom: top };
}

function Head({
  columns,
  numbers,
  zero,
}: {
  columns: Columns;
  numbers: ForestProps["numbers"];
  zero: number;
}) {
  return (
    <g>
      <Heading x={0} room={columns.n - 48} text={c.columns.suite} />
      <Heading x={columns.n} room={40} text={c.columns.n} end />
      <Heading
        x={columns.counts}
        room={64}
        text={c.columns.counts(numbers.candidate, shortOf(numbers.base))}
        end
      />
      <Heading x={columns.text} room={columns.verdict - columns.text - 8} text={c.columns.difference} />
      <Heading x={columns.verdict} room={128} text={c.columns.verdict} />
      <text x={zero - 8} y="40" className="tx end">
        ← {c.worse(numbers.candidate)}
      </text>
      <text x={zero + 8} y="40" className="tx">
        {c.better} →
      </text>
    </g>
  );
}

/** How wide a letter of a heading is. */
const LETTER = 6;

/** What a column is called, in as many lines as its room asks for. */
function Heading({ x, room, text, end = false }: { x: number; room: number; text: string; end?: boolean }) {
  return (
    <text y="14" className={end ? "tx end" : "tx"}>
      {broken(text, Math.floor(room / LETTER)).map((line, index) => (
        <tspan key={line} x={x} dy={index === 0 ? 0 : 14}>
          {line}
        </tspan>
      ))}
    </text>
  );
}

function Marks({ reach, plot, bottom }: { reach: number; plot: Plot; bottom: number }) {
  const { left, right, text } = plot.columns;
  return (
    <g>
      {marksOf(reach).map((mark) => (
        <g key={mark}>
          <line
            x1={plot.x(mark).x}
            x2={plot.x(mark).x}
            y1={TOP}
            y2={bottom}
            stroke={mark === 0 ? "var(--edge)" : "var(--hair)"}
            strokeWidth={mark === 0 ? 1.5 : 1}
          />
          <text
            x={plot.x(mark).x}
            y={bottom + 16}
            className="tx"
            textAnchor={plot.x(mark).x > right - 16 ? "end" : "middle"}
          >
            {signed(mark, Number.isInteger(mark) ? 0 : 1)}
          </text>
        </g>
      ))}
      <text x={text} y={bottom + 16} className="tx">
        {c.points}
      </text>
      <text x="0" y={bottom + 16} className="tx failing">
        {clip(c.tinted, Math.floor(left / 6.5))}
      </text>
    </g>
  );
}
