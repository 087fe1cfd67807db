import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { assignFinding, closeFinding, findingActions } from "../../api/findings";
import { members, session } from "../../api/people";
import type { Finding } from "../../api/types";
import { useCommand } from "../../api/useCommand";
import { useHere } from "../../lib/here";
import { useKeys } from "../../lib/keys";
import { t } from "../../messages";
import { ActionButton } from "../../ui/ActionButton";
import { REASON_MIN, ReasonField, SelectField } from "../../ui/Fields";
import { FormDialog } from "../../ui/FormDialog";
import { ErrorState } from "../../ui/States";

const m = t.findings;

/** Take it, give it to somebody, say why it does not matter. The service decides and says why not. */
export function FindingButtons({ finding }: { finding: Finding }) {
  const [doing, setDoing] = useState<"give" | "close" | null>(null);
  const me = useQuery(session()).data?.principal;
  const assign = useCommand(assignFinding);
  const mine = me !== undefined && finding.assignee?.id === me.id;
  const take = () => me && assign.mutate({ of: finding, assignee: me.id });
  const actions = useQuery(findingActions(finding.id)).data?.items ?? [];
  const refusal = (action: string) => actions.find((one) => one.action === action)?.refusal ?? null;
  const [noTaking, noClosing] = [refusal("assign"), refusal("close")];
  useKeys({ m: () => !mine && !noTaking && take() });
  useHere({
    actions: [
      ...(mine ? [] : [{ label: m.mine, refusal: noTaking, run: take }]),
      { label: m.give, refusal: noTaking, run: () => setDoing("give") },
      { label: m.close, refusal: noClosing, run: () => setDoing("close") },
    ],
  });
  const done = () => setDoing(null);
  return (
    <>
      <ActionButton refusal={noClosing} run={() => setDoing("close")}>
        {m.close}
      </ActionButton>
      <ActionButton refusal={noTaking} run={() => setDoing("give")}>
        {m.give}
      </ActionButton>
      {!mine && (
        <ActionButton look="primary" refusal={noTaking} run={() => !assign.isPending && take()}>
          {m.mine}
        </ActionButton>
      )}
      {assign.error ? <ErrorState error={assign.error} /> : null}
      {doing === "give" && <Give finding={finding} close={done} />}
      {doing === "close" && <Close finding={finding} close={done} />}
    </>
  );
}

interface DialogProps {
  finding: Finding;
  close: () => void;
}

function Give({ finding, close }: DialogProps) {
  const query = useInfiniteQuery(members());
  const people = (query.data?.pages.flatMap((page) => page.items) ?? []).filter(
    ({ kind, state }) => kind === "user" && state === "active",
  );
  const [who, setWho] = useState(finding.assignee?.id ?? "");
  const assign = useCommand(assignFinding, close);
  const chosen = people.find(({ id }) => id === who);
  return (
    <FormDialog
      title={m.giveTitle}
      confirm={chosen ? m.giveConfirm(chosen.name ?? t.common.unknown) : m.putBackConfirm}
      close={close}
      ready={who !== (finding.assignee?.id ?? "")}
      command={assign}
      submit={() => assign.mutate({ of: finding, assignee: who || null })}
    >
      <p>{m.giveText}</p>
      <SelectField
        label={m.giveTo}
        value={who}
        choices={[
          { value: "", label: m.giveNobody },
          ...people.map(({ id, name }) => ({ value: id, label: name ?? t.common.unknown })),
        ]}
        change={setWho}
      />
      {query.error ? <ErrorState error={query.error} retry={() => query.refetch()} /> : null}
    </FormDialog>
  );
}

function Close({ finding, close }: DialogProps) {
  const [reason, setReason] = useState("");
  const command = useCommand(closeFinding, close);
  return (
    <FormDialog
      title={m.closeTitle}
      confirm={m.closeConfirm}
      close={close}
      ready={reason.trim().length >= REASON_MIN}
      command={command}
      submit={() => command.mutate({ of: finding, reason: reason.trim() })}
      look="solid"
    >
      <p>{m.closeText}</p>
      <ReasonField value={reason} change={setReason} chips={m.closeChips} />
    </FormDialog>
  );
}
