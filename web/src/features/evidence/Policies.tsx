import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { policies } from "../../api/evidence";
import type { HiddenFilter, Policy } from "../../api/types";
import { t } from "../../messages/en";
import { Instant } from "../../ui/Instant";
import { actorName } from "../../ui/Links";
import { type Column, ResourceTable } from "../../ui/ResourceTable";
import { EmptyState, Load } from "../../ui/States";

const m = t.policies;
const COLUMNS: Column<Policy>[] = [
  {
    key: "name",
    head: m.columns.name,
    main: true,
    cell: (policy) => (
      <>
        <Link className="obj" to="/evidence/policies/$policy" params={{ policy: policy.id }}>
          {policy.name}
        </Link>{" "}
        <span className="dim">{m.version(policy.number)}</span>{" "}
        <span className={`badge ${policy.state === "active" ? "pass" : "mut"}`}>{m.state[policy.state]}</span>
      </>
    ),
  },
  {
    key: "applies",
    head: m.columns.applies,
    main: true,
    cell: ({ content: { applies } }) => m.to(applies.target, (applies.teams ?? []).join(", ") || m.allTeams),
  },
  {
    key: "requirements",
    head: m.columns.requirements,
    right: true,
    cell: (policy) => policy.content.requirements.length,
  },
  {
    key: "approvals",
    head: m.columns.approvals,
    cell: ({ content: { approvals } }) => m.quorum(approvals.quorum),
  },
  {
    key: "published",
    head: m.columns.published,
    main: true,
    cell: (policy) => (
      <>
        <Instant at={policy.published_at} /> {t.common.by(actorName(policy.published_by))}
      </>
    ),
  },
];

export function Policies({ hidden }: { hidden?: HiddenFilter | undefined }) {
  const query = useInfiniteQuery(policies(hidden));
  const navigate = useNavigate();
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Load query={query}>
      {() =>
        rows.length > 0 ? (
          <ResourceTable
            label={t.evidence.tabs.policies}
            rows={rows}
            columns={COLUMNS}
            id={(policy) => policy.id}
            open={(policy) => navigate({ to: "/evidence/policies/$policy", params: { policy: policy.id } })}
            pages={query}
          />
        ) : (
          <EmptyState title={m.emptyTitle} text={m.emptyText} command={m.emptyCommand} />
        )
      }
    </Load>
  );
}
