import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { event as eventQuery } from "../api/audit";
import type { EventStory } from "../api/types";
import { Diff } from "../features/audit/Diff";
import { useComment } from "../features/audit/useComment";
import { position } from "../lib/format";
import { useHere } from "../lib/here";
import { useKeys } from "../lib/keys";
import { t } from "../messages";
import { LinkButton } from "../ui/Button";
import { Digest } from "../ui/CopyButton";
import { Crumbs } from "../ui/Crumbs";
import { kindWord, roleWord } from "../ui/codes";
import { Instant } from "../ui/Instant";
import { Actor } from "../ui/Links";
import { Facts, Head, Panel, Section, Two } from "../ui/Page";
import { Sentence } from "../ui/Sentence";
import { Load } from "../ui/States";

const a = t.audit;

export function AuditEntry() {
  const { position: at } = useParams({ from: "/app/audit/$position" });
  const query = useQuery(eventQuery(Number(at)));
  return (
    <>
      <Crumbs of={[{ label: a.title, to: "/audit" }, { label: a.event(position(Number(at))) }]} />
      <Load query={query} head>
        {(event) => <Entry event={event} />}
      </Load>
    </>
  );
}

function Entry({ event }: { event: EventStory }) {
  const navigate = useNavigate();
  const go = (to: number | null | undefined) => () => {
    if (to != null) navigate({ to: "/audit/$position", params: { position: String(to) } });
  };
  const comment = useComment(event);
  const why = event.reason ?? comment;
  const [whole, setWhole] = useState(false);
  useHere({ entity: event.entity.id, api: `/events/${event.position}` });
  useKeys({
    "[": go(event.previous_position),
    "]": go(event.next_position),
    d: () => setWhole((was) => !was),
  });
  return (
    <>
      <Head
        title={<Sentence as="event" of={event.sentence} />}
        sub={why ? t.common.quote(why) : undefined}
        harmless
        actions={<Neighbours event={event} />}
      />
      <Facts
        of={[
          { label: a.facts.when, value: <Instant at={event.at} form="full" relative /> },
          { label: a.facts.who, value: <Actor of={event.actor as never} /> },
          { label: a.facts.roles, value: event.actor.roles.map(roleWord).join(", ") || a.noRoles },
          {
            label: a.facts.object,
            value: (
              <Link to="/audit" search={{ entity: event.entity.id }}>
                {event.entity.label}
              </Link>
            ),
          },
          { label: a.facts.kind, value: <code>{event.kind}</code> },
        ]}
      />
      <Two
        lead={
          <>
            <Section title={a.changed}>
              <Diff changes={event.changes} />
            </Section>
            <details
              className="whole"
              open={whole}
              onToggle={(toggled) => setWhole(toggled.currentTarget.open)}
            >
              <summary>{a.wholeState}</summary>
              <pre>{JSON.stringify(event.after, null, 2)}</pre>
            </details>
          </>
        }
        aside={
          <>
            <Panel title={a.proof}>
              <dl className="stackkv">
                <dt>{a.leaf}</dt>
                <dd>
                  <Digest value={event.leaf_hash} />
                </dd>
                <dt>{a.prev}</dt>
                <dd>{event.prev ? <Digest value={event.prev} /> : a.first}</dd>
                <dt>{a.facts.command}</dt>
                <dd>
                  <Digest value={event.command_id} />
                </dd>
                {event.request_id && (
                  <>
                    <dt>{a.facts.request}</dt>
                    <dd>
                      <Digest value={event.request_id} />
                    </dd>
                  </>
                )}
              </dl>
            </Panel>
            <Panel title={a.evidence}>
              {event.evidence.length === 0 ? (
                <p className="dim">{t.common.none}</p>
              ) : (
                <ul className="ev">
                  {event.evidence.map((item) => (
                    <li key={item.id}>
                      {kindWord(item.kind)} {item.label ?? <Digest value={item.id} />}
                    </li>
                  ))}
                </ul>
              )}
            </Panel>
          </>
        }
      />
    </>
  );
}

function Neighbours({ event }: { event: EventStory }) {
  return (
    <>
      {event.previous_position != null && (
        <LinkButton to="/audit/$position" params={{ position: String(event.previous_position) }}>
          {a.previous}
        </LinkButton>
      )}
      {event.next_position != null && (
        <LinkButton to="/audit/$position" params={{ position: String(event.next_position) }}>
          {a.next}
        </LinkButton>
      )}
    </>
  );
}
