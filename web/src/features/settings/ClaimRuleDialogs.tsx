import { useState } from "react";
import { changeClaimRule, checkClaims, makeClaimRule, moveClaimRule, type RuleVerb } from "../../api/access";
import type { CheckedClaims, ClaimRule, Role } from "../../api/types";
import { useCommand } from "../../api/useCommand";
import { linesOf } from "../../lib/lines";
import { t } from "../../messages";
import { roleWord } from "../../ui/codes";
import { REASON_MIN, ReasonField, SelectField, TextArea, TextField } from "../../ui/Fields";
import { choicesOf } from "../../ui/Filters";
import { FormDialog } from "../../ui/FormDialog";
import { RoleFields } from "./RoleFields";

const m = t.settings.issuers;

/** `claim=pattern` on each line. */
function conditionsOf(text: string) {
  return linesOf(text).map((line) => {
    const [claim = "", ...pattern] = line.split("=");
    return { claim: claim.trim(), pattern: pattern.join("=").trim() };
  });
}

export function MakeRuleDialog({ issuers, close }: { issuers: string[]; close: () => void }) {
  const [name, setName] = useState("");
  const [issuer, setIssuer] = useState(issuers[0] ?? "");
  const [when, setWhen] = useState("");
  const [role, setRole] = useState<Role>("contributor");
  const [team, setTeam] = useState("");
  const make = useCommand(makeClaimRule, close);
  const conditions = conditionsOf(when);
  return (
    <FormDialog
      title={m.makeTitle}
      confirm={m.makeConfirm}
      close={close}
      ready={name.trim() !== "" && conditions.length > 0}
      command={make}
      submit={() => make.mutate({ name: name.trim(), issuer, conditions, role, team_id: team || null })}
    >
      <TextField label={m.name} value={name} change={setName} data-autofocus />
      <SelectField
        label={m.issuer}
        value={issuer}
        choices={issuers.map((value) => ({ value, label: value }))}
        change={setIssuer}
      />
      <TextArea label={m.when} help={m.whenHelp} value={when} change={setWhen} mono />
      <RoleFields role={role} setRole={setRole} team={team} setTeam={setTeam} />
      <p className="meta">{m.roleHelp}</p>
    </FormDialog>
  );
}

const written = (conditions: ClaimRule["conditions"]) =>
  conditions.map(({ claim, pattern }) => `${claim}=${pattern}`).join("\n");

export function ChangeRuleDialog({ rule, close }: { rule: ClaimRule; close: () => void }) {
  const [when, setWhen] = useState(written(rule.conditions));
  const [role, setRole] = useState<Role>(rule.role);
  const edit = useCommand(changeClaimRule, close);
  const conditions = conditionsOf(when);
  const otherWhen = written(conditions) !== written(rule.conditions);
  const otherRole = role !== rule.role;
  const change = { ...(otherWhen && { conditions }), ...(otherRole && { role }) };
  return (
    <FormDialog
      title={m.changeTitle(rule.name)}
      confirm={m.changeConfirm(rule.name)}
      close={close}
      ready={conditions.length > 0 && (otherWhen || otherRole)}
      command={edit}
      submit={() => edit.mutate({ rule: rule.id, revision: rule.revision, change })}
    >
      <p>{m.changeText}</p>
      <TextArea label={m.when} help={m.whenHelp} value={when} change={setWhen} mono />
      <SelectField
        label={t.settings.members.role_}
        value={role}
        choices={choicesOf(t.settings.roles)}
        change={(value) => setRole(value as Role)}
      />
      <p className="meta">{m.changeHelp}</p>
    </FormDialog>
  );
}

interface MoveProps {
  verb: RuleVerb;
  rule: ClaimRule;
  close: () => void;
}

export function MoveRuleDialog({ verb, rule, close }: MoveProps) {
  const [reason, setReason] = useState("");
  const move = useCommand(moveClaimRule, close);
  const words = m.moves[verb];
  return (
    <FormDialog
      title={words.title(rule.name)}
      confirm={words.confirm(rule.name)}
      close={close}
      ready={reason.trim().length >= REASON_MIN}
      command={move}
      submit={() => move.mutate({ rule: rule.id, revision: rule.revision, verb, reason: reason.trim() })}
      look="solid"
    >
      <p>{words.text}</p>
      <ReasonField value={reason} change={setReason} />
    </FormDialog>
  );
}

/** An object, or nothing when the text is none. */
function claimsOf(text: string): Record<string, never> | null {
  try {
    const value: unknown = JSON.parse(text);
    const object = typeof value === "object" && value !== null && !Array.isArray(value);
    return object ? (value as Record<string, never>) : null;
  } catch {
    return null;
  }
}

export function CheckDialog({ close }: { close: () => void }) {
  const [text, setText] = useState("");
  const check = useCommand(checkClaims);
  const claims = claimsOf(text);
  return (
    <FormDialog
      title={m.checkTitle}
      confirm={m.checkConfirm}
      close={close}
      ready={claims !== null}
      command={check}
      submit={() => claims && check.mutate(claims)}
      wide
    >
      <TextArea label={m.claims} help={m.claimsHelp} value={text} change={setText} rows={8} mono />
      {check.data && <Checked checked={check.data} />}
    </FormDialog>
  );
}

function Checked({ checked }: { checked: CheckedClaims }) {
  return (
    <div role="status">
      <p>
        <b className="b">{m.outcomes[checked.outcome]}</b>
      </p>
      <ul>
        {checked.rules.map((rule) => (
          <li key={rule.id}>
            {rule.fits
              ? m.fits(rule.name, roleWord(rule.role))
              : m.unmet(rule.name, rule.unmet.map((one) => m.condition(one.claim, one.pattern)).join(", "))}
          </li>
        ))}
      </ul>
    </div>
  );
}
