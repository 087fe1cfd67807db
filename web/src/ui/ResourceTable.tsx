import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useRef, useState } from "react";
import { useKeys } from "../lib/keys";
import { t } from "../messages";
import { More, type Pages } from "./More";
import { TableTools, useDensity, useHiddenColumns } from "./TableTools";

export interface Column<T> {
  key: string;
  head: ReactNode;
  cell: (row: T) => ReactNode;
  right?: boolean;
  width?: string;
  /** One of the three columns that a phone shows. */
  main?: boolean;
  /** What the cell says is understood under its head only: a phone, which shows no heads, says it with it. */
  named?: boolean;
}

/** Rows that are marked, for what is done to several at once. */
export interface Selection<T> {
  chosen: readonly string[];
  toggle: (id: string) => void;
  label: (row: T) => string;
}

interface TableProps<T> {
  label: string;
  rows: T[];
  columns: Column<T>[];
  id: (row: T) => string;
  open?: (row: T) => void;
  pages?: Pages;
  rowHeight?: number;
  select?: Selection<T>;
}

const VIRTUAL_FROM = 120;
/** A table of so few columns needs no chooser. */
const FEW_COLUMNS = 4;

/** Rows of one kind: j and k move, Enter opens, x marks, more load on demand, long lists draw what is on screen. */
export function ResourceTable<T>(props: TableProps<T>) {
  const { label, rows, columns: all, id, open, pages, rowHeight = 37, select } = props;
  const [at, setAt] = useState(-1);
  const body = useRef<HTMLTableSectionElement>(null);
  const [density] = useDensity();
  const [hidden, toggle] = useHiddenColumns(all.map(({ key }) => key).join("."));
  const columns = all.filter((column) => column.main || !hidden.has(column.key));
  const width = columns.length + (select ? 1 : 0);
  const choosable = all.some((column) => !column.main) && all.length > FEW_COLUMNS;
  const virtual = rows.length > VIRTUAL_FROM;
  const window_ = useWindowVirtualizer({
    count: virtual ? rows.length : 0,
    estimateSize: () => rowHeight,
    overscan: 20,
    scrollMargin: body.current?.offsetTop ?? 0,
  });
  const move = (step: number) => {
    const next = Math.min(rows.length - 1, Math.max(0, at + step));
    setAt(next);
    if (virtual) window_.scrollToIndex(next);
    else body.current?.rows[next]?.scrollIntoView({ block: "nearest" });
  };
  const chosen = () => body.current?.querySelector<HTMLElement>("tr.sel");
  useKeys({
    ".": (event) => {
      const target = chosen()?.querySelector<HTMLElement>("button, a");
      if (!target) return false;
      event.preventDefault();
      target.focus();
      return true;
    },
    x: () => {
      const row = rows[at];
      if (!select || !row) return false;
      select.toggle(id(row));
      return true;
    },
    j: () => move(1),
    k: () => move(-1),
    // biome-ignore lint/correctness/noComponentHookFactories: the name of a key, not of a component
    Enter: (event) => {
      const row = rows[at];
      if (row && open && !(event.target instanceof HTMLElement && event.target.closest("a,button")))
        open(row);
    },
  });
  const items = virtual ? window_.getVirtualItems() : null;
  const shown = items ? items.map((item) => item.index) : rows.map((_, index) => index);
  const margin = window_.options.scrollMargin;
  const above = items?.[0] ? items[0].start - margin : 0;
  const below = items?.length ? window_.getTotalSize() - ((items.at(-1)?.end ?? 0) - margin) : 0;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by key */}
      <section className={`scrolls wide ${density}`} aria-label={label} tabIndex={0}>
        {choosable && <TableTools columns={all} hidden={hidden} toggle={toggle} />}
        <table className="res" aria-rowcount={pages?.hasNextPage ? -1 : rows.length + 1}>
          <thead>
            <tr>
              {select && (
                <th className="rowpick" scope="col">
                  <span className="vh">{t.common.select}</span>
                </th>
              )}
              {columns.map((column) => (
                <th
                  key={column.key}
                  className={column.right ? "r" : ""}
                  style={{ width: column.width }}
                  scope="col"
                >
                  {column.head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody ref={body}>
            {above > 0 && <Gap height={above} columns={width} />}
            {shown.map((index) => {
              const row = rows[index];
              if (row === undefined) return null;
              return (
                <tr
                  key={id(row)}
                  ref={virtual ? window_.measureElement : undefined}
                  data-index={index}
                  className={index === at ? "sel" : ""}
                  aria-rowindex={index + 2}
                >
                  {select && (
                    <td className="rowpick">
                      <input
                        type="checkbox"
                        checked={select.chosen.includes(id(row))}
                        onChange={() => select.toggle(id(row))}
                        aria-label={select.label(row)}
                      />
                    </td>
                  )}
                  {columns.map((column) => (
                    <td
                      key={column.key}
                      className={`${column.right ? "r" : ""} ${column.main ? "main" : ""}`}
                      data-head={column.named ? column.head : undefined}
                    >
                      {column.cell(row)}
                    </td>
                  ))}
                </tr>
              );
            })}
            {below > 0 && <Gap height={below} columns={width} />}
          </tbody>
        </table>
      </section>
      {pages?.hasNextPage && <More pages={pages} shown={rows.length} />}
    </>
  );
}

function Gap({ height, columns }: { height: number; columns: number }) {
  return (
    <tr>
      <td colSpan={columns} style={{ height, padding: 0, border: 0 }} />
    </tr>
  );
}
