import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { findings } from "../api/findings";
import { session, useTeamFilter } from "../api/people";
import type { Finding, FindingState } from "../api/types";
import { Due } from "../features/findings/Due";
import { remedyOf, sentenceOf, tooLateFrom, unmetText } from "../features/findings/words";
import { useHere } from "../lib/here";
import { t } from "../messages";
import { ShowsNow } from "../ui/AsOf";
import { Button } from "../ui/Button";
import { Crumbs } from "../ui/Crumbs";
import { choicesOf, Filters } from "../ui/Filters";
import { Instant, useNow } from "../ui/Instant";
import { actorName } from "../ui/Links";
import { Head } from "../ui/Page";
import { type Column, ResourceTable } from "../ui/ResourceTable";
import { EmptyState, Load } from "../ui/States";

const m = t.findings;
const COLUMNS: Column<Finding>[] = [
  {
    key: "what",
    head: m.columns.what,
    width: "34%",
    main: true,
    cell: (finding) => (
      <>
        <Link className="obj" to="/findings/$finding" params={{ finding: finding.id }}>
          {sentenceOf(finding)}
        </Link>
        <span className="meta">{unmetText(finding)}</span>
      </>
    ),
  },
  { key: "due", head: m.columns.due, main: true, width: "120px", cell: (finding) => <Due of={finding} /> },
  {
    key: "owner",
    head: m.columns.owner,
    main: true,
    width: "160px",
    cell: ({ team, assignee, state }) => (
      <>
        {assignee ? actorName(assignee) : <span className="dim">{m.free}</span>}
        <span className="meta">
          {team.name}
          {state === "closed" && `, ${m.states.closed}`}
        </span>
      </>
    ),
  },
  {
    key: "since",
    head: m.columns.since,
    width: "128px",
    cell: (finding) => <Instant at={finding.created_at} form="brief" />,
  },
  {
    key: "remedy",
    head: m.columns.remedy,
    cell: (finding) => <span className="dim">{remedyOf(finding)}</span>,
  },
];

const FILTERS = [
  { name: "state", label: m.filters.state, any: m.filters.stateAny, choices: choicesOf(m.filters.states) },
  { name: "kind", label: m.filters.kind, choices: choicesOf(m.kinds) },
  { name: "mine", label: m.filters.assignee, choices: [{ value: "true", label: m.filters.mine }] },
] as const;

/** What is wrong, whose it is, until when. */
export function Findings() {
  const search = useSearch({ from: "/app/findings" });
  const navigate = useNavigate({ from: "/findings" });
  const { team, ready } = useTeamFilter(search.team);
  const me = useQuery(session()).data?.principal.id;
  const mine = search.mine === "true";
  const query = useInfiniteQuery({
    ...findings({
      state: search.state as FindingState | undefined,
      kind: search.kind,
      team,
      assignee: mine ? me : undefined,
    }),
    enabled: ready && (!mine || me !== undefined),
  });
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  const closed = search.state === "closed";
  useHere({ api: "/findings", cli: closed ? m.cliClosed : m.cli });
  const filtered = FILTERS.some(({ name }) => search[name] !== undefined) || search.team !== undefined;
  return (
    <>
      <Crumbs of={[{ label: m.title }]} />
      <ShowsNow />
      <Head
        title={
          <Headline
            said={query.data !== undefined && !(filtered && !closed && rows.length === 0)}
            rows={rows}
            more={query.hasNextPage}
            closed={closed}
          />
        }
        sub={m.sub}
      />
      <Filters
        label={t.filters.label}
        of={FILTERS}
        values={search}
        change={(name, value) => navigate({ search: (old) => ({ ...old, [name]: value }), replace: true })}
      />
      <Load query={query} rows={6}>
        {() =>
          rows.length > 0 ? (
            <ResourceTable
              label={m.title}
              rows={rows}
              columns={COLUMNS}
              id={(finding) => finding.id}
              open={(finding) => navigate({ to: "/findings/$finding", params: { finding: finding.id } })}
              pages={query}
              rowHeight={56}
            />
          ) : (
            <Empty
              closed={closed}
              filtered={filtered}
              clear={() => navigate({ search: ({ env, known }) => ({ env, known }) })}
            />
          )
        }
      </Load>
    </>
  );
}

interface HeadlineProps {
  /** Whether what stands here answers for everything. */
  said: boolean;
  rows: Finding[];
  more: boolean;
  closed: boolean;
}

function Headline({ said, rows, more, closed }: HeadlineProps) {
  const now = useNow();
  if (!said) return m.title;
  if (closed) return m.headlineClosed(rows.length, more);
  if (rows.length === 0) return m.headlineNone;
  const late = rows.filter(({ due }) => due != null && new Date(tooLateFrom(due)) <= now).length;
  return m.headline(rows.length, more, late);
}

/** Why nothing stands here: filtered out, never closed, or nothing is wrong. */
function Empty({ closed, filtered, clear }: { closed: boolean; filtered: boolean; clear: () => void }) {
  if (filtered && !closed) {
    return (
      <EmptyState title={t.filters.noMatchTitle} text={t.filters.noMatchText}>
        <Button onClick={clear}>{t.filters.clear}</Button>
      </EmptyState>
    );
  }
  if (closed) return <EmptyState title={m.emptyClosedTitle} text={m.emptyClosedText} />;
  return <EmptyState title={m.emptyTitle} text={m.emptyText} />;
}
