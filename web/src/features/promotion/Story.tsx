import { useInfiniteQuery } from "@tanstack/react-query";
import { type FormEvent, type KeyboardEvent, useState } from "react";
import { evidenceHref, story, writeComment } from "../../api/story";
import type { Action, StoryEvent } from "../../api/types";
import { useCommand } from "../../api/useCommand";
import { position } from "../../lib/format";
import { t } from "../../messages";
import { Button, lookOf } from "../../ui/Button";
import { TextArea } from "../../ui/Fields";
import { Instant } from "../../ui/Instant";
import { LogLink } from "../../ui/Links";
import { More } from "../../ui/More";
import { Section } from "../../ui/Page";
import { Sentence } from "../../ui/Sentence";
import { ErrorState, Load } from "../../ui/States";

const s = t.story;

/** From request to effect: every event with what people said, and room to say more. */
export function Story({ promotion, comment }: { promotion: string; comment: Action | undefined }) {
  const query = useInfiniteQuery(story(promotion));
  const events = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Section title={s.title} tools={<EvidenceLinks promotion={promotion} />}>
      <Load query={query}>
        {() => (
          <>
            <ol className="told">
              {events.map((event) => (
                <Told key={event.event_id} event={event} />
              ))}
            </ol>
            {query.hasNextPage && <More pages={query} shown={events.length} />}
          </>
        )}
      </Load>
      {comment?.allowed && <CommentForm promotion={promotion} />}
      {comment?.refusal && (
        <p className="meta">
          <Sentence as="reason" of={comment.refusal} />
        </p>
      )}
    </Section>
  );
}

function EvidenceLinks({ promotion }: { promotion: string }) {
  const href = evidenceHref(promotion);
  return (
    <span className="acts">
      <a className={lookOf("plain", true)} href={`${href}?format=html`} target="_blank" rel="noreferrer">
        {s.evidencePage}
      </a>
      <a className={lookOf("plain", true)} href={href} download>
        {s.evidence}
      </a>
    </span>
  );
}

function Told({ event }: { event: StoryEvent }) {
  const erased = event.kind === "comment.written" && event.words == null;
  return (
    <li>
      <p>
        <Sentence as="event" of={event.sentence} />{" "}
        <span className="meta">
          <Instant at={event.at} /> · <LogLink position={event.position} label={position(event.position)} />
        </span>
      </p>
      {event.reason && <blockquote>{event.reason}</blockquote>}
      {event.words && event.words !== event.reason && <blockquote>{event.words}</blockquote>}
      {erased && <p className="dim">{s.erased}</p>}
    </li>
  );
}

function CommentForm({ promotion }: { promotion: string }) {
  const [text, setText] = useState("");
  const send = useCommand(
    (words: string) => writeComment(promotion, words),
    () => setText(""),
  );
  const ready = text.trim() !== "" && !send.isPending;
  const submit = (event: FormEvent | KeyboardEvent) => {
    event.preventDefault();
    if (ready) send.mutate(text);
  };
  const key = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) submit(event);
  };
  return (
    <form className="form" onSubmit={submit} onKeyDown={key}>
      <TextArea label={s.comment} value={text} change={setText} help={s.commentHelp} rows={2} />
      {send.error && <ErrorState error={send.error} panel />}
      <div className="acts">
        <Button type="submit" disabled={!ready}>
          {send.isPending ? s.sending : s.send}
        </Button>
      </div>
    </form>
  );
}
