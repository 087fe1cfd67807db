import { useQuery } from "@tanstack/react-query";
import { snapshots } from "../../api/serving";
import type { Route, Snapshot } from "../../api/types";
import { t } from "../../messages";
import { Instant } from "../../ui/Instant";
import { type Column, ResourceTable } from "../../ui/ResourceTable";
import { ShareBar, shareText } from "../../ui/ShareBar";
import { Load } from "../../ui/States";

const c = t.route.snapshotColumns;
const COLUMNS: Column<Snapshot>[] = [
  { key: "seq", head: c.seq, main: true, width: "96px", cell: (one) => <code>{t.routes.seq(one.seq)}</code> },
  {
    key: "from",
    head: c.from,
    main: true,
    width: "200px",
    cell: (one) => <Instant at={one.effective_from} />,
  },
  {
    key: "shares",
    head: c.shares,
    main: true,
    cell: (one) => (
      <>
        <ShareBar shares={one.shares} thin />
        <span className="meta">{shareText(one.shares)}</span>
      </>
    ),
  },
  {
    key: "fallbacks",
    head: c.fallbacks,
    cell: (one) =>
      one.fallbacks.map((version) => `${version.model_name} ${t.common.v(version.number)}`).join(", ") ||
      t.common.none,
  },
];

export function Snapshots({ route }: { route: Route }) {
  const query = useQuery(snapshots(route.id));
  return (
    <div className="tabbody">
      <Load query={query}>
        {(page) => (
          <ResourceTable
            label={t.route.tabs.snapshots}
            rows={page.items}
            columns={COLUMNS}
            id={(one) => one.id}
            rowHeight={56}
          />
        )}
      </Load>
    </div>
  );
}
