import { IconX } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { members, revokeGrant, useLacking } from "../../api/people";
import type { Grant, Member } from "../../api/types";
import { useCommand } from "../../api/useCommand";
import { t } from "../../messages";
import { ActionButton } from "../../ui/ActionButton";
import { roleWord } from "../../ui/codes";
import { Instant } from "../../ui/Instant";
import { type Column, ResourceTable } from "../../ui/ResourceTable";
import { EmptyState, ErrorState, Load } from "../../ui/States";
import { GrantDialog, InviteDialog, SuspendDialog } from "./MemberDialogs";

const m = t.settings.members;
type Doing = { kind: "invite" } | { kind: "suspend" | "grant"; member: Member };

function roleText(grant: Grant): string {
  return m.role(roleWord(grant.role), grant.environment ?? grant.team?.name ?? m.allTeams);
}

/** `revoke` is missing where the caller may not. */
function Grants({ grants, revoke }: { grants: Grant[]; revoke: ((grant: string) => void) | undefined }) {
  const valid = grants.filter((grant) => !grant.revoked_at);
  if (valid.length === 0) return <span className="dim">{m.noRoles}</span>;
  return valid.map((grant) => (
    <span key={grant.id} className="badge">
      {roleText(grant)}
      {revoke && (
        <button
          type="button"
          className="icon tiny"
          aria-label={m.revoke(roleText(grant))}
          onClick={() => revoke(grant.id)}
        >
          <IconX size={12} aria-hidden="true" />
        </button>
      )}
    </span>
  ));
}

export function Members() {
  const query = useInfiniteQuery(members());
  const [doing, setDoing] = useState<Doing | null>(null);
  const revoke = useCommand(revokeGrant);
  const refusal = useLacking("member.manage");
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  const close = () => setDoing(null);
  const columns: Column<Member>[] = [
    {
      key: "name",
      head: m.columns.name,
      main: true,
      cell: (member) => (
        <>
          <b className="b">{member.name}</b>
          {member.email && <span className="meta">{member.email}</span>}
        </>
      ),
    },
    { key: "state", head: m.columns.state, cell: (member) => m.states[member.state] },
    {
      key: "roles",
      head: m.columns.roles,
      main: true,
      cell: (member) => <Grants grants={member.grants} revoke={refusal ? undefined : revoke.mutate} />,
    },
    {
      key: "seen",
      head: m.columns.seen,
      cell: (member) =>
        member.last_seen_at ? (
          <Instant at={member.last_seen_at} relative />
        ) : (
          <span className="dim">{t.common.never}</span>
        ),
    },
    {
      key: "do",
      head: <span className="vh">{t.common.more}</span>,
      right: true,
      main: true,
      cell: (member) => (
        <span className="acts">
          <ActionButton small refusal={refusal} run={() => setDoing({ kind: "grant", member })}>
            {m.grant}
          </ActionButton>
          {member.state !== "suspended" && (
            <ActionButton small refusal={refusal} run={() => setDoing({ kind: "suspend", member })}>
              {m.suspend}
            </ActionButton>
          )}
        </span>
      ),
    },
  ];
  return (
    <>
      <div className="toolbar">
        <ActionButton look="primary" refusal={refusal} run={() => setDoing({ kind: "invite" })}>
          {m.invite}
        </ActionButton>
      </div>
      {revoke.error && <ErrorState error={revoke.error} />}
      <Load query={query}>
        {() =>
          rows.length > 0 ? (
            <ResourceTable
              label={t.settings.tabs.members}
              rows={rows}
              columns={columns}
              id={(member) => member.id}
              pages={query}
              rowHeight={56}
            />
          ) : (
            <EmptyState title={m.emptyTitle} text={m.emptyText} />
          )
        }
      </Load>
      {doing?.kind === "invite" && <InviteDialog close={close} />}
      {doing?.kind === "suspend" && <SuspendDialog member={doing.member} close={close} />}
      {doing?.kind === "grant" && <GrantDialog member={doing.member} close={close} />}
    </>
  );
}
