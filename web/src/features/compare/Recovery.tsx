import type { Compared, ComparisonRow } from "../../api/types";
import { estimate, fixed, interval, percent } from "../../lib/format";
import { t } from "../../messages";
import { Panel, Section } from "../../ui/Page";
import { type Column, ResourceTable } from "../../ui/ResourceTable";
import { Sentence, Words } from "../../ui/Sentence";
import { VerdictText } from "./ForestTable";
import { detailOf, nameOf, namesakes, numbersOf, rowsOfQuality } from "./rows";

const c = t.compare;
const r = c.recoveryColumns;

function keptText(row: ComparisonRow): string {
  const keeps = row.recovery;
  if (!keeps) return t.common.unknown;
  const show = (text: string) => fixed(Number(text) * 100, 1);
  const { ci_low: low, ci_high: high } = keeps;
  const ends = low != null && high != null ? ` ${interval(show(low), show(high))}` : "";
  return percent(show(keeps.value)) + ends;
}

const value = (row: ComparisonRow, of: string | null | undefined) =>
  estimate({ value: of ?? null, unit: row.unit ?? null }) ?? t.common.unknown;

const columnsOf = (alike: Set<string>): Column<ComparisonRow>[] => [
  {
    key: "suite",
    head: r.suite,
    main: true,
    cell: (row) => (
      <>
        <b className="b">{nameOf(row)}</b> {row.language}
        {alike.has(row.key) && <span className="meta">{detailOf(row)}</span>}
      </>
    ),
  },
  { key: "keeps", head: r.recovery, main: true, cell: (row) => <span className="num">{keptText(row)}</span> },
  { key: "base", head: r.base, right: true, cell: (row) => value(row, row.base_value) },
  { key: "candidate", head: r.candidate, right: true, cell: (row) => value(row, row.candidate_value) },
  { key: "verdict", head: r.verdict, main: true, cell: (row) => <VerdictText row={row} /> },
];

/** What a lighter version, or one of another model, keeps, suite by suite, the worst first. */
export function Recovery({ of }: { of: Compared }) {
  const kept = (row: ComparisonRow) => Number(row.recovery?.value);
  const rows = rowsOfQuality(of)
    .filter((row) => row.recovery)
    .sort((a, b) => kept(a) - kept(b));
  const { base, candidate } = numbersOf(of);
  const another = of.base.model_id !== of.candidate.model_id;
  if (rows.length === 0 || !(of.lineage || another)) return null;
  const title = of.lineage ? c.recovery(t.version.kinds[of.lineage], base) : c.keeps(candidate, base);
  return (
    <Section title={title} sub={c.recoverySub}>
      <ResourceTable label={title} rows={rows} columns={columnsOf(namesakes(rows))} id={(row) => row.key} />
    </Section>
  );
}

/** What one version lacks. */
export function Missing({ of }: { of: Compared }) {
  const gaps = of.beside?.missing ?? [];
  const missing = of.missing.length + gaps.length;
  return (
    <Panel title={c.missing} note={missing || t.common.none}>
      {missing > 0 ? (
        <ul className="ev">
          {of.missing.map((one) => (
            <li key={`${one.suite}/${one.task}/${one.filter}/${one.metric}/${one.slice_value}`}>
              {c.missingOn(nameOf(one), one.on_candidate ? numbersOf(of).candidate : numbersOf(of).base)}
              <span className="meta">{`${c.tierNames[one.tier]} · ${detailOf(one)}`}</span>
            </li>
          ))}
          {gaps.map(({ aspect, reason }) => (
            <li key={aspect}>
              <Sentence as="reason" of={reason} />
              {reason.remedies.map((one) => (
                <span key={one.text} className="meta">
                  <Words of={one.text} />
                </span>
              ))}
            </li>
          ))}
        </ul>
      ) : (
        <p className="dim">{c.noMissing}</p>
      )}
    </Panel>
  );
}
