import { IconAdjustmentsHorizontal } from "@tabler/icons-react";
import { useState } from "react";
import { t } from "../messages";
import type { Choice } from "./Fields";

export interface Filter {
  name: string;
  label: string;
  /** What stands there while it narrows nothing, when that is not everything. */
  any?: string;
  /** The values to choose from; without them it is typed. */
  choices?: readonly Choice[];
}

/** Words as choices: what is in the address, and what people read. */
export const choicesOf = (words: Record<string, string>): Choice[] =>
  Object.entries(words).map(([value, label]) => ({ value, label }));

/** A yes or no of the address. */
export const truth = (text: string | undefined): boolean | undefined =>
  text === "true" ? true : text === "false" ? false : undefined;

interface FiltersProps {
  label: string;
  of: readonly Filter[];
  values: Record<string, string | undefined>;
  change: (name: string, value: string | undefined) => void;
}

/** So many stand at once; the others are asked for, or open because one of them narrows. */
const FIRST = 4;

/** What a list is narrowed by. Every value stands in the address. */
export function Filters({ label, of, values, change }: FiltersProps) {
  const [asked, setAsked] = useState(false);
  const others = of.length > FIRST + 1 ? of.slice(FIRST) : [];
  const open = asked || others.some(({ name }) => values[name] !== undefined);
  const shown = open ? of : of.filter((filter) => !others.includes(filter));
  return (
    <search className="toolbar narrow" aria-label={label}>
      {shown.map((filter) => (
        <Narrowing
          key={filter.name}
          filter={filter}
          value={values[filter.name] ?? ""}
          change={(value) => change(filter.name, value || undefined)}
        />
      ))}
      {!open && others.length > 0 && (
        <button type="button" className="btn" onClick={() => setAsked(true)}>
          <IconAdjustmentsHorizontal size={16} stroke={1.75} aria-hidden="true" />
          {t.filters.more(others.length)}
        </button>
      )}
    </search>
  );
}

interface NarrowingProps {
  filter: Filter;
  value: string;
  change: (value: string) => void;
}

function Narrowing({ filter: { label, any, choices }, value, change }: NarrowingProps) {
  if (!choices) {
    return (
      <input
        className="field"
        type="search"
        aria-label={label}
        placeholder={label}
        value={value}
        onChange={(event) => change(event.target.value)}
      />
    );
  }
  return (
    <select
      className="field"
      aria-label={label}
      value={value}
      onChange={(event) => change(event.target.value)}
    >
      <option value="">{t.filters.any(label, any)}</option>
      {choices.map((choice) => (
        <option key={choice.value} value={choice.value}>
          {choice.label}
        </option>
      ))}
    </select>
  );
}
