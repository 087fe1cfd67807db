import type { BesideRow, BesideSide, Compared } from "../../api/types";
import { brief, bytes, count, fixed, THIN } from "../../lib/format";
import { t } from "../../messages";
import { Section } from "../../ui/Page";
import { type Column, ResourceTable } from "../../ui/ResourceTable";
import { Sentence, Sentences } from "../../ui/Sentence";
import { type Numbers, numbersOf } from "./rows";

const c = t.compare;
const b = c.beside;

/** `ttft_p95` as `Time to first token, p95`; what is not known by a word stays as it is. */
export function metricName(metric: string): string {
  const [, measure = metric, statistic] = /^(.+)_(mean|p50|p90|p95|p99)$/.exec(metric) ?? [];
  const words: Record<string, string> = b.metrics;
  const word = words[measure] ?? measure;
  return statistic ? b.statistic(word, statistic) : word;
}

/** A value with its unit, in the size that people read: `62.5 ms`, `9.4 GB`. */
export function valueText(side: BesideSide, unit: BesideRow["unit"]): string {
  if (side.name != null) return side.name;
  if (side.value == null) return t.common.unknown;
  const number = Number(side.value);
  switch (unit) {
    case "seconds":
      return number < 1
        ? b.milliseconds(brief(String(Number((number * 1000).toPrecision(12)))))
        : b.seconds(brief(side.value));
    case "requests_per_second":
      return b.requestsPerSecond(brief(side.value));
    case "tokens_per_second":
      return b.tokensPerSecond(brief(side.value));
    case "bytes":
      return bytes(number);
    case "parameters":
      return count(number);
    case "tokens":
      return b.tokens(count(number));
    case "usd":
      return b.usd(brief(side.value));
    default:
      return brief(side.value);
  }
}

const TONES = { better: "pass", same: "dim", worse: "fail" } as const;

/** Two decimals, and of a very small one the digits that say something. */
const ratioText = (ratio: string) => (Number(ratio) < 0.1 ? brief(ratio) : fixed(Number(ratio), 2));

function Ratio({ of }: { of: BesideRow }) {
  if (of.ratio == null) {
    return (
      <>
        <span className="dim">{of.unit === "name" ? b.noRatio : t.common.unknown}</span>
        {of.weak.length > 0 && (
          <span className="meta">
            <Sentences as="reason" of={of.weak} />
          </span>
        )}
      </>
    );
  }
  return (
    <span className="num nw">
      {b.times(ratioText(of.ratio))}
      {of.change && (
        <>
          {" "}
          <span className={TONES[of.change]} aria-hidden="true">
            {b.signs[of.change]}
          </span>{" "}
          {b.changes[of.change]}
        </>
      )}
    </span>
  );
}

function columnsOf(numbers: Numbers): Column<BesideRow>[] {
  const value = (of: BesideSide, row: BesideRow) => <span className="num nw">{valueText(of, row.unit)}</span>;
  return [
    {
      key: "what",
      head: b.what,
      main: true,
      cell: (row) => (
        <>
          {metricName(row.metric)}
          <span className="meta">{[c[row.aspect], row.suite].filter(Boolean).join(" · ")}</span>
        </>
      ),
    },
    {
      key: "base",
      head: t.common.version(numbers.base),
      right: true,
      cell: (row) => value(row.base, row),
    },
    {
      key: "candidate",
      head: t.common.version(numbers.candidate),
      right: true,
      main: true,
      cell: (row) => value(row.candidate, row),
    },
    { key: "ratio", head: b.ratio, main: true, cell: (row) => <Ratio of={row} /> },
    {
      key: "load",
      head: b.load,
      cell: (row) => (
        <>
          <span className="dim">{loadText(row)}</span>
          <span className="meta">{hardwareText(row)}</span>
        </>
      ),
    },
  ];
}

/** `concurrency=16` with its name in words. What is no such pair stays as the file states it. */
function partText(part: string): string {
  const words: Record<string, string> = t.common.loads;
  const [name = "", is] = part.split("=");
  return is === undefined ? part : `${words[name] ?? name}${THIN}${is}`;
}

/** `concurrency 16, input 900`; both loads where they differ. */
function loadText({ base, candidate }: BesideRow): string {
  const loads = [base, candidate].flatMap((side) => side.conditions ?? []);
  return [...new Set(loads)].map((load) => load.split(",").map(partText).join(", ")).join(" / ");
}

/** The devices of both sides; both where they differ, nothing where no side says them. */
function hardwareText({ base, candidate }: BesideRow): string {
  const said = [base, candidate].flatMap((side) => side.hardware ?? []);
  return [...new Set(said)].join(" / ");
}

/** Time under load, size and cost of both versions. What nobody measured is unknown, not zero. */
export function Beside({ of }: { of: Compared }) {
  const beside = of.beside;
  if (!beside) return null;
  const numbers = numbersOf(of);
  return (
    <Section title={b.title} sub={b.sub}>
      <ResourceTable label={b.title} rows={beside.rows} columns={columnsOf(numbers)} id={(row) => row.key} />
      {beside.notes.map((note) => (
        <p key={note.code} className="meta">
          <Sentence as="reason" of={note} />
        </p>
      ))}
      {beside.truncated && <p className="meta">{c.truncated}</p>}
    </Section>
  );
}
