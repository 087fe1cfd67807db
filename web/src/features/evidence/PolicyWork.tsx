import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { previewPolicy } from "../../api/evidence";
import type { PolicyContent, PolicyPreview } from "../../api/types";
import { t } from "../../messages";
import { Button } from "../../ui/Button";
import { Glyph } from "../../ui/Glyph";
import { VersionLink } from "../../ui/Links";
import { Section } from "../../ui/Page";
import { Measurement, needText, Remedy } from "../../ui/RequirementCells";
import type { Judged } from "../../ui/RequirementList";
import { Load } from "../../ui/States";

const m = t.policyWork;
const SHOWN = 10;
const FRESH_MS = 60_000;

/** What a content would find, as the service judges it; nothing is asked before the content is whole. */
export function usePreview(content: PolicyContent, team: string | null, ready: boolean) {
  return useQuery({
    queryKey: ["policy-preview", content, team],
    queryFn: () => previewPolicy(content, team),
    enabled: ready,
    placeholderData: (earlier) => earlier,
    staleTime: FRESH_MS,
    retry: false,
  });
}

interface WorkProps {
  content: PolicyContent;
  team: string | null;
  /** Whether it has requirements, and nothing is known to be wrong with it. */
  whole: boolean;
  /** Whether the service has checked just this content. */
  checked: boolean;
}

/** The work before it can block: what runs and lacks something, and which past moves it would have stopped. */
export function PolicyWork({ content, team, whole, checked }: WorkProps) {
  const query = usePreview(content, team, whole && checked);
  if (!whole) {
    return (
      <Section title={m.running}>
        <p className="dim">{m.notReady}</p>
      </Section>
    );
  }
  return (
    <Load query={query} rows={6}>
      {(found) => (
        <>
          <Section title={m.running} sub={m.runningSub(found.lacking.length, found.running, found.more)}>
            <Running of={found} />
          </Section>
          <Section title={m.past} sub={m.pastSub(found.otherwise.length, found.moves)}>
            <Past of={found} />
          </Section>
        </>
      )}
    </Load>
  );
}

function Running({ of: { lacking, running } }: { of: PolicyPreview }) {
  if (lacking.length === 0) return <Fine text={running === 0 ? m.runsNothing : m.runsFine(running)} />;
  return (
    <WorkTable
      label={m.running}
      head={m.columns.version}
      rows={lacking.map(({ version, unmet }) => ({
        id: version.id,
        what: <VersionLink of={version} long />,
        version,
        unmet,
      }))}
    />
  );
}

function Past({ of: { otherwise, moves } }: { of: PolicyPreview }) {
  if (otherwise.length === 0) return <Fine text={moves === 0 ? m.pastNothing : m.pastFine(moves)} />;
  return (
    <WorkTable
      label={m.past}
      head={m.columns.move}
      rows={otherwise.map(({ promotion_id: promotion, label, version, unmet }) => ({
        id: promotion,
        what: (
          <>
            <Link className="obj" to="/promotions/$promotion" params={{ promotion }}>
              {label}
            </Link>
            <span className="meta">{t.common.versionOf(version.model_name, version.number)}</span>
          </>
        ),
        version,
        unmet,
      }))}
    />
  );
}

function Fine({ text }: { text: string }) {
  return (
    <p className="fine">
      <Glyph kind="pass" /> {text}
    </p>
  );
}

interface WorkRow {
  id: string;
  what: ReactNode;
  version: PolicyPreview["lacking"][number]["version"];
  unmet: Judged[];
}

/** One row for a version or a move; in it every requirement that is missing, and what clears it. */
function WorkTable({ label, head, rows }: { label: string; head: string; rows: WorkRow[] }) {
  const [all, setAll] = useState(false);
  const shown = all ? rows : rows.slice(0, SHOWN);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by key
    <section className="scrolls" aria-label={label} tabIndex={0}>
      <table className="work">
        <thead>
          <tr>
            <th scope="col" className="w">
              {head}
            </th>
            <th scope="col">{m.columns.lacks}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ id, what, version, unmet }) => (
            <tr key={id}>
              <td>{what}</td>
              <td>
                <ul className="lacks">
                  {unmet.map((result) => (
                    <li key={result.code}>
                      <Lack result={result} version={version} />
                    </li>
                  ))}
                </ul>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > shown.length && (
        <p className="morerow">
          <Button small onClick={() => setAll(true)}>
            {m.showAll(rows.length)}
          </Button>
        </p>
      )}
    </section>
  );
}

function Lack({ result, version }: { result: Judged; version: WorkRow["version"] }) {
  const unknown = result.outcome === "unknown";
  return (
    <>
      <Glyph
        kind={unknown ? "unknown" : "fail"}
        label={unknown ? t.requirements.outcomes.unknown : t.requirements.outcomes.fail}
      />
      <div>
        <span className="b">{result.title}</span>
        <span className="meta">
          <Measurement result={result} />, {needText(result)}
        </span>
        <Remedy result={result} of={{ version }} />
      </div>
    </>
  );
}
