import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { checkPolicy } from "../../api/evidence";
import type { PolicyContent } from "../../api/types";
import { t } from "../../messages/en";
import { Button } from "../../ui/Button";
import { SelectField, TextField } from "../../ui/Fields";
import { Section } from "../../ui/Page";
import { RequirementList } from "../../ui/RequirementList";
import { ErrorState, Load } from "../../ui/States";
import { PolicyRules } from "./PolicyRules";
import { useNamedVersion } from "./useNamedVersion";

const m = t.policy;

export const EMPTY_POLICY: PolicyContent = {
  applies: { target: "production", teams: [], tags: [] },
  requirements: [],
  approvals: { quorum: 1, expires_days: 14 },
  languages: [],
};

function listOf(text: string): string[] {
  return text
    .split(/[,\s]+/)
    .map((part) => part.trim())
    .filter(Boolean);
}

interface EditorProps {
  initial: PolicyContent;
  /** Empty for a policy that does not exist yet; then the editor asks for it. */
  name: string;
  confirm: string;
  command: { isPending: boolean; error: unknown };
  publish: (content: PolicyContent, name: string) => void;
}

/** The rules at the left, what they would decide at the right. The service checks; the console only shows. */
export function PolicyEditor({ initial, name: given, confirm, command, publish }: EditorProps) {
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
  const ready = name.trim() !== "" && content.requirements.length > 0 && problems.length === 0;
  return (
    <div className="editor">
      <div className="form">
        {given === "" && <TextField label={m.name} value={name} change={setName} mono />}
        <Applies content={content} set={set} />
        <PolicyRules
          rules={content.requirements}
          problems={problems}
          change={(requirements) => set({ requirements })}
        />
        {command.error ? <ErrorState error={command.error} /> : null}
        <div className="acts steps">
          <Button
            look="primary"
            disabled={!ready || command.isPending}
            onClick={() => publish(content, name.trim())}
          >
            {command.isPending ? t.effect.working : confirm}
          </Button>
        </div>
      </div>
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
              {result.verdict && <RequirementList results={result.verdict.requirements} all />}
            </>
          )}
        </Load>
      </Section>
    </div>
  );
}

function Applies({ content, set }: { content: PolicyContent; set: (part: Partial<PolicyContent>) => void }) {
  const { applies, approvals } = content;
  const [teams, setTeams] = useState((applies.teams ?? []).join(", "));
  const [languages, setLanguages] = useState((content.languages ?? []).join(", "));
  const number = (text: string, low: number, high: number) =>
    Math.min(high, Math.max(low, Number(text) || low));
  return (
    <>
      <div className="grid2">
        <SelectField
          label={m.target}
          value={applies.target}
          choices={(["staging", "production"] as const).map((value) => ({
            value,
            label: t.common.stages[value],
          }))}
          change={(target) => set({ applies: { ...applies, target: target as typeof applies.target } })}
        />
        <TextField
          label={m.teams}
          help={m.teamsHelp}
          value={teams}
          change={(text) => {
            setTeams(text);
            set({ applies: { ...applies, teams: listOf(text) } });
          }}
        />
        <TextField
          label={m.quorum}
          type="number"
          min={0}
          max={5}
          value={approvals.quorum}
          change={(text) => set({ approvals: { ...approvals, quorum: number(text, 0, 5) } })}
        />
        <TextField
          label={m.expires}
          type="number"
          min={1}
          max={90}
          value={approvals.expires_days}
          change={(text) => set({ approvals: { ...approvals, expires_days: number(text, 1, 90) } })}
        />
      </div>
      <TextField
        label={m.languages}
        help={m.languagesHelp}
        value={languages}
        change={(text) => {
          setLanguages(text);
          set({ languages: listOf(text) });
        }}
      />
    </>
  );
}
