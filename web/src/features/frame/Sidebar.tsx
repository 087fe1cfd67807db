import { Menu } from "@mantine/core";
import { IconDots, IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useRouterState } from "@tanstack/react-router";
import { Fragment } from "react";
import { todayCount } from "../../api/overview";
import { t } from "../../messages";
import { covers, NAV, PAGES, type Page } from "./pages";

const useAddress = () => useRouterState({ select: (state) => state.location.pathname });

function NavLink({ page }: { page: Page }) {
  const { to, label, icon: Icon } = page;
  const here = covers(page, useAddress());
  const waiting = useQuery(todayCount()).data?.count ?? 0;
  return (
    <Link
      to={to}
      activeOptions={{ exact: to === "/", includeSearch: false }}
      activeProps={{}}
      className={here ? "on" : ""}
      aria-current={here ? "page" : undefined}
      title={label}
    >
      <Icon size={16} stroke={1.75} aria-hidden="true" />
      <span>{label}</span>
      {to === "/" && waiting > 0 && <b className="hot">{waiting}</b>}
    </Link>
  );
}

export function Sidebar() {
  return (
    <nav className="side" aria-label={t.frame.main}>
      {NAV.map(({ group, links }) => (
        <Fragment key={group}>
          <h3>{group}</h3>
          {links.map((page) => (
            <NavLink key={page.to} page={page} />
          ))}
        </Fragment>
      ))}
    </nav>
  );
}

/** On a phone: three pages, the search, and the rest behind one button. */
export function BottomBar({ find }: { find: () => void }) {
  const [own, rest] = [PAGES.filter((page) => page.phone), PAGES.filter((page) => !page.phone)];
  const address = useAddress();
  return (
    <nav className="bottom" aria-label={t.frame.mainPhone}>
      {own.map((page) => (
        <NavLink key={page.to} page={page} />
      ))}
      <button type="button" onClick={find}>
        <IconSearch size={16} stroke={1.75} aria-hidden="true" />
        <span>{t.frame.searchShort}</span>
      </button>
      <Menu position="top-end" shadow="md" width={220} transitionProps={{ duration: 0 }}>
        <Menu.Target>
          <button type="button" className={rest.some((page) => covers(page, address)) ? "on" : ""}>
            <IconDots size={16} stroke={1.75} aria-hidden="true" />
            <span>{t.frame.more}</span>
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          {rest.map(({ to, label, icon: Icon }) => (
            <Menu.Item
              key={to}
              component={Link}
              {...{ to }}
              leftSection={<Icon size={16} stroke={1.75} aria-hidden="true" />}
            >
              {label}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </nav>
  );
}
