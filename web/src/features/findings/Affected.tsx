import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { promotions } from "../../api/promotion";
import { versionById } from "../../api/registry";
import { slots } from "../../lib/format";
import { t } from "../../messages";
import { RouteLink, VersionLink } from "../../ui/Links";
import { Panel } from "../../ui/Page";
import { Load } from "../../ui/States";

const m = t.findings;

/** Where the version serves, and what is asked for it: what a finding about it touches. */
export function Affected({ version }: { version: string }) {
  const query = useQuery(versionById(version));
  const open = useInfiniteQuery(promotions({ version, open: true }));
  const asked = open.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Panel title={m.affected}>
      <Load query={query} rows={2}>
        {({ serves, model, number }) => (
          <>
            <h3>{m.version}</h3>
            <VersionLink of={{ model_name: model.name, number }} long />
            <h3>{m.routes}</h3>
            {serves.length === 0 ? (
              <p className="dim">{m.affectedNone}</p>
            ) : (
              <ul className="plain">
                {serves.map((serve) => (
                  <li key={serve.route.id}>
                    <RouteLink of={serve.route} /> <span className="dim num">{slots(serve.slots)}</span>
                  </li>
                ))}
              </ul>
            )}
          </>
        )}
      </Load>
      {asked.length > 0 && (
        <>
          <h3>{m.proposals}</h3>
          <ul className="plain">
            {asked.map((one) => (
              <li key={one.id}>
                <Link className="obj" to="/promotions/$promotion" params={{ promotion: one.id }}>
                  {one.number_label}
                </Link>{" "}
                <span className="dim">{t.promotion.stateNames[one.state]}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </Panel>
  );
}
