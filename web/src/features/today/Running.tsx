import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTeamFilter } from "../../api/people";
import { routes } from "../../api/serving";
import { t } from "../../messages";
import { Instant } from "../../ui/Instant";
import { actorName, RouteLink } from "../../ui/Links";
import { Panel } from "../../ui/Page";
import { ShareBar } from "../../ui/ShareBar";
import { Load } from "../../ui/States";

const SHOWN = 5;

/** Routes on which versions share the calls at this moment. */
export function Running({ env, slug }: { env: string | undefined; slug: string | undefined }) {
  const { team, ready } = useTeamFilter(slug);
  const query = useInfiniteQuery({ ...routes({ environment: env, team }), enabled: ready });
  const split = (query.data?.pages.flatMap((page) => page.items) ?? []).filter(
    (route) => route.snapshot.shares.length > 1,
  );
  return (
    <Panel title={t.today.running} note={<Link to="/routes">{t.routes.title}</Link>}>
      <Load query={query} rows={2}>
        {() =>
          split.length === 0 ? (
            <p className="dim runs">{t.today.runningNone}</p>
          ) : (
            <ul className="ev">
              {split.slice(0, SHOWN).map((route) => (
                <li key={route.id} className="runs">
                  <RouteLink of={route} />
                  <ShareBar shares={route.snapshot.shares} />
                  <span className="meta">
                    <Instant at={route.snapshot.decision.at} form="brief" />{" "}
                    {t.common.by(actorName(route.snapshot.decision.by))}
                  </span>
                </li>
              ))}
            </ul>
          )
        }
      </Load>
    </Panel>
  );
}
