import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { events } from "../api/audit";
import { isStale } from "../api/problem";
import type { EffectPreview, Plan } from "../api/types";
import { useCommand } from "../api/useCommand";
import { onceKey } from "../lib/once";
import { t } from "../messages";
import { Button } from "./Button";
import { Dialog, DialogFoot } from "./Dialog";
import { Effect } from "./Effect";
import { REASON_MIN, ReasonField, TextField } from "./Fields";
import { Glyph } from "./Glyph";
import { Instant } from "./Instant";
import { Sentence } from "./Sentence";
import { ErrorState, Load } from "./States";

type Words = string | ((effect: EffectPreview | Plan | undefined) => string);

/** How a command is sent: why, whether only to look, and the key that makes it harmless twice. */
export type RunEffect = (reason: string, dry: boolean, once: string) => Promise<EffectPreview | Plan>;

interface EffectProps {
  title: Words;
  confirm: Words;
  /** What it is done to, in short. */
  on: string;
  /** The thing whose revision the command carries. */
  entity: string;
  /** What identifies the preview: another choice is another preview. */
  what: readonly unknown[];
  run: RunEffect;
  ready?: boolean;
  close: () => void;
  chips?: readonly string[];
  /** How much it risks, when it moves no calls. */
  tier?: string;
  /** Acts with no way back are typed; an emergency never is. */
  typed?: string;
  /** How to get back, in words; the service does not say it. */
  undo: string;
  children?: ReactNode;
}

const said = (words: Words, effect: EffectPreview | Plan | undefined) =>
  typeof words === "string" ? words : words(effect);

/** Shows what the command would do, as the service says it, and does exactly that. */
export function EffectDialog(props: EffectProps) {
  const { title, confirm, on, entity, what, run, ready = true, close, chips, typed, undo, children } = props;
  const client = useQueryClient();
  const [once, setOnce] = useState(onceKey);
  const [reason, setReason] = useState("");
  const [text, setText] = useState("");
  const preview = useQuery({
    queryKey: ["effect", ...what],
    queryFn: () => run("", true, once),
    enabled: ready,
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });
  const doIt = useCommand(() => run(reason.trim(), false, once), close);
  const stale = isStale(doIt.error);
  const may =
    ready &&
    !stale &&
    preview.data?.allowed === true &&
    reason.trim().length >= REASON_MIN &&
    (typed === undefined || text === typed);
  const again = () => {
    doIt.reset();
    setOnce(onceKey());
    client.invalidateQueries();
  };
  return (
    <Dialog title={said(title, preview.data)} close={close} wide>
      <div className="form">
        <p className="tier">
          <span className={`badge ${typed === undefined ? "warn" : "fail"}`}>
            {props.tier ?? (typed === undefined ? t.effect.tierServing : t.effect.tierFinal)}
          </span>
          <span className="dim">{on}</span>
        </p>
        {children}
        {ready && (
          <Load query={preview} rows={3}>
            {(effect) => <Effect of={effect} />}
          </Load>
        )}
        <p className="undo">
          <Glyph kind={typed === undefined ? "info" : "warn"} />
          <span>
            <b>{t.effect.undo}</b> {undo}
          </span>
        </p>
        <ReasonField
          value={reason}
          change={setReason}
          first={typed === undefined}
          {...(chips && { chips })}
        />
        {typed !== undefined && (
          <TextField
            label={t.effect.typeToConfirm(typed)}
            value={text}
            change={setText}
            mono
            autoComplete="off"
          />
        )}
        {stale && <Conflict entity={entity} again={again} />}
        {doIt.error && !stale ? <ErrorState error={doIt.error} /> : null}
        <DialogFoot>
          <Button onClick={close} data-autofocus={typed !== undefined || undefined}>
            {t.common.cancel}
          </Button>
          <Button look="solid" disabled={!may || doIt.isPending} onClick={() => doIt.mutate(undefined)}>
            {doIt.isPending ? t.effect.working : said(confirm, preview.data)}
          </Button>
        </DialogFoot>
      </div>
    </Dialog>
  );
}

/** Somebody was faster: what they did, and the way to look at the effect anew. Nothing was done. */
function Conflict({ entity, again }: { entity: string; again: () => void }) {
  const query = useInfiniteQuery({ ...events({ entity, order: "newest" }), staleTime: 0 });
  const last = query.data?.pages[0]?.items[0];
  return (
    <div className="strip warn" role="alert">
      <span>
        {t.effect.stale}
        {last && (
          <span className="meta block">
            <Sentence as="event" of={last.sentence} /> <Instant at={last.at} relative />
          </span>
        )}
      </span>
      <span className="sp" />
      <Button small onClick={again}>
        {t.effect.lookAgain}
      </Button>
    </div>
  );
}
