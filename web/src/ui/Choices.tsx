import { t } from "../messages";
import type { Choice } from "./Fields";

interface CheckProps {
  label: string;
  checked: boolean;
  change: (checked: boolean) => void;
}

export function CheckField({ label, checked, change }: CheckProps) {
  return (
    <label className="check">
      <input type="checkbox" checked={checked} onChange={(event) => change(event.target.checked)} /> {label}
    </label>
  );
}

interface SomeProps<T extends string> {
  label: string;
  chosen: readonly T[];
  choices: readonly Choice[];
  change: (chosen: T[]) => void;
  /** What it means when nothing is chosen. */
  nothing?: string;
}

/** Some of a few values; none of them means any, or something else, and says so. */
export function SomeOf<T extends string>(props: SomeProps<T>) {
  const { label, chosen, choices, change, nothing = t.common.any } = props;
  const toggle = (value: T) =>
    change(chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value]);
  return (
    <fieldset className="someof">
      <legend>{label}</legend>
      <div className="chips">
        {choices.map((choice) => (
          <button
            key={choice.value}
            type="button"
            className={`chip ${chosen.includes(choice.value as T) ? "on" : ""}`}
            aria-pressed={chosen.includes(choice.value as T)}
            onClick={() => toggle(choice.value as T)}
          >
            {choice.label}
          </button>
        ))}
        {chosen.length === 0 && <span className="meta">{nothing}</span>}
      </div>
    </fieldset>
  );
}
