import type { Requirement } from "../../api/types";
import { asRead, asTyped } from "../../lib/format";
import { t } from "../../messages";
import { CheckField } from "../../ui/Choices";
import { SelectField, TextArea, TextField } from "../../ui/Fields";
import { choicesOf } from "../../ui/Filters";

const m = t.policy;
const NO_NEED = "";

interface MoreProps {
  rule: Requirement;
  put: (part: Partial<Requirement>) => void;
}

/** What most requirements take from their template: when it is known, what is shown, what clears it. */
export function RuleMore({ rule, put }: MoreProps) {
  return (
    <details>
      <summary>{m.details}</summary>
      <div className="form">
        <TextField label={m.code} help={m.codeHelp} value={rule.code} change={(code) => put({ code })} mono />
        <TextArea
          label={m.explanation}
          value={rule.explanation ?? ""}
          change={(text) => put({ explanation: text || null })}
          rows={2}
        />
        <TextArea
          label={m.knownWhen}
          help={m.knownWhenHelp}
          value={rule.known_when ?? ""}
          change={(text) => put({ known_when: text || null })}
          rows={2}
          mono
        />
        <TextArea
          label={m.measured}
          help={m.measuredHelp}
          value={rule.measured ?? ""}
          change={(text) => put({ measured: text || null })}
          rows={2}
          mono
        />
        <NeedFields rule={rule} put={put} />
        <RemedyFields rule={rule} put={put} />
      </div>
    </details>
  );
}

/** What is needed, as it is shown against what was measured. The rule decides, not this. */
function NeedFields({ rule: { needed }, put }: MoreProps) {
  const from = needed ?? { relation: "at_least" as const, value: "", on: "value" as const };
  return (
    <div className="grid3">
      <SelectField
        label={m.needed}
        value={needed?.relation ?? NO_NEED}
        choices={[{ value: NO_NEED, label: m.neededNone }, ...choicesOf(m.relations)]}
        change={(to) =>
          put({ needed: to === NO_NEED ? null : { ...from, relation: to as typeof from.relation } })
        }
      />
      {needed && (
        <>
          <TextField
            label={m.neededValue}
            value={asTyped(needed.value)}
            change={(typed) => put({ needed: { ...needed, value: asRead(typed) } })}
            inputMode="decimal"
            mono
          />
          <SelectField
            label={m.neededOn}
            value={needed.on}
            choices={choicesOf(m.ons)}
            change={(on) => put({ needed: { ...needed, on: on as typeof needed.on } })}
          />
          <TextField
            label={m.neededUnit}
            help={m.neededUnitHelp}
            value={needed.unit ?? ""}
            change={(unit) => {
              const { unit: _, ...rest } = needed;
              put({ needed: unit ? { ...rest, unit } : rest });
            }}
          />
        </>
      )}
    </div>
  );
}

function RemedyFields({ rule: { remedy }, put }: MoreProps) {
  const set = (text: string, command: string) =>
    put({ remedy: text === "" && command === "" ? null : { text, command: command || null } });
  const [text, command] = [remedy?.text ?? "", remedy?.command ?? ""];
  return (
    <>
      <TextField label={m.remedy} value={text} change={(to) => set(to, command)} />
      <TextField
        label={m.remedyCommand}
        help={m.remedyCommandHelp}
        value={command}
        change={(to) => set(text, to)}
        mono
      />
    </>
  );
}

/** When it is asked for, and whether somebody may answer for it instead. */
export function RuleTerms({ rule, put }: MoreProps) {
  return (
    <div className="terms">
      <SelectField
        hidden
        label={m.severity}
        value={rule.severity}
        choices={choicesOf(m.severities)}
        change={(severity) => put({ severity: severity as Requirement["severity"] })}
      />
      <CheckField label={m.once} checked={rule.once ?? false} change={(once) => put({ once })} />
      <CheckField
        label={m.waivable}
        checked={rule.waivable ?? false}
        change={(waivable) => put({ waivable })}
      />
    </div>
  );
}
