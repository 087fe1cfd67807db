import { useState } from "react";
import type { PolicyContent } from "../../api/types";
import { asTyped } from "../../lib/format";
import { before, day, isDay, UTC } from "../../lib/time";
import { t } from "../../messages";
import { SomeOf } from "../../ui/Choices";
import { roleWord } from "../../ui/codes";
import { Seg, TextArea, TextField } from "../../ui/Fields";
import { useNow } from "../../ui/Instant";
import { listOf, marginsOf, suitesText } from "./lists";

const m = t.policy;
/** What a policy that warns first is given, until somebody chooses another day. */
const WARN_DAYS = 30;
const MODES = (["enforce", "warn"] as const).map((value) => ({ value, label: m.modes[value] }));

/** What a reviewer may be besides. */
const ROLES = (["operator", "steward", "auditor", "admin"] as const).map((value) => ({
  value,
  label: roleWord(value),
}));

const between = (text: string, low: number, high: number) =>
  Math.min(high, Math.max(low, Number(text) || low));

interface ForceProps {
  content: PolicyContent;
  set: (part: Partial<PolicyContent>) => void;
}

/** From when it blocks, who must agree, and how much worse counts as not worse. */
export function PolicyForce({ content, set }: ForceProps) {
  const { approvals, enforced_from: from } = content;
  const now = useNow();
  const [languages, setLanguages] = useState((content.languages ?? []).join(", "));
  const later = before(now, -WARN_DAYS).toISOString().slice(0, 10);
  return (
    <section className="group">
      <h2>{m.force}</h2>
      <div className="toolbar">
        <Seg
          label={m.mode}
          value={from ? "warn" : "enforce"}
          choices={MODES}
          change={(mode) => set({ enforced_from: mode === "warn" ? later : null })}
        />
      </div>
      {from && <FromField day={from} change={(day) => set({ enforced_from: day })} />}
      <div className="grid2">
        <TextField
          label={m.quorum}
          type="number"
          min={0}
          max={5}
          value={approvals.quorum}
          change={(text) => set({ approvals: { ...approvals, quorum: between(text, 0, 5) } })}
        />
        <TextField
          label={m.expires}
          type="number"
          min={1}
          max={90}
          value={approvals.expires_days}
          change={(text) => set({ approvals: { ...approvals, expires_days: between(text, 1, 90) } })}
        />
      </div>
      <SomeOf
        label={m.approvalRoles}
        chosen={approvals.roles ?? []}
        choices={ROLES}
        nothing={t.common.none}
        change={(roles) => set({ approvals: { ...approvals, roles } })}
      />
      <TextField
        label={m.languages}
        help={m.languagesHelp}
        value={languages}
        change={(text) => {
          setLanguages(text);
          set({ languages: listOf(text) });
        }}
      />
      <MarginFields content={content} set={set} />
    </section>
  );
}

function MarginFields({ content: { margins }, set }: ForceProps) {
  const [all, setAll] = useState(asTyped(margins?.default ?? ""));
  const [suites, setSuites] = useState(suitesText(margins));
  return (
    <>
      <TextField
        label={m.margin}
        help={m.marginHelp}
        value={all}
        change={(text) => {
          setAll(text);
          set({ margins: marginsOf(text, suites) });
        }}
        inputMode="decimal"
        mono
      />
      <TextArea
        label={m.suiteMargins}
        help={m.suiteMarginsHelp}
        value={suites}
        change={(text) => {
          setSuites(text);
          set({ margins: marginsOf(all, text) });
        }}
        rows={2}
        mono
      />
    </>
  );
}

/** A day as text, `2026-12-01`: the same for every reader. What is no day is not taken over. */
function FromField({ day: given, change }: { day: string; change: (day: string) => void }) {
  const [typed, setTyped] = useState(given);
  const right = isDay(typed);
  return (
    <TextField
      label={m.from}
      help={right && m.fromHelp(day(typed, UTC))}
      error={right ? undefined : m.fromWrong}
      value={typed}
      change={(text) => {
        setTyped(text);
        if (isDay(text)) change(text);
      }}
      mono
    />
  );
}
