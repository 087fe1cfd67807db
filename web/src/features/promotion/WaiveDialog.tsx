import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { members, session } from "../../api/people";
import type { Verdict } from "../../api/types";
import { useCommand } from "../../api/useCommand";
import { waive } from "../../api/waivers";
import { onceKey } from "../../lib/once";
import { before, minute } from "../../lib/time";
import { t } from "../../messages";
import { REASON_MIN, ReasonField, SelectField, TextField } from "../../ui/Fields";
import { FormDialog } from "../../ui/FormDialog";
import { useNow, useZone } from "../../ui/Instant";
import type { Judged } from "../../ui/RequirementList";

const m = t.waivers;
const USUAL_DAYS = "14";
const MOST_DAYS = 90;

interface WaiveProps {
  verdict: Verdict;
  result: Judged;
  close: () => void;
}

/** For a while one requirement need not hold: who answers for it, how long, why. */
export function WaiveDialog({ verdict, result, close }: WaiveProps) {
  const [zone] = useZone();
  const now = useNow();
  const [once] = useState(onceKey);
  const me = useQuery(session()).data?.principal;
  const [picked, setPicked] = useState("");
  const [days, setDays] = useState(USUAL_DAYS);
  const [reason, setReason] = useState("");
  const command = useCommand(waive, close);
  const owner = picked || me?.id || "";
  const number = Number(days);
  const fits = Number.isInteger(number) && number >= 1 && number <= MOST_DAYS;
  const target = verdict.target as "staging" | "production";
  const { version, approvals } = verdict;
  const given = approvals.given.filter((one) => one.state === "valid").length;
  return (
    <FormDialog
      title={m.giveTitle(result.title)}
      confirm={m.giveConfirm(fits ? number : 0)}
      close={close}
      ready={fits && owner !== "" && reason.trim().length >= REASON_MIN}
      command={command}
      submit={() =>
        command.mutate({
          version: version.id,
          target,
          policy_id: result.policy.id,
          requirement: result.code,
          owner_id: owner,
          expires_in_days: number,
          reason: reason.trim(),
          once,
        })
      }
    >
      <p className="tier">
        <span className="badge warn">{t.effect.tierPermission}</span>
        <span className="dim">{t.requirements.policyVersion(result.policy.name, result.policy.number)}</span>
      </p>
      <p>{m.giveText(t.common.versionOf(version.model_name, version.number), t.common.stages[target])}</p>
      {given > 0 && <p className="warn">{m.voids(given)}</p>}
      <div className="grid2">
        <People owner={owner} change={setPicked} />
        <TextField
          label={m.days}
          type="number"
          min={1}
          max={MOST_DAYS}
          value={days}
          change={setDays}
          error={fits ? undefined : m.daysWrong}
          help={fits && m.daysHelp(minute(before(now, -number), zone))}
        />
      </div>
      <ReasonField value={reason} change={setReason} chips={m.giveChips} />
    </FormDialog>
  );
}

/** People who are active; the reader stands in the list even when it cannot be read. */
function People({ owner, change }: { owner: string; change: (id: string) => void }) {
  const me = useQuery(session()).data?.principal;
  const found = useInfiniteQuery(members()).data?.pages.flatMap((page) => page.items) ?? [];
  const people = found.filter(({ kind, state }) => kind === "user" && state === "active");
  const choices = people.some(({ id }) => id === me?.id) || !me ? people : [me, ...people];
  return (
    <SelectField
      label={m.owner}
      value={owner}
      choices={choices.map(({ id, name }) => ({ value: id, label: name ?? t.common.unknown }))}
      change={change}
    />
  );
}
