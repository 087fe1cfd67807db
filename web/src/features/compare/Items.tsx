import { useQuery } from "@tanstack/react-query";
import { changedItems } from "../../api/comparison";
import type { ComparisonRow } from "../../api/types";
import { count, decimal } from "../../lib/format";
import { t } from "../../messages";
import { Panel, Section } from "../../ui/Page";
import { Refusals } from "../../ui/Refusals";
import { type Column, ResourceTable } from "../../ui/ResourceTable";
import { EmptyState, Load } from "../../ui/States";
import { detailOf, markOf, type Numbers, nameOf } from "./rows";

const c = t.compare;
type Item = { item_key: string; cluster?: string | null; base_score: string; candidate_score: string };

/** The items that changed, what was lost first. Never a question or an answer. */
export function Items({ row, numbers }: { row: ComparisonRow; numbers: Numbers }) {
  const paired = row.unmatched != null;
  const query = useQuery({
    ...changedItems(row.base_evaluation_id, row.candidate_evaluation_id),
    enabled: paired,
  });
  const columns: Column<Item>[] = [
    {
      key: "key",
      head: c.itemColumns.key,
      main: true,
      cell: (item) => <code className="clip">{item.item_key}</code>,
    },
    {
      key: "change",
      head: c.itemColumns.change(markOf(numbers.base), markOf(numbers.candidate)),
      main: true,
      cell: (item) => (
        <span className="num nw">
          {c.itemColumns.became(decimal(item.base_score), decimal(item.candidate_score))}
        </span>
      ),
    },
    { key: "cluster", head: c.itemColumns.cluster, cell: (item) => item.cluster ?? t.common.none },
  ];
  const { base_only: lost, candidate_only: won, unmatched } = row;
  const counts = [
    lost != null && won != null && c.itemsSub(count(lost), count(won)),
    unmatched != null && unmatched > 0 && c.itemsAlone(count(unmatched)),
  ].filter(Boolean);
  return (
    <Section title={c.items(nameOf(row))} sub={paired && counts.length > 0 ? counts.join(" ") : undefined}>
      {paired ? (
        <Load query={query}>
          {(found) =>
            found.items.length > 0 ? (
              <ResourceTable
                label={c.items(nameOf(row))}
                rows={found.items}
                columns={columns}
                id={(item) => item.item_hash}
              />
            ) : (
              <p className="dim">{c.noChange}</p>
            )
          }
        </Load>
      ) : (
        <EmptyState title={c.noItems} text={c.noItemsText} />
      )}
    </Section>
  );
}

/** Every reason why the chosen row is weak, and what else is worth knowing. */
export function Why({ row }: { row: ComparisonRow }) {
  return (
    <>
      <Panel title={c.weak} note={`${nameOf(row)}, ${detailOf(row)}`}>
        {row.weak.length > 0 ? <Refusals of={row.weak} /> : <p className="dim">{c.notWeak}</p>}
      </Panel>
      {row.notes.length > 0 && (
        <Panel title={c.notes}>
          <Refusals of={row.notes} />
        </Panel>
      )}
    </>
  );
}
