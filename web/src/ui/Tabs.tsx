import { Link, useNavigate } from "@tanstack/react-router";
import { useLayoutEffect, useRef } from "react";
import { useKeys } from "../lib/keys";

export interface Tab {
  id: string;
  label: string;
  count?: number | undefined;
}

/** Views of one page. The chosen one is in the address, so these are links. */
export function Tabs({ of, on, label }: { of: Tab[]; on: string; label: string }) {
  const navigate = useNavigate();
  const searchOf = (tab: Tab, index: number) => (old: object) =>
    ({ ...old, tab: index === 0 ? undefined : tab.id }) as never;
  const go = (tab: Tab, index: number) => () =>
    void navigate({ to: ".", search: searchOf(tab, index), resetScroll: false });
  const bar = useRef<HTMLElement>(null);
  const counted = of.map(({ count }) => count).join();
  // Where not all of them fit, the chosen one stands in the middle.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another tab, and a count that makes one wider, move the bar
  useLayoutEffect(() => {
    const chosen = bar.current?.querySelector<HTMLElement>(".on");
    if (!bar.current || !chosen) return;
    bar.current.scrollLeft = chosen.offsetLeft - (bar.current.clientWidth - chosen.offsetWidth) / 2;
  }, [on, counted]);
  useKeys(Object.fromEntries(of.map((tab, index) => [String(index + 1), go(tab, index)])));
  return (
    <nav className="tabs" aria-label={label} ref={bar}>
      {of.map((tab, index) => (
        <Link
          key={tab.id}
          to="."
          search={searchOf(tab, index)}
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
