import { type InputHTMLAttributes, type ReactNode, useId } from "react";
import { t } from "../messages";

interface FieldProps {
  label: string;
  help?: ReactNode;
  error?: ReactNode;
}

interface TextFieldProps extends FieldProps, Omit<InputHTMLAttributes<HTMLInputElement>, "onChange"> {
  change: (value: string) => void;
  mono?: boolean;
}

export function TextField({ label, help, error, change, mono = false, ...rest }: TextFieldProps) {
  const id = useId();
  return (
    <div className="fieldset">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className={`field ${mono ? "mono" : ""}`}
        aria-describedby={`${id}h`}
        aria-invalid={error ? true : undefined}
        onChange={(event) => change(event.target.value)}
        {...rest}
      />
      <p id={`${id}h`} className="meta">
        {error ? <span className="fail">{error}</span> : help}
      </p>
    </div>
  );
}

interface AreaProps extends FieldProps {
  value: string;
  change: (value: string) => void;
  rows?: number;
  mono?: boolean;
}

export function TextArea({ label, help, error, value, change, rows = 3, mono = false }: AreaProps) {
  const id = useId();
  return (
    <div className="fieldset">
      <label htmlFor={id}>{label}</label>
      <textarea
        id={id}
        rows={rows}
        className={`area ${mono ? "mono" : ""}`}
        value={value}
        aria-describedby={`${id}h`}
        onChange={(event) => change(event.target.value)}
      />
      <p id={`${id}h`} className="meta">
        {error ? <span className="fail">{error}</span> : help}
      </p>
    </div>
  );
}

export interface Choice {
  value: string;
  label: string;
}

interface SelectProps extends FieldProps {
  value: string;
  choices: Choice[];
  change: (value: string) => void;
  hidden?: boolean;
}

export function SelectField({ label, help, value, choices, change, hidden = false }: SelectProps) {
  const id = useId();
  return (
    <div className={hidden ? "inline" : "fieldset"}>
      <label htmlFor={id}>{label}</label>
      <select id={id} className="field" value={value} onChange={(event) => change(event.target.value)}>
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
      {help && <p className="meta">{help}</p>}
    </div>
  );
}

export const REASON_MIN = 10;

interface ReasonProps {
  value: string;
  change: (value: string) => void;
  chips?: readonly string[];
  label?: string;
  /** The first suggestion has the focus when the dialog opens. */
  first?: boolean;
}

/** Why: required where calls move, offered as sentences that fit. */
export function ReasonField({
  value,
  change,
  chips = [],
  label = t.common.reason,
  first = false,
}: ReasonProps) {
  const missing = REASON_MIN - value.trim().length;
  const help = value !== "" && missing > 0 ? t.common.reasonShort(missing) : t.common.reasonHelp;
  return (
    <div className="reason">
      {chips.length > 0 && (
        <fieldset className="chips" aria-label={t.common.reasonIdeas}>
          {chips.map((chip, index) => (
            <button
              key={chip}
              type="button"
              className={`chip ${value === chip ? "on" : ""}`}
              aria-pressed={value === chip}
              data-autofocus={(first && index === 0) || undefined}
              onClick={() => change(chip)}
            >
              {chip}
            </button>
          ))}
        </fieldset>
      )}
      <TextArea label={label} value={value} change={change} help={help} rows={2} />
    </div>
  );
}

interface SegProps<T extends string> {
  label: string;
  value: T;
  /** `lang`: the label is of another language than the page. */
  choices: readonly { value: T; label: string; lang?: string }[];
  change: (value: T) => void;
}

/** A few views of one thing. */
export function Seg<T extends string>({ label, value, choices, change }: SegProps<T>) {
  return (
    <fieldset className="seg" aria-label={label}>
      {choices.map((choice) => (
        <button
          key={choice.value}
          type="button"
          className={choice.value === value ? "on" : ""}
          lang={choice.lang}
          aria-pressed={choice.value === value}
          onClick={() => change(choice.value)}
        >
          {choice.label}
        </button>
      ))}
    </fieldset>
  );
}
