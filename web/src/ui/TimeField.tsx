import { useId, useState } from "react";
import { fromField, toField } from "../lib/time";
import { t } from "../messages";
import { useZone } from "./Instant";

interface TimeFieldProps {
  label: string;
  at: string;
  change: (at: string) => void;
}

/** A time as text, `2026-11-11 15:00:00`, in the zone that the frame names. Taken over on Enter and on leaving. */
export function TimeField({ label, at, change }: TimeFieldProps) {
  const id = useId();
  const [zone] = useZone();
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed ?? toField(at, zone).replace("T", " ");
  const parsed = fromField(shown.trim().replace(" ", "T"), zone);
  const take = () => {
    if (typed !== null && parsed) change(parsed);
    if (parsed) setTyped(null);
  };
  return (
    <div className="fieldset">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="field mono"
        data-time
        value={shown}
        placeholder={t.common.timeExample}
        aria-invalid={parsed ? undefined : true}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={take}
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          event.preventDefault();
          take();
        }}
      />
    </div>
  );
}
