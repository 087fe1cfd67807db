import { useQuery } from "@tanstack/react-query";
import { verdict } from "../../api/promotion";
import { versionById } from "../../api/registry";
import type { Finding } from "../../api/types";
import { t } from "../../messages";
import { Section } from "../../ui/Page";
import { RequirementList } from "../../ui/RequirementList";
import { Load } from "../../ui/States";
import { unmetOf } from "./words";

const m = t.findings;

/** The requirements that the finding names: as they stand now while it is open, else the names it kept. */
export function Missing({ finding }: { finding: Finding }) {
  const unmet = unmetOf(finding);
  if (!unmet) return null;
  const watched = finding.state !== "closed" && finding.entity_kind === "version";
  return (
    <Section title={m.missing} sub={watched ? m.missingNow : m.codes}>
      {watched ? <Judged version={finding.entity_id} unmet={unmet} /> : <Codes unmet={unmet} />}
    </Section>
  );
}

type Unmet = NonNullable<ReturnType<typeof unmetOf>>;

function Codes({ unmet: { codes, count } }: { unmet: Unmet }) {
  return (
    <ul className="plain">
      {codes.map((code) => (
        <li key={code}>
          <code>{code}</code>
        </li>
      ))}
      {count > codes.length && <li className="dim">{m.more(count - codes.length)}</li>}
    </ul>
  );
}

function Judged({ version: id, unmet }: { version: string; unmet: Unmet }) {
  const version = useQuery(versionById(id));
  return (
    <Load query={version}>
      {({ stage }) => (
        <Standing version={id} target={stage === "staging" ? stage : "production"} unmet={unmet} />
      )}
    </Load>
  );
}

interface StandingProps {
  version: string;
  target: "staging" | "production";
  unmet: Unmet;
}

/** The same judge that holds the version to its policies, asked about the stage where it is. */
function Standing({ version, target, unmet }: StandingProps) {
  const query = useQuery(verdict(version, target));
  return (
    <Load query={query}>
      {(found) => {
        const named = found.requirements.filter(
          ({ code, outcome }) => outcome !== "pass" && unmet.codes.includes(code),
        );
        return named.length > 0 ? (
          <RequirementList results={named} of={found} all />
        ) : (
          <Codes unmet={unmet} />
        );
      }}
    </Load>
  );
}
