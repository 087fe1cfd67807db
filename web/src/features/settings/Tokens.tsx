import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { createToken, revokeToken, tokens } from "../../api/people";
import type { Role, Token } from "../../api/types";
import { useCommand } from "../../api/useCommand";
import { t } from "../../messages";
import { Button } from "../../ui/Button";
import { roleWord } from "../../ui/codes";
import { SelectField, TextField } from "../../ui/Fields";
import { FormDialog } from "../../ui/FormDialog";
import { Instant } from "../../ui/Instant";
import { type Column, ResourceTable } from "../../ui/ResourceTable";
import { EmptyState, Load } from "../../ui/States";
import { RoleFields } from "./RoleFields";
import { SecretOnce } from "./SecretOnce";

const m = t.settings.tokens;

const columnsFor = (revoke: (token: Token) => void): Column<Token>[] => [
  {
    key: "name",
    head: m.columns.name,
    main: true,
    cell: (token) => (
      <>
        <b className="b">{token.name}</b> <code className="dim">{`${token.prefix}…`}</code>
      </>
    ),
  },
  { key: "kind", head: m.columns.kind, cell: (token) => m.kinds[token.kind] },
  {
    key: "role",
    head: m.columns.role,
    main: true,
    cell: (token) =>
      t.settings.members.role(
        token.role ? roleWord(token.role) : t.settings.members.noRoles,
        token.team?.name ?? t.settings.members.allTeams,
      ),
  },
  { key: "expires", head: m.columns.expires, cell: (token) => <Instant at={token.expires_at} relative /> },
  {
    key: "used",
    head: m.columns.used,
    cell: (token) =>
      token.last_used_at ? (
        <Instant at={token.last_used_at} relative />
      ) : (
        <span className="dim">{t.common.never}</span>
      ),
  },
  {
    key: "do",
    head: <span className="vh">{t.common.more}</span>,
    right: true,
    main: true,
    cell: (token) =>
      token.revoked_at ? (
        <span className="dim">{m.revoked}</span>
      ) : (
        <Button small onClick={() => revoke(token)}>
          {m.revoke}
        </Button>
      ),
  },
];

export function Tokens() {
  const query = useInfiniteQuery(tokens());
  const [adding, setAdding] = useState(false);
  const [ending, setEnding] = useState<Token | null>(null);
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <div className="toolbar">
        <Button look="primary" onClick={() => setAdding(true)}>
          {m.create}
        </Button>
      </div>
      <Load query={query}>
        {() =>
          rows.length > 0 ? (
            <ResourceTable
              label={t.settings.tabs.tokens}
              rows={rows}
              columns={columnsFor(setEnding)}
              id={(token) => token.id}
              pages={query}
            />
          ) : (
            <EmptyState title={m.emptyTitle} text={m.emptyText} command={m.emptyCommand} />
          )
        }
      </Load>
      {adding && <CreateToken close={() => setAdding(false)} />}
      {ending && <RevokeToken token={ending} close={() => setEnding(null)} />}
    </>
  );
}

function CreateToken({ close }: { close: () => void }) {
  const [name, setName] = useState("");
  const [kind, setKind] = useState<Token["kind"]>("machine");
  const [role, setRole] = useState<Role>("contributor");
  const [team, setTeam] = useState("");
  const [days, setDays] = useState("90");
  const create = useCommand(createToken);
  if (create.data) {
    return <SecretOnce title={m.secretTitle} text={m.secretText} secret={create.data.secret} close={close} />;
  }
  const valid = Number(days);
  const body = { name: name.trim(), kind, expires_in_days: valid };
  const scoped = kind === "machine" ? { ...body, role, ...(team && { team_id: team }) } : body;
  return (
    <FormDialog
      title={m.createTitle}
      confirm={m.createConfirm}
      close={close}
      ready={name.trim() !== "" && valid >= 1 && valid <= 365}
      command={create}
      submit={() => create.mutate(scoped)}
    >
      <TextField label={m.name} help={m.nameHelp} value={name} change={setName} mono data-autofocus />
      <div className="grid2">
        <SelectField
          label={m.kind}
          value={kind}
          choices={["machine", "personal"].map((value) => ({ value, label: m.kinds[value] ?? value }))}
          change={(value) => setKind(value as Token["kind"])}
        />
        <TextField label={m.days} type="number" min={1} max={365} value={days} change={setDays} />
      </div>
      {kind === "machine" && <RoleFields role={role} setRole={setRole} team={team} setTeam={setTeam} />}
    </FormDialog>
  );
}

function RevokeToken({ token, close }: { token: Token; close: () => void }) {
  const revoke = useCommand(revokeToken, close);
  return (
    <FormDialog
      title={m.revokeTitle(token.name)}
      confirm={m.revokeConfirm(token.name)}
      close={close}
      ready
      command={revoke}
      submit={() => revoke.mutate(token.id)}
      look="solid"
    >
      <p>{m.revokeText}</p>
    </FormDialog>
  );
}
