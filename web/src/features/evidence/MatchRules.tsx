import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { matchRules, retireRule } from "../../api/evidence";
import { useLacking } from "../../api/people";
import type { MatchRule, Reason } from "../../api/types";
import { useCommand } from "../../api/useCommand";
import { t } from "../../messages";
import { ActionButton } from "../../ui/ActionButton";
import { FormDialog } from "../../ui/FormDialog";
import { Instant } from "../../ui/Instant";
import { VersionLink } from "../../ui/Links";
import { Section } from "../../ui/Page";
import { type Column, ResourceTable } from "../../ui/ResourceTable";
import { Load } from "../../ui/States";
import { AddRule } from "./AddRule";

const m = t.imports.rules;

/** Which version a model's name in a file means. */
export function MatchRules() {
  const query = useInfiniteQuery(matchRules());
  const [retiring, setRetiring] = useState<MatchRule | null>(null);
  const [adding, setAdding] = useState(false);
  const refusal = useLacking("evaluation.report");
  const rules = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Section
      title={m.title}
      sub={m.sub}
      tools={
        <ActionButton refusal={refusal} run={() => setAdding(true)}>
          {m.add}
        </ActionButton>
      }
    >
      <Load query={query} rows={2}>
        {() =>
          rules.length === 0 ? (
            <p className="dim">{m.none}</p>
          ) : (
            <ResourceTable
              label={m.title}
              rows={rows(rules, refusal, setRetiring)}
              columns={COLUMNS}
              id={({ rule }) => rule.id}
              pages={query}
            />
          )
        }
      </Load>
      {adding && (
        <AddRule formats={rules.flatMap(({ format }) => format ?? [])} close={() => setAdding(false)} />
      )}
      {retiring && <Retire rule={retiring} close={() => setRetiring(null)} />}
    </Section>
  );
}

interface Row {
  rule: MatchRule;
  refusal: Reason | null;
  retire: () => void;
}

const rows = (rules: MatchRule[], refusal: Reason | null, retire: (rule: MatchRule) => void): Row[] =>
  rules.map((rule) => ({ rule, refusal, retire: () => retire(rule) }));

const COLUMNS: Column<Row>[] = [
  { key: "pattern", head: m.columns.pattern, main: true, cell: ({ rule }) => <code>{rule.pattern}</code> },
  { key: "format", head: m.columns.format, cell: ({ rule }) => rule.format ?? m.anyFormat },
  {
    key: "version",
    head: m.columns.version,
    main: true,
    cell: ({ rule }) => <VersionLink of={rule.version} long />,
  },
  { key: "since", head: m.columns.since, cell: ({ rule }) => <Instant at={rule.created_at} form="brief" /> },
  {
    key: "retire",
    head: <span className="vh">{t.common.more}</span>,
    right: true,
    main: true,
    cell: ({ rule, refusal, retire }) => (
      <ActionButton small label={m.retireOf(rule.pattern)} refusal={refusal} run={retire}>
        {m.retire}
      </ActionButton>
    ),
  },
];

function Retire({ rule, close }: { rule: MatchRule; close: () => void }) {
  const retire = useCommand(retireRule, close);
  return (
    <FormDialog
      title={m.retireTitle(rule.pattern)}
      confirm={m.retireConfirm}
      close={close}
      ready
      command={retire}
      submit={() => retire.mutate({ rule: rule.id, revision: rule.revision })}
    >
      <p>{m.retireText}</p>
    </FormDialog>
  );
}
