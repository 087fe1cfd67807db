import type { ComparisonRow } from "../../api/types";
import { lengthOf } from "../../lib/forest";
import { count, fixed } from "../../lib/format";
import { t } from "../../messages";
import { type Column, ResourceTable } from "../../ui/ResourceTable";
import { Sentences } from "../../ui/Sentence";
import { TONES } from "./ForestRow";
import { detailOf, differenceText, type Numbers, nameOf, shortOf, withUnit } from "./rows";

const c = t.compare;

interface TableProps {
  rows: ComparisonRow[];
  numbers: Numbers;
  choose: (key: string) => void;
}

/** The same rows in the same order, as a table. */
export function ForestTable({ rows, numbers, choose }: TableProps) {
  return (
    <ResourceTable
      label={c.question(numbers.candidate, numbers.base)}
      rows={rows}
      columns={columnsOf(numbers)}
      id={(row) => row.key}
      open={(row) => choose(row.key)}
    />
  );
}

export function VerdictText({ row }: { row: Pick<ComparisonRow, "verdict"> }) {
  return (
    <span className="nw">
      <span className={TONES[row.verdict]} aria-hidden="true">
        {c.signs[row.verdict]}
      </span>{" "}
      {c.verdicts[row.verdict]}
    </span>
  );
}

function columnsOf({ base, candidate }: TableProps["numbers"]): Column<ComparisonRow>[] {
  return [
    {
      key: "suite",
      head: c.columns.suite,
      main: true,
      cell: (row) => (
        <>
          <span className="nw">
            <b className="b">{nameOf(row)}</b> {row.language}
          </span>
          <span className="meta">{`${c.tierNames[row.tier]} · ${detailOf(row)}`}</span>
        </>
      ),
    },
    {
      key: "n",
      head: c.columns.n,
      right: true,
      cell: (row) => (row.n == null ? t.common.unknown : count(row.n)),
    },
    {
      key: "counts",
      head: c.columns.counts(candidate, shortOf(base)),
      right: true,
      cell: (row) =>
        row.base_only != null && row.candidate_only != null
          ? `${count(row.candidate_only)} / ${count(row.base_only)}`
          : "",
    },
    {
      key: "difference",
      head: c.columns.difference,
      main: true,
      cell: (row) => <span className="num nw">{differenceText(row)}</span>,
    },
    {
      key: "margin",
      head: c.columns.margin,
      right: true,
      cell: (row) =>
        row.margin == null ? t.common.unknown : withUnit(lengthOf(row.margin, row.unit), row.unit),
    },
    {
      key: "shows",
      head: c.columns.shows,
      right: true,
      cell: (row) =>
        row.planning ? withUnit(lengthOf(row.planning.detectable, row.unit), row.unit) : t.common.unknown,
    },
    {
      key: "verdict",
      head: c.columns.verdict,
      width: "26%",
      main: true,
      cell: (row) => (
        <>
          <VerdictText row={row} />
          {row.weak.length > 0 && (
            <span className="meta">
              <Sentences as="reason" of={row.weak} />
            </span>
          )}
        </>
      ),
    },
    {
      key: "method",
      head: c.columns.method,
      cell: (row) => (
        <>
          {row.method ? c.methods[row.method] : c.noInterval}
          {row.p_adjusted != null && (
            <span className="meta">{c.corrected(fixed(Number(row.p_adjusted), 3))}</span>
          )}
        </>
      ),
    },
  ];
}
