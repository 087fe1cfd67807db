import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { revokeSession, sessions } from "../../api/access";
import type { ConsoleSession } from "../../api/types";
import { useCommand } from "../../api/useCommand";
import { t } from "../../messages";
import { Button } from "../../ui/Button";
import { FormDialog } from "../../ui/FormDialog";
import { Instant } from "../../ui/Instant";
import { actorName } from "../../ui/Links";
import { type Column, ResourceTable } from "../../ui/ResourceTable";
import { EmptyState, Load } from "../../ui/States";

const m = t.settings.sessions;

const columnsFor = (revoke: (session: ConsoleSession) => void): Column<ConsoleSession>[] => [
  {
    key: "who",
    head: m.columns.who,
    main: true,
    cell: (session) => (
      <>
        <b className="b">{actorName(session.principal)}</b>{" "}
        {session.current && <span className="badge">{m.current}</span>}
      </>
    ),
  },
  {
    key: "agent",
    head: m.columns.agent,
    main: true,
    cell: (session) => m.agents[session.agent ?? "other"],
  },
  { key: "means", head: m.columns.means, cell: (session) => m.means[session.means] },
  { key: "used", head: m.columns.used, cell: (session) => <Instant at={session.last_used_at} relative /> },
  { key: "began", head: m.columns.began, cell: (session) => <Instant at={session.created_at} relative /> },
  {
    key: "do",
    head: <span className="vh">{t.common.more}</span>,
    right: true,
    main: true,
    cell: (session) => (
      <Button small onClick={() => revoke(session)}>
        {m.revoke}
      </Button>
    ),
  },
];

export function Sessions() {
  const query = useInfiniteQuery(sessions());
  const [ending, setEnding] = useState<ConsoleSession | null>(null);
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <Load query={query}>
        {() =>
          rows.length > 0 ? (
            <ResourceTable
              label={t.settings.tabs.sessions}
              rows={rows}
              columns={columnsFor(setEnding)}
              id={(session) => session.id}
              pages={query}
            />
          ) : (
            <EmptyState title={m.emptyTitle} text={m.emptyText} />
          )
        }
      </Load>
      {ending && <RevokeSession session={ending} close={() => setEnding(null)} />}
    </>
  );
}

function RevokeSession({ session, close }: { session: ConsoleSession; close: () => void }) {
  const revoke = useCommand(revokeSession, close);
  return (
    <FormDialog
      title={m.revokeTitle(actorName(session.principal))}
      confirm={m.revokeConfirm}
      close={close}
      ready
      command={revoke}
      submit={() => revoke.mutate(session.id)}
      look="solid"
    >
      <p>{session.current ? m.revokeCurrent : m.revokeText}</p>
    </FormDialog>
  );
}
