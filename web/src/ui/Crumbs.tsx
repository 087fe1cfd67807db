import { Menu } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useRouterState } from "@tanstack/react-router";
import { Fragment, useEffect } from "react";
import type { Siblings } from "../api/siblings";
import { visited } from "../lib/recent";
import { t } from "../messages";
import { AsOfPick } from "./AsOf";
import { Skeleton } from "./States";

export interface Crumb {
  label: string;
  to?: string;
  /** What stands beside it, for a jump without the way up and down. */
  siblings?: Siblings;
}

/** Where the page is, and the time that it shows. It names the window and remembers the visit. */
export function Crumbs({ of }: { of: Crumb[] }) {
  const href = useRouterState({ select: (state) => state.location.href });
  const path = of.map((crumb) => crumb.label);
  const label = path.join(" / ");
  useEffect(() => {
    document.title = [...label.split(" / ")].reverse().concat(t.frame.product).join(" · ");
    visited({ href, label });
  }, [href, label]);
  return (
    <nav className="crumbs" aria-label={label}>
      {of.map((crumb, index) => (
        <Fragment key={crumb.label}>
          {index > 0 && (
            <span className="sep" aria-hidden="true">
              /
            </span>
          )}
          {crumb.to ? <Link to={crumb.to}>{crumb.label}</Link> : <b aria-current="page">{crumb.label}</b>}
          {crumb.siblings && <Beside of={crumb.siblings} label={crumb.label} />}
        </Fragment>
      ))}
      <span className="sp" />
      <AsOfPick />
    </nav>
  );
}

function Beside({ of, label }: { of: Siblings; label: string }) {
  return (
    <Menu position="bottom-start" shadow="md" width={280} transitionProps={{ duration: 0 }}>
      <Menu.Target>
        <button type="button" className="icon tiny" aria-label={t.frame.beside(label)}>
          <IconChevronDown size={14} stroke={1.75} aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown className="menulong">
        <Others of={of} label={label} />
      </Menu.Dropdown>
    </Menu>
  );
}

function Others({ of, label }: { of: Siblings; label: string }) {
  const query = useQuery(of);
  if (query.data === undefined)
    return query.error ? <Menu.Label>{t.common.unknown}</Menu.Label> : <Skeleton rows={2} />;
  return query.data.map((one) => (
    <Menu.Item
      key={one.to}
      component={Link}
      {...{ to: one.to }}
      aria-current={one.label === label ? "page" : undefined}
    >
      {one.label}
    </Menu.Item>
  ));
}
