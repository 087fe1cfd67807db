import { t } from "../messages/en";
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

/** What a list is narrowed by. Every value stands in the address. */
export function Filters({ label, of, values, change }: FiltersProps) {
  return (
    <search className="toolbar" aria-label={label}>
      {of.map((filter) =>
        filter.choices ? (
          <select
            key={filter.name}
            className="field"
            aria-label={filter.label}
            value={values[filter.name] ?? ""}
            onChange={(event) => change(filter.name, event.target.value || undefined)}
          >
            <option value="">{t.filters.any(filter.label, filter.any)}</option>
            {filter.choices.map((choice) => (
              <option key={choice.value} value={choice.value}>
                {choice.label}
              </option>
            ))}
          </select>
        ) : (
          <input
            key={filter.name}
            className="field"
            type="search"
            aria-label={filter.label}
            placeholder={filter.label}
            value={values[filter.name] ?? ""}
            onChange={(event) => change(filter.name, event.target.value || undefined)}
          />
        ),
      )}
    </search>
  );
}
