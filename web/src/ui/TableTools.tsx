import { Menu } from "@mantine/core";
import { IconAdjustmentsHorizontal } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useStored } from "../lib/useStored";
import { t } from "../messages";

const DENSITIES = ["compact", "default", "roomy"] as const;
export type Density = (typeof DENSITIES)[number];

/** How tall the rows of all tables are, for this reader. */
export function useDensity(): [Density, (density: Density) => void] {
  const [stored, setStored] = useStored("tenure.density", "default");
  return [DENSITIES.find((one) => one === stored) ?? "default", setStored];
}

/** Columns of one kind of table that this reader does not want to see, by key: words change with the language. */
export function useHiddenColumns(table: string): [Set<string>, (key: string) => void] {
  const [stored, setStored] = useStored(`tenure.columns.${table}`, "");
  const hidden = new Set(stored.split(" ").filter(Boolean));
  const toggle = (key: string) => {
    const next = new Set(hidden);
    if (!next.delete(key)) next.add(key);
    setStored([...next].join(" "));
  };
  return [hidden, toggle];
}

interface ToolsProps {
  columns: { key: string; head: ReactNode; main?: boolean }[];
  hidden: Set<string>;
  toggle: (key: string) => void;
}

/** Which columns, and how tall a row. What decides stays. */
export function TableTools({ columns, hidden, toggle }: ToolsProps) {
  const [density, setDensity] = useDensity();
  return (
    <Menu
      position="bottom-end"
      shadow="md"
      width={220}
      transitionProps={{ duration: 0 }}
      closeOnItemClick={false}
    >
      <Menu.Target>
        <button type="button" className="icon tabletools" aria-label={t.common.tableTools}>
          <IconAdjustmentsHorizontal size={16} stroke={1.75} aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t.common.columns}</Menu.Label>
        {columns
          .filter((column) => !column.main)
          .map((column) => (
            <Menu.CheckboxItem
              key={column.key}
              checked={!hidden.has(column.key)}
              onChange={() => toggle(column.key)}
            >
              {column.head}
            </Menu.CheckboxItem>
          ))}
        <Menu.Divider />
        <Menu.Label>{t.common.density}</Menu.Label>
        <Menu.RadioGroup value={density} onChange={(one) => setDensity(one as Density)}>
          {DENSITIES.map((one) => (
            <Menu.RadioItem key={one} value={one}>
              {t.common.densities[one]}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}
