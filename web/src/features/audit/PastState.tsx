import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { entityAsOf } from "../../api/audit";
import { position } from "../../lib/format";
import { t } from "../../messages";
import { knownParam, useKnown } from "../../ui/AsOf";
import { LogLink } from "../../ui/Links";
import { Head, Section } from "../../ui/Page";
import { EmptyState, Load } from "../../ui/States";
import { EntityHistory } from "./EntityHistory";

interface PastProps {
  kind: string;
  id: string;
  name: string;
  /** What else of the page is kept by time. */
  children?: ReactNode;
}

/** Values as a reader meets them: plain ones as they are, the rest as the log holds it. */
function valueText(value: unknown): string {
  if (value === null || value === undefined || value === "") return t.common.none;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** One thing as it was known then: its whole state, which event made it so, and what had happened by then. */
export function PastState({ kind, id, name, children }: PastProps) {
  const known = knownParam(useKnown());
  const query = useQuery(entityAsOf(kind, id, known));
  return (
    <Load query={query} head>
      {(past) =>
        past === null ? (
          <EmptyState page title={t.past.notYet(name)} text={t.past.notYetText} />
        ) : (
          <>
            <Head
              title={t.past.headline(name)}
              sub={
                <>
                  {t.past.madeBy} <LogLink position={past.position} label={position(past.position)} />
                </>
              }
            />
            {children}
            <Section title={t.past.state}>
              <table className="diff">
                <tbody>
                  {Object.entries(past.state as Record<string, unknown>).map(([field, value]) => (
                    <tr key={field}>
                      <th scope="row">
                        <code>{field}</code>
                      </th>
                      <td className="wrap">
                        <code>{valueText(value)}</code>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </Section>
            <EntityHistory entity={id} />
          </>
        )
      }
    </Load>
  );
}
