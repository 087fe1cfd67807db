import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { policies } from "../../api/evidence";
import type { Applies, HiddenFilter, Policy } from "../../api/types";
import { day, UTC } from "../../lib/time";
import { t } from "../../messages";
import { Instant, useNow } from "../../ui/Instant";
import { actorName } from "../../ui/Links";
import { type Column, ResourceTable } from "../../ui/ResourceTable";
import { EmptyState, Load } from "../../ui/States";

const m = t.policies;
const a = t.applications;

/** By what else it chooses moves, in words. */
function narrowed(applies: Applies): string {
  const use: [string, readonly string[]][] = [
    [m.narrows.risk, (applies.risk_tiers ?? []).map((one) => a.risks[one])],
    [m.narrows.criticality, (applies.criticalities ?? []).map((one) => a.criticalities[one])],
    [m.narrows.data, (applies.data_classes ?? []).map((one) => a.datas[one])],
  ];
  const tags = (applies.tags ?? []).map(({ key, value }) => `${key}=${value}`);
  const parts = use.filter(([, values]) => values.length > 0).map(([what, values]) => m.oneOf(what, values));
  return [...parts, ...(tags.length > 0 ? [m.allOf(m.narrows.tag, tags)] : [])].join(", ");
}

function WarnsUntil({ policy: { state, content } }: { policy: Policy }) {
  const now = useNow();
  const from = content.enforced_from;
  if (state !== "active" || from == null || new Date(from) <= now) return null;
  return <span className="badge warn">{m.warnsUntil(day(from, UTC))}</span>;
}

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
        <span className={`badge ${policy.state === "active" ? "pass" : "mut"}`}>{m.state[policy.state]}</span>{" "}
        <WarnsUntil policy={policy} />
      </>
    ),
  },
  {
    key: "applies",
    head: m.columns.applies,
    main: true,
    cell: ({ content: { applies } }) => (
      <>
        {m.to(t.common.stages[applies.target], (applies.teams ?? []).join(", ") || m.allTeams)}
        <span className="meta">{narrowed(applies)}</span>
      </>
    ),
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
