import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { isStale } from "../api/problem";
import type { EffectPreview, Plan } from "../api/types";
import { useCommand } from "../api/useCommand";
import { t } from "../messages/en";
import { Button } from "./Button";
import { Dialog, DialogFoot } from "./Dialog";
import { REASON_MIN, ReasonField, TextField } from "./Fields";
import { RouteLink } from "./Links";
import { Refusals } from "./Refusals";
import { ShareBar } from "./ShareBar";
import { ErrorState, Load } from "./States";

interface EffectProps {
  title: string;
  confirm: string;
  /** What identifies the preview: another choice is another preview. */
  what: readonly unknown[];
  run: (reason: string, dry: boolean) => Promise<EffectPreview | Plan>;
  ready?: boolean;
  close: () => void;
  chips?: readonly string[];
  /** Acts with no way back are typed; an emergency never is. */
  typed?: string;
  /** How to get back, in words; the service does not say it. */
  undo: string;
  children?: ReactNode;
}

/** Shows what the command would do, as the service says it, and does exactly that. */
export function EffectDialog(props: EffectProps) {
  const { title, confirm, what, run, ready = true, close, chips, typed, undo, children } = props;
  const client = useQueryClient();
  const [reason, setReason] = useState("");
  const [text, setText] = useState("");
  const key = ["effect", ...what];
  const preview = useQuery({
    queryKey: key,
    queryFn: () => run("", true),
    enabled: ready,
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });
  const doIt = useCommand(() => run(reason.trim(), false), close);
  const stale = isStale(doIt.error);
  const may =
    ready &&
    preview.data?.allowed === true &&
    reason.trim().length >= REASON_MIN &&
    (typed === undefined || text === typed);
  const again = () => {
    doIt.reset();
    client.invalidateQueries();
  };
  return (
    <Dialog title={title} close={close} wide>
      <div className="form">
        {children}
        {ready && (
          <Load query={preview} rows={3}>
            {(effect) => <Effect of={effect} />}
          </Load>
        )}
        <p className="meta">
          <b>{t.effect.undo}</b> {undo}
        </p>
        <ReasonField value={reason} change={setReason} {...(chips && { chips })} />
        {typed !== undefined && (
          <TextField
            label={t.effect.typeToConfirm(typed)}
            value={text}
            change={setText}
            mono
            autoComplete="off"
          />
        )}
        {stale && (
          <div className="strip warn" role="alert">
            <span>{t.effect.stale}</span>
            <span className="sp" />
            <Button small onClick={again}>
              {t.common.show}
            </Button>
          </div>
        )}
        {doIt.error && !stale ? <ErrorState error={doIt.error} /> : null}
        <DialogFoot>
          <Button onClick={close} data-autofocus={typed !== undefined || undefined}>
            {t.common.cancel}
          </Button>
          <Button look="solid" disabled={!may || doIt.isPending} onClick={() => doIt.mutate(undefined)}>
            {doIt.isPending ? t.effect.working : confirm}
          </Button>
        </DialogFoot>
      </div>
    </Dialog>
  );
}

function Effect({ of }: { of: EffectPreview | Plan }) {
  if (!of.allowed) {
    return (
      <div className="empty error">
        <h3>{t.effect.refusedTitle}</h3>
        <Refusals of={of.refusals} />
      </div>
    );
  }
  if ("changes" in of) return <p className="dim">{t.effect.changes(of.changes.length)}</p>;
  return (
    <section className="effect" aria-label={t.effect.routes}>
      <h3>{t.effect.routes}</h3>
      {of.routes.length === 0 && <p className="dim">{t.effect.noRoutes}</p>}
      {of.routes.map((change) => (
        <div key={change.route.id} className="change">
          <p>
            <RouteLink of={change.route} />
          </p>
          <span className="meta">{t.effect.before}</span>
          <ShareBar shares={change.before} />
          <span className="meta">{t.effect.after}</span>
          <ShareBar shares={change.after} />
        </div>
      ))}
    </section>
  );
}
