import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Verdict, Waiver } from "../../api/types";
import { useCommand } from "../../api/useCommand";
import { endWaiver, waiverActions, waivers } from "../../api/waivers";
import { t } from "../../messages";
import { ActionButton } from "../../ui/ActionButton";
import { REASON_MIN, ReasonField } from "../../ui/Fields";
import { FormDialog } from "../../ui/FormDialog";
import { Glyph } from "../../ui/Glyph";
import { Instant } from "../../ui/Instant";
import { actorName } from "../../ui/Links";
import { Panel } from "../../ui/Page";
import { Load } from "../../ui/States";

const m = t.waivers;

/** What need not hold for this move: for how long, why, and who answers for it. */
export function WaiverPanel({ verdict }: { verdict: Verdict }) {
  const query = useQuery(waivers(verdict.version.id));
  const [ending, setEnding] = useState<Waiver | null>(null);
  const all = (query.data?.items ?? []).filter(({ target }) => target === verdict.target);
  const counting = all.filter((one) => one.in_force);
  const past = all.filter((one) => !one.in_force);
  const titleOf = ({ requirement, policy_id: id }: Waiver) =>
    verdict.requirements.find((one) => one.code === requirement && one.policy.id === id)?.title ??
    requirement;
  return (
    <Panel title={m.title} note={query.data && m.inForce(counting.length)}>
      <Load query={query} rows={2}>
        {() => (
          <>
            {counting.length === 0 && <p className="meta binds">{m.none}</p>}
            <ul className="ppl">
              {counting.map((one) => (
                <Line key={one.id} of={one} title={titleOf(one)} end={() => setEnding(one)} />
              ))}
            </ul>
            {past.length > 0 && (
              <details>
                <summary>{m.past(past.length)}</summary>
                <ul className="ppl">
                  {past.map((one) => (
                    <Line key={one.id} of={one} title={titleOf(one)} />
                  ))}
                </ul>
              </details>
            )}
          </>
        )}
      </Load>
      {ending && <EndDialog of={ending} title={titleOf(ending)} close={() => setEnding(null)} />}
    </Panel>
  );
}

interface LineProps {
  of: Waiver;
  title: string;
  end?: () => void;
}

function Line({ of: one, title, end }: LineProps) {
  const over = one.ended_at ? m.ended : m.expired;
  return (
    <li>
      <Glyph kind={one.in_force ? "waived" : "bar"} />
      <span>
        {title}
        <span className="meta">
          {m.answers(actorName(one.owner))}, {one.in_force ? m.until : over}{" "}
          <Instant at={one.ended_at ?? one.expires_at} form="brief" />
        </span>
        <span className="meta">{one.reason ? t.common.quote(one.reason) : m.noReason}</span>
        <span className="meta">
          {m.givenBy(actorName(one.granted_by))} {m.policy(one.policy)}
        </span>
        {end && <End of={one} title={title} run={end} />}
      </span>
    </li>
  );
}

/** Ending it, or why the reader may not. */
function End({ of, title, run }: { of: Waiver; title: string; run: () => void }) {
  const actions = useQuery(waiverActions(of.id)).data?.items ?? [];
  const refusal = actions.find((one) => one.action === "end")?.refusal;
  return (
    <span className="rem">
      <ActionButton small refusal={refusal} label={m.endTitle(title)} run={run}>
        {m.end}
      </ActionButton>
    </span>
  );
}

function EndDialog({ of, title, close }: { of: Waiver; title: string; close: () => void }) {
  const [reason, setReason] = useState("");
  const command = useCommand(endWaiver, close);
  return (
    <FormDialog
      title={m.endTitle(title)}
      confirm={m.endConfirm}
      close={close}
      ready={reason.trim().length >= REASON_MIN}
      command={command}
      submit={() => command.mutate({ id: of.id, revision: of.revision, reason: reason.trim() })}
      look="solid"
    >
      <p className="tier">
        <span className="badge warn">{t.effect.tierPermission}</span>
        <span className="dim">{of.policy}</span>
      </p>
      <p>{m.endText}</p>
      <ReasonField value={reason} change={setReason} chips={m.endChips} />
    </FormDialog>
  );
}
