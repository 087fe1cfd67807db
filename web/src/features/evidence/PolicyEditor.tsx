import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { checkPolicy } from "../../api/evidence";
import type { FieldProblem, PolicyContent, Reason } from "../../api/types";
import { t } from "../../messages";
import { ActionButton } from "../../ui/ActionButton";
import { Button } from "../../ui/Button";
import { TextField } from "../../ui/Fields";
import { Section } from "../../ui/Page";
import { RequirementList } from "../../ui/RequirementList";
import { ErrorState, Load } from "../../ui/States";
import { PolicyForce } from "./PolicyForce";
import { PolicyRules } from "./PolicyRules";
import { PolicyScope } from "./PolicyScope";
import { PolicyWork } from "./PolicyWork";
import { ProblemText } from "./ProblemText";
import { useNamedVersion } from "./useNamedVersion";

const m = t.policy;

export const EMPTY_POLICY: PolicyContent = {
  applies: { target: "production", teams: [], tags: [] },
  requirements: [],
  approvals: { quorum: 1, expires_days: 14 },
  languages: [],
};

interface EditorProps {
  initial: PolicyContent;
  /** Empty for a policy that does not exist yet; then the editor asks for it. */
  name: string;
  confirm: string;
  command: { isPending: boolean; error: unknown };
  publish: (content: PolicyContent, name: string) => void;
  /** Of which team it is; null: of the installation. */
  team: string | null;
  /** Why the reader may not publish it. */
  refusal?: Reason | null | undefined;
}

/** The rules at the left, what they would decide at the right. The service checks; the console only shows. */
export function PolicyEditor(props: EditorProps) {
  const { initial, name: given, confirm, command, publish, team, refusal } = props;
  const [name, setName] = useState(given);
  const [content, setContent] = useState(initial);
  const [tried, setTried] = useState("");
  const [settled] = useDebouncedValue(content, 400);
  const version = useNamedVersion(tried);
  const check = useQuery({
    queryKey: ["policy-check", settled, version.id],
    queryFn: () => checkPolicy(settled, version.id),
    placeholderData: (earlier) => earlier,
    retry: false,
  });
  const problems = check.data?.problems ?? [];
  const set = (part: Partial<PolicyContent>) => setContent({ ...content, ...part });
  const sound = problems.length === 0 && !check.error;
  const ready = name.trim() !== "" && content.requirements.length > 0 && sound;
  const whole = sound && settled.requirements.length > 0;
  return (
    <div className="editor">
      <div className="form">
        {given === "" && <TextField label={m.name} value={name} change={setName} mono />}
        <PolicyScope content={content} set={set} />
        <PolicyForce content={content} set={set} />
        <PolicyRules
          rules={content.requirements}
          problems={problems}
          change={(requirements) => set({ requirements })}
        />
        <Elsewhere problems={problems} />
        {command.error ? <ErrorState error={command.error} /> : null}
        <div className="acts steps">
          {refusal ? (
            <ActionButton refusal={refusal} run={() => undefined}>
              {confirm}
            </ActionButton>
          ) : (
            <Button
              look="primary"
              disabled={!ready || command.isPending}
              onClick={() => publish(content, name.trim())}
            >
              {command.isPending ? t.effect.working : confirm}
            </Button>
          )}
        </div>
      </div>
      <div className="editorside">
        <Section title={m.live} sub={m.liveSub}>
          <TextField
            label={m.tryOn}
            help={m.tryHelp}
            error={version.missing ? t.imports.noSuchVersion : undefined}
            value={tried}
            change={setTried}
            mono
          />
          <Load query={check}>
            {(result) => (
              <>
                <p className={problems.length > 0 ? "fail status" : "status"} role="status">
                  {problems.length > 0 ? m.problems(problems.length) : m.noProblems}
                </p>
                {result.verdict && (
                  <RequirementList results={result.verdict.requirements} of={result.verdict} all />
                )}
              </>
            )}
          </Load>
        </Section>
        <PolicyWork
          content={settled}
          team={team}
          whole={whole}
          checked={check.isSuccess && !check.isPlaceholderData}
        />
      </div>
    </div>
  );
}

/** What is wrong beside the requirements; those say it themselves. */
function Elsewhere({ problems }: { problems: FieldProblem[] }) {
  const others = problems.filter(({ pointer }) => !pointer.includes("/requirements/"));
  return others.map((problem) => (
    <p key={problem.pointer} className="fail" role="alert">
      <code>{problem.pointer}</code> <ProblemText of={problem} />
    </p>
  ));
}
