import { useState } from "react";
import type { PolicyContent } from "../../api/types";
import { t } from "../../messages";
import { SomeOf } from "../../ui/Choices";
import { SelectField, TextField } from "../../ui/Fields";
import { choicesOf } from "../../ui/Filters";
import { listOf, tagsOf, tagsText } from "./lists";

const m = t.policy;
const a = t.applications;

interface ScopeProps {
  content: PolicyContent;
  set: (part: Partial<PolicyContent>) => void;
}

/** Which moves it guards: to which stage, of whose versions, for which use. */
export function PolicyScope({ content: { applies }, set }: ScopeProps) {
  const [teams, setTeams] = useState((applies.teams ?? []).join(", "));
  const [tags, setTags] = useState(tagsText(applies.tags ?? []));
  const put = (part: Partial<PolicyContent["applies"]>) => set({ applies: { ...applies, ...part } });
  return (
    <section className="group">
      <h2>{m.scope}</h2>
      <div className="grid2">
        <SelectField
          label={m.target}
          value={applies.target}
          choices={(["staging", "production"] as const).map((value) => ({
            value,
            label: t.common.stages[value],
          }))}
          change={(target) => put({ target: target as typeof applies.target })}
        />
        <TextField
          label={m.teams}
          help={m.teamsHelp}
          value={teams}
          change={(text) => {
            setTeams(text);
            put({ teams: listOf(text) });
          }}
        />
      </div>
      <TextField
        label={m.tags}
        help={m.tagsHelp}
        value={tags}
        change={(text) => {
          setTags(text);
          put({ tags: tagsOf(text) });
        }}
        mono
      />
      <SomeOf
        label={m.risks}
        chosen={applies.risk_tiers ?? []}
        choices={choicesOf(a.risks)}
        change={(risk_tiers) => put({ risk_tiers })}
      />
      <SomeOf
        label={m.criticalities}
        chosen={applies.criticalities ?? []}
        choices={choicesOf(a.criticalities)}
        change={(criticalities) => put({ criticalities })}
      />
      <SomeOf
        label={m.datas}
        chosen={applies.data_classes ?? []}
        choices={choicesOf(a.datas)}
        change={(data_classes) => put({ data_classes })}
      />
      <p className="meta">{m.useHelp}</p>
    </section>
  );
}
