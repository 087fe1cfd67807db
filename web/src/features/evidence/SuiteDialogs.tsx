import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { teams, useLacking } from "../../api/people";
import { changeSuite, defineSuite, type SaidOfSuite } from "../../api/suites";
import type { Suite, TrustClass } from "../../api/types";
import { useCommand } from "../../api/useCommand";
import { linesOf } from "../../lib/lines";
import { t } from "../../messages";
import { ActionButton } from "../../ui/ActionButton";
import { SelectField, TextArea, TextField } from "../../ui/Fields";
import { choicesOf } from "../../ui/Filters";
import { FormDialog } from "../../ui/FormDialog";

const m = t.suite;
const BLANK: SaidOfSuite = {
  trust_class: "internal",
  language: "",
  tasks: [],
  description: "",
  primary_metric: "",
};

interface SaidProps {
  said: SaidOfSuite;
  change: (said: SaidOfSuite) => void;
  /** What the tasks are as they are typed: a line that is being written is none yet. */
  tasks: string;
  setTasks: (text: string) => void;
}

function SaidFields({ said, change, tasks, setTasks }: SaidProps) {
  return (
    <>
      <div className="grid2">
        <SelectField
          label={t.suites.columns.trust}
          value={said.trust_class}
          choices={choicesOf(t.evidence.trust)}
          change={(to) => change({ ...said, trust_class: to as TrustClass })}
        />
        <TextField
          label={m.language}
          help={m.languageHelp}
          value={said.language}
          change={(language) => change({ ...said, language })}
        />
      </div>
      <TextArea
        label={m.description}
        value={said.description}
        change={(description) => change({ ...said, description })}
        rows={2}
      />
      <TextArea label={m.tasksField} help={m.tasksHelp} value={tasks} change={setTasks} rows={3} mono />
      <TextField
        label={m.primary}
        value={said.primary_metric}
        change={(primary_metric) => change({ ...said, primary_metric })}
        mono
      />
    </>
  );
}

export function DefineSuiteButton() {
  const [open, setOpen] = useState(false);
  const refusal = useLacking("suite.manage");
  return (
    <>
      <ActionButton look="primary" refusal={refusal} run={() => setOpen(true)}>
        {m.define}
      </ActionButton>
      {open && <DefineSuite close={() => setOpen(false)} />}
    </>
  );
}

function DefineSuite({ close }: { close: () => void }) {
  const navigate = useNavigate();
  const known = useQuery(teams()).data?.items ?? [];
  const [name, setName] = useState("");
  const [team, setTeam] = useState("");
  const [said, setSaid] = useState(BLANK);
  const [tasks, setTasks] = useState("");
  const define = useCommand(defineSuite, (made) => {
    close();
    navigate({ to: "/evidence/suites/$suite", params: { suite: made.id } });
  });
  const owner = team || known[0]?.id || null;
  return (
    <FormDialog
      title={m.defineTitle}
      confirm={m.defineConfirm}
      close={close}
      ready={name.trim() !== ""}
      command={define}
      submit={() => define.mutate({ ...said, tasks: linesOf(tasks), name: name.trim(), team_id: owner })}
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
      <SaidFields said={said} change={setSaid} tasks={tasks} setTasks={setTasks} />
    </FormDialog>
  );
}

/** Only what differs is sent, for the revision that was seen. */
export function ChangeSuite({ of, close }: { of: Suite; close: () => void }) {
  const before: SaidOfSuite = {
    trust_class: of.trust_class,
    language: of.language ?? "",
    tasks: of.tasks,
    description: of.description ?? "",
    primary_metric: of.primary_metric ?? "",
  };
  const [said, setSaid] = useState(before);
  const [tasks, setTasks] = useState(of.tasks.join("\n"));
  const change = useCommand(changeSuite, close);
  const after = { ...said, tasks: linesOf(tasks) };
  const what = Object.fromEntries(
    Object.entries(after).filter(
      ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name as keyof SaidOfSuite]),
    ),
  );
  return (
    <FormDialog
      title={m.changeTitle(of.name)}
      confirm={m.changeConfirm}
      close={close}
      ready={Object.keys(what).length > 0}
      command={change}
      submit={() => change.mutate({ id: of.id, revision: of.revision, what })}
    >
      <p>{m.changeText}</p>
      <SaidFields said={said} change={setSaid} tasks={tasks} setTasks={setTasks} />
    </FormDialog>
  );
}
