import { useInfiniteQuery } from "@tanstack/react-query";
import { suites } from "../../api/suites";
import type { HiddenFilter, Suite } from "../../api/types";
import { count } from "../../lib/format";
import { t } from "../../messages";
import { SuiteLink } from "../../ui/Links";
import { type Column, ResourceTable } from "../../ui/ResourceTable";
import { EmptyState, Load } from "../../ui/States";
import { TrustWord } from "./TrustWord";

const c = t.suites.columns;
const COLUMNS: Column<Suite>[] = [
  {
    key: "name",
    head: c.name,
    main: true,
    cell: (suite) => (
      <>
        <SuiteLink of={suite} />
        {suite.description && <span className="meta">{suite.description}</span>}
      </>
    ),
  },
  // Two teams may have a suite of the same name.
  { key: "team", head: c.team, main: true, named: true, cell: (suite) => suite.team.name },
  {
    key: "trust",
    head: c.trust,
    main: true,
    named: true,
    cell: (suite) => <TrustWord of={suite.trust_class} />,
  },
  { key: "language", head: c.language, cell: (suite) => suite.language ?? t.suites.anyLanguage },
  { key: "tasks", head: c.tasks, cell: (suite) => <code>{suite.tasks.join(", ")}</code> },
  { key: "metric", head: c.metric, cell: (suite) => suite.primary_metric ?? t.common.none },
  {
    key: "recent",
    head: c.recent,
    right: true,
    cell: (suite) =>
      suite.evaluations_count_recent == null ? t.common.unknown : count(suite.evaluations_count_recent),
  },
];

export function Suites({ hidden }: { hidden?: HiddenFilter | undefined }) {
  const query = useInfiniteQuery(suites(hidden));
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Load query={query}>
      {() =>
        rows.length > 0 ? (
          <ResourceTable
            label={t.evidence.tabs.suites}
            rows={rows}
            columns={COLUMNS}
            id={(suite) => suite.id}
            pages={query}
          />
        ) : (
          <EmptyState title={t.suites.emptyTitle} text={t.suites.emptyText} command={t.suites.emptyCommand} />
        )
      }
    </Load>
  );
}
