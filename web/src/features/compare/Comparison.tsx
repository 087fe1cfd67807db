import { useMediaQuery } from "@mantine/hooks";
import { type ReactNode, useState } from "react";
import type { Compared } from "../../api/types";
import { lengthOf } from "../../lib/forest";
import { count } from "../../lib/format";
import { useKeys } from "../../lib/keys";
import { t } from "../../messages";
import { Seg } from "../../ui/Fields";
import { Section } from "../../ui/Page";
import { EmptyState } from "../../ui/States";
import { Forest } from "./Forest";
import { ForestTable } from "./ForestTable";
import { numbersOf, rowsOfQuality, type Shown, shownRows, withUnit } from "./rows";

const c = t.compare;
type View = "chart" | "table";

interface ComparisonProps {
  of: Compared;
  filter: Pick<Shown, "tier" | "slice">;
  chosen: string | null;
  choose: (key: string) => void;
  /** The sentence under the question, where the page's head does not say it. */
  sub?: ReactNode;
}

/** The forest of one comparison and its twin. On a phone the twin stands first. */
export function Comparison({ of, filter, chosen, choose, sub }: ComparisonProps) {
  const phone = useMediaQuery("(max-width: 700px)");
  const [view, setView] = useState<View | null>(null);
  const [failing, setFailing] = useState(false);
  const [byName, setByName] = useState(false);
  const shown = view ?? (phone ? "table" : "chart");
  useKeys({
    v: () => setView(shown === "chart" ? "table" : "chart"),
    s: () => setByName((was) => !was),
    f: () => setFailing((was) => !was),
  });
  const rows = shownRows(rowsOfQuality(of), { ...filter, failing, byName });
  const numbers = numbersOf(of);
  const Body = shown === "chart" ? Forest : ForestTable;
  return (
    <Section
      title={c.question(numbers.candidate, numbers.base)}
      sub={sub}
      tools={
        of.rows.length > 0 && (
          <div className="acts">
            <Seg
              label={c.sort}
              value={byName ? "name" : "room"}
              change={(to) => setByName(to === "name")}
              choices={[
                { value: "room", label: c.sorts.room },
                { value: "name", label: c.sorts.name },
              ]}
            />
            <button
              type="button"
              className={`chip ${failing ? "on" : ""}`}
              aria-pressed={failing}
              onClick={() => setFailing(!failing)}
            >
              {c.failing}
            </button>
            <Seg
              label={c.view}
              value={shown}
              change={setView}
              choices={[
                { value: "chart", label: c.chart },
                { value: "table", label: c.table },
              ]}
            />
          </div>
        )
      }
    >
      {rows.length === 0 ? (
        <EmptyState
          title={of.rows.length === 0 ? c.nothing : c.nothingShown}
          {...(of.rows.length === 0 && { text: c.nothingText })}
        />
      ) : (
        <>
          <Body rows={rows} numbers={numbers} chosen={chosen} choose={choose} />
          <Planning of={of} chosen={chosen} />
        </>
      )}
      {of.truncated && <p className="meta">{c.truncated}</p>}
    </Section>
  );
}

/** What the chosen row's items can show, else those of the row nearest to failing. */
function Planning({ of, chosen }: { of: Compared; chosen: string | null }) {
  const row =
    of.rows.find((one) => one.key === chosen && one.planning) ?? of.rows.find((one) => one.planning);
  if (!row?.planning || row.n == null) return null;
  const length = (value: string) => withUnit(lengthOf(value, row.unit), row.unit);
  const { detectable, n_needed } = row.planning;
  const needs = row.margin != null && n_needed != null;
  return (
    <p className="legend">
      <span>
        {c.planning(count(row.n), length(detectable))}{" "}
        {needs && c.planningNeeds(length(row.margin as string), count(n_needed as number))}
      </span>
      <span className="sp" />
      <span>{c.bracket}</span>
    </p>
  );
}
