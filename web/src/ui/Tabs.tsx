import { Link } from "@tanstack/react-router";

export interface Tab {
  id: string;
  label: string;
  count?: number | undefined;
}

/** Views of one page. The chosen one is in the address, so these are links. */
export function Tabs({ of, on, label }: { of: Tab[]; on: string; label: string }) {
  return (
    <nav className="tabs" aria-label={label}>
      {of.map((tab, index) => (
        <Link
          key={tab.id}
          to="."
          search={(old: Record<string, unknown>) =>
            ({ ...old, tab: index === 0 ? undefined : tab.id }) as never
          }
          className={tab.id === on ? "on" : ""}
          aria-current={tab.id === on ? "page" : undefined}
          activeProps={{}}
          resetScroll={false}
        >
          {tab.label}
          {tab.count !== undefined && <i>{tab.count}</i>}
        </Link>
      ))}
    </nav>
  );
}
