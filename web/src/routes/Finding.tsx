import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { finding as findingQuery } from "../api/findings";
import type { Finding as FindingType } from "../api/types";
import { EntityHistory } from "../features/audit/EntityHistory";
import { PastState } from "../features/audit/PastState";
import { Affected } from "../features/findings/Affected";
import { Due } from "../features/findings/Due";
import { FindingButtons } from "../features/findings/FindingButtons";
import { Missing } from "../features/findings/Missing";
import { remedyOf, sentenceOf } from "../features/findings/words";
import { useHere } from "../lib/here";
import { t } from "../messages";
import { useKnown } from "../ui/AsOf";
import { Command } from "../ui/CopyButton";
import { Crumbs } from "../ui/Crumbs";
import { kindWord } from "../ui/codes";
import { Instant } from "../ui/Instant";
import { actorName } from "../ui/Links";
import { Facts, Head, Panel, Two } from "../ui/Page";
import { Load } from "../ui/States";

const m = t.findings;

export function Finding() {
  const { finding: id } = useParams({ from: "/app/findings/$finding" });
  const query = useQuery(findingQuery(id));
  const past = useKnown() !== undefined;
  useHere({ entity: id, api: `/findings/${id}`, cli: m.cli });
  const crumbs = [
    { label: m.title, to: "/findings" },
    ...(query.data ? [{ label: query.data.label ?? m.nameless }] : []),
  ];
  return (
    <>
      <Crumbs of={crumbs} />
      <Load query={query} head>
        {(found) =>
          past ? (
            <PastState kind="finding" id={found.id} name={sentenceOf(found).replace(/\.$/, "")} />
          ) : (
            <Page finding={found} />
          )
        }
      </Load>
    </>
  );
}

function Page({ finding: one }: { finding: FindingType }) {
  const closed = one.state === "closed";
  const f = m.facts;
  return (
    <>
      <Head
        title={sentenceOf(one)}
        sub={remedyOf(one)}
        actions={closed ? undefined : <FindingButtons finding={one} />}
      />
      <Facts
        of={[
          { label: f.about, value: <About finding={one} /> },
          { label: f.team, value: one.team.name },
          {
            label: f.taken,
            value: one.assignee ? actorName(one.assignee) : <span className="dim">{m.free}</span>,
          },
          { label: f.since, value: <Instant at={one.created_at} relative /> },
          one.closed_at
            ? { label: f.closed, value: <Instant at={one.closed_at} relative /> }
            : { label: f.due, value: <Due of={one} /> },
        ]}
      />
      <Two
        lead={
          <>
            <Missing finding={one} />
            <EntityHistory entity={one.id} />
          </>
        }
        aside={
          <>
            {one.entity_kind === "version" && <Affected version={one.entity_id} />}
            {!closed && one.kind === "runs_without_evidence" && one.label && (
              <Panel title={m.clears}>
                <p className="rem">
                  <Command text={m.importCommand(one.label)} />
                </p>
              </Panel>
            )}
          </>
        }
      />
    </>
  );
}

function About({ finding: { href, label, entity_kind: kind } }: { finding: FindingType }) {
  const name = label ?? kindWord(kind);
  if (!href) return name;
  return (
    <Link className="obj" to={href}>
      {name}
    </Link>
  );
}
