import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { defineApplication, redescribeApplication, type Uses } from "../../api/applications";
import { teams } from "../../api/people";
import type { Application } from "../../api/types";
import { useCommand } from "../../api/useCommand";
import { t } from "../../messages";
import { SelectField, TextArea, TextField } from "../../ui/Fields";
import { choicesOf } from "../../ui/Filters";
import { FormDialog } from "../../ui/FormDialog";

const m = t.applications;
/** Nothing is assumed to be harmless. */
const BLANK: Uses = { purpose: "", criticality: "high", data_class: "confidential", risk_tier: "high" };

interface UseProps {
  uses: Uses;
  change: (uses: Uses) => void;
}

function UseFields({ uses, change }: UseProps) {
  return (
    <>
      <TextArea
        label={m.purpose}
        value={uses.purpose}
        change={(purpose) => change({ ...uses, purpose })}
        rows={2}
      />
      <div className="grid2">
        <SelectField
          label={m.facts.criticality}
          value={uses.criticality}
          choices={choicesOf(m.criticalities)}
          change={(to) => change({ ...uses, criticality: to as Uses["criticality"] })}
        />
        <SelectField
          label={m.facts.risk}
          value={uses.risk_tier}
          choices={choicesOf(m.risks)}
          change={(to) => change({ ...uses, risk_tier: to as Uses["risk_tier"] })}
        />
        <SelectField
          label={m.facts.data}
          value={uses.data_class}
          choices={choicesOf(m.datas)}
          change={(to) => change({ ...uses, data_class: to as Uses["data_class"] })}
        />
      </div>
    </>
  );
}

/** What calls models: what it is for, how much depends on it, with whose data. */
export function DescribeApplication({ close }: { close: () => void }) {
  const navigate = useNavigate();
  const known = useQuery(teams()).data?.items ?? [];
  const [name, setName] = useState("");
  const [team, setTeam] = useState("");
  const [uses, setUses] = useState(BLANK);
  const define = useCommand(defineApplication, (made) => {
    close();
    navigate({ to: "/applications/$application", params: { application: made.id } });
  });
  const owner = team || known[0]?.id || null;
  return (
    <FormDialog
      title={m.describeTitle}
      confirm={m.describeConfirm}
      close={close}
      ready={name.trim() !== "" && uses.purpose.trim() !== ""}
      command={define}
      submit={() => define.mutate({ ...uses, name: name.trim(), team_id: owner })}
    >
      <div className="grid2">
        <TextField label={m.name} help={m.nameHelp} value={name} change={setName} mono data-autofocus />
        <SelectField
          label={m.team}
          value={owner ?? ""}
          choices={known.map((one) => ({ value: one.id, label: one.name }))}
          change={setTeam}
        />
      </div>
      <UseFields uses={uses} change={setUses} />
    </FormDialog>
  );
}

export function ChangeApplication({ of, close }: { of: Application; close: () => void }) {
  const { criticality, data_class, risk_tier } = of;
  const [uses, setUses] = useState<Uses>({
    purpose: of.purpose ?? "",
    criticality,
    data_class,
    risk_tier,
  });
  const change = useCommand(redescribeApplication, close);
  return (
    <FormDialog
      title={m.changeTitle(of.name)}
      confirm={m.changeConfirm}
      close={close}
      ready={uses.purpose.trim() !== ""}
      command={change}
      submit={() => change.mutate({ id: of.id, revision: of.revision, what: uses })}
    >
      <p>{m.changeText}</p>
      <UseFields uses={uses} change={setUses} />
    </FormDialog>
  );
}
