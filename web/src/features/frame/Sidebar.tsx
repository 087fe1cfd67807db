import {
  IconChecklist,
  IconClock,
  IconCube,
  IconInbox,
  IconRoute,
  IconSettings,
  IconShieldCheck,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Fragment } from "react";
import { todayCount } from "../../api/overview";
import { t } from "../../messages/en";

const { groups, pages } = t.frame;

const NAV = [
  { group: groups.work, links: [{ to: "/", label: pages.today, icon: IconInbox }] },
  {
    group: groups.registry,
    links: [
      { to: "/models", label: pages.models, icon: IconCube },
      { to: "/evidence", label: pages.evidence, icon: IconChecklist },
    ],
  },
  {
    group: groups.run,
    links: [
      { to: "/routes", label: pages.routes, icon: IconRoute },
      { to: "/ran", label: pages.ran, icon: IconClock },
    ],
  },
  {
    group: groups.proof,
    links: [
      { to: "/audit", label: pages.audit, icon: IconShieldCheck },
      { to: "/settings", label: pages.settings, icon: IconSettings },
    ],
  },
] as const;

export function Sidebar() {
  const waiting = useQuery(todayCount()).data?.count ?? 0;
  return (
    <nav className="side" aria-label={t.frame.main}>
      {NAV.map(({ group, links }) => (
        <Fragment key={group}>
          <h3>{group}</h3>
          {links.map(({ to, label, icon: Icon }) => (
            <Link
              key={to}
              to={to}
              activeOptions={{ exact: to === "/", includeSearch: false }}
              activeProps={{ className: "on" }}
              title={label}
            >
              <Icon size={16} stroke={1.75} aria-hidden="true" />
              <span>{label}</span>
              {to === "/" && waiting > 0 && <b className="hot">{waiting}</b>}
            </Link>
          ))}
        </Fragment>
      ))}
    </nav>
  );
}
