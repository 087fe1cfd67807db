import { useState } from "react";
import { grantRole, invite, suspendMember } from "../../api/people";
import type { Member, Role } from "../../api/types";
import { useCommand } from "../../api/useCommand";
import { t } from "../../messages";
import { roleWord } from "../../ui/codes";
import { REASON_MIN, ReasonField, TextField } from "../../ui/Fields";
import { FormDialog } from "../../ui/FormDialog";
import { actorName } from "../../ui/Links";
import { RoleFields } from "./RoleFields";
import { SecretOnce } from "./SecretOnce";

const m = t.settings.members;

export function InviteDialog({ close }: { close: () => void }) {
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("viewer");
  const [team, setTeam] = useState("");
  const send = useCommand(invite);
  if (send.data) {
    const { link, member } = send.data;
    return (
      <SecretOnce title={m.linkTitle} text={m.linkText(actorName(member))} secret={link} close={close} />
    );
  }
  return (
    <FormDialog
      title={m.inviteTitle}
      confirm={m.inviteConfirm}
      close={close}
      ready={name.trim() !== ""}
      command={send}
      submit={() =>
        send.mutate({ name: name.trim(), email: email.trim() || null, role, team_id: team || null })
      }
    >
      <TextField label={m.name} value={name} change={setName} data-autofocus />
      <TextField label={m.email} help={m.emailHelp} type="email" value={email} change={setEmail} />
      <RoleFields role={role} setRole={setRole} team={team} setTeam={setTeam} />
    </FormDialog>
  );
}

interface MemberProps {
  member: Member;
  close: () => void;
}

export function SuspendDialog({ member, close }: MemberProps) {
  const [reason, setReason] = useState("");
  const suspend = useCommand(suspendMember, close);
  return (
    <FormDialog
      title={m.suspendTitle(actorName(member))}
      confirm={m.suspendConfirm(actorName(member))}
      close={close}
      ready={reason.trim().length >= REASON_MIN}
      command={suspend}
      submit={() => suspend.mutate({ member: member.id, reason: reason.trim() })}
      look="solid"
    >
      <p>{m.suspendText}</p>
      <ReasonField value={reason} change={setReason} />
    </FormDialog>
  );
}

export function GrantDialog({ member, close }: MemberProps) {
  const [role, setRole] = useState<Role>("viewer");
  const [team, setTeam] = useState("");
  const grant = useCommand(grantRole, close);
  return (
    <FormDialog
      title={m.grantTitle(actorName(member))}
      confirm={m.grantConfirm(roleWord(role))}
      close={close}
      ready
      command={grant}
      submit={() => grant.mutate({ member: member.id, role, team_id: team || null })}
    >
      <RoleFields role={role} setRole={setRole} team={team} setTeam={setTeam} />
    </FormDialog>
  );
}
