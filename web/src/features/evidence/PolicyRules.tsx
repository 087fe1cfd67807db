import { IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { policyTemplates } from "../../api/evidence";
import type { FieldProblem, Requirement } from "../../api/types";
import { t } from "../../messages";
import { Button } from "../../ui/Button";
import { SelectField, TextArea, TextField } from "../../ui/Fields";
import { ProblemText } from "./ProblemText";
import { RuleMore, RuleTerms } from "./RuleMore";

const m = t.policy;

interface RulesProps {
  rules: Requirement[];
  problems: FieldProblem[];
  change: (rules: Requirement[]) => void;
}

function blank(rules: Requirement[]): Requirement {
  let number = rules.length + 1;
  while (rules.some((rule) => rule.code === `requirement_${number}`)) number += 1;
  return {
    code: `requirement_${number}`,
    title: "",
    severity: "block",
    expression: "",
    known_when: null,
    measured: null,
    needed: null,
    remedy: null,
    once: false,
    waivable: false,
  };
}

export function PolicyRules({ rules, problems, change }: RulesProps) {
  const templates = useQuery(policyTemplates()).data?.items ?? [];
  const free = templates.filter((template) => !rules.some((rule) => rule.code === template.requirement.code));
  const put = (at: number, part: Partial<Requirement>) =>
    change(rules.map((rule, index) => (index === at ? { ...rule, ...part } : rule)));
  return (
    <section className="rules">
      <h2>{m.requirements}</h2>
      {rules.map((rule, index) => (
        <Rule
          // biome-ignore lint/suspicious/noArrayIndexKey: the code is edited, the place is not
          key={index}
          rule={rule}
          problem={problems.find(
            ({ pointer }) =>
              pointer.includes(`/requirements/${index}/`) || pointer.endsWith(`/requirements/${index}`),
          )}
          put={(part) => put(index, part)}
          remove={() => change(rules.filter((_, at) => at !== index))}
        />
      ))}
      <div className="toolbar">
        <Button small onClick={() => change([...rules, blank(rules)])}>
          {m.add}
        </Button>
        {free.length > 0 && (
          <SelectField
            hidden
            label={m.fromTemplate}
            value=""
            choices={[
              { value: "", label: "" },
              ...free.map(({ code, title }) => ({ value: code, label: title })),
            ]}
            change={(code) => {
              const found = templates.find((template) => template.code === code);
              if (found) change([...rules, found.requirement]);
            }}
          />
        )}
      </div>
    </section>
  );
}

interface RuleProps {
  rule: Requirement;
  problem: FieldProblem | undefined;
  put: (part: Partial<Requirement>) => void;
  remove: () => void;
}

function Rule({ rule, problem, put, remove }: RuleProps) {
  return (
    <div className="rule">
      <button type="button" className="icon" aria-label={m.remove(rule.title || rule.code)} onClick={remove}>
        <IconX size={14} aria-hidden="true" />
      </button>
      <TextField label={m.requirement} value={rule.title} change={(title) => put({ title })} />
      <TextArea
        label={m.expression}
        value={rule.expression}
        change={(expression) => put({ expression })}
        error={problem && <ProblemText of={problem} />}
        rows={2}
        mono
      />
      <RuleTerms rule={rule} put={put} />
      <RuleMore rule={rule} put={put} />
    </div>
  );
}
