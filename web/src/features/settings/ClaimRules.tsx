import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { claimRules, type RuleVerb, issuers as trusted } from "../../api/access";
import { useLacking } from "../../api/people";
import type { ClaimRule, Reason } from "../../api/types";
import { t } from "../../messages";
import { ActionButton } from "../../ui/ActionButton";
import { Button } from "../../ui/Button";
import { roleWord } from "../../ui/codes";
import { actorName } from "../../ui/Links";
import { type Column, ResourceTable } from "../../ui/ResourceTable";
import { EmptyState, Load } from "../../ui/States";
import { ChangeRuleDialog, CheckDialog, MakeRuleDialog, MoveRuleDialog } from "./ClaimRuleDialogs";

const m = t.settings.issuers;
type Doing = { kind: "make" } | { kind: "check" } | { kind: RuleVerb | "change"; rule: ClaimRule };

const columnsFor = (
  refusal: Reason | null,
  move: (kind: RuleVerb | "change", rule: ClaimRule) => void,
): Column<ClaimRule>[] => [
  {
    key: "name",
    head: m.columns.name,
    main: true,
    cell: (rule) => (
      <>
        <b className="b">{rule.name}</b>
        <span className="meta">{rule.issuer}</span>
      </>
    ),
  },
  {
    key: "when",
    head: m.columns.when,
    main: true,
    cell: (rule) => (
      <span className="chips">
        {rule.conditions.map((condition) => (
          <code key={`${condition.claim}=${condition.pattern}`} className="badge">
            {m.condition(condition.claim, condition.pattern)}
          </code>
        ))}
      </span>
    ),
  },
  {
    key: "gives",
    head: m.columns.gives,
    cell: (rule) =>
      t.settings.members.role(
        roleWord(rule.role),
        rule.environment ?? rule.team?.name ?? t.settings.members.allTeams,
      ),
  },
  { key: "state", head: m.columns.state, cell: (rule) => m.states[rule.state] },
  { key: "machines", head: m.columns.machines, right: true, cell: (rule) => rule.machines },
  { key: "answers", head: m.columns.answers, cell: (rule) => actorName(rule.responsible) },
  {
    key: "do",
    head: <span className="vh">{t.common.more}</span>,
    right: true,
    main: true,
    cell: (rule) => {
      const turn = rule.state === "on" ? "turn-off" : "turn-on";
      return (
        <span className="acts">
          <ActionButton small refusal={refusal} run={() => move("change", rule)}>
            {m.change}
          </ActionButton>
          <ActionButton small refusal={refusal} run={() => move(turn, rule)}>
            {m.moves[turn].open}
          </ActionButton>
          <ActionButton small refusal={refusal} run={() => move("hide", rule)}>
            {m.moves.hide.open}
          </ActionButton>
        </span>
      );
    },
  },
];

/** Which machines come in by the claims of their tokens. */
export function ClaimRules() {
  const query = useInfiniteQuery(claimRules());
  const [doing, setDoing] = useState<Doing | null>(null);
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  const issuers = useQuery(trusted()).data ?? [];
  const refusal = useLacking("claim_rule.manage");
  const close = () => setDoing(null);
  return (
    <>
      <div className="toolbar">
        {refusal ? (
          <ActionButton refusal={refusal} run={() => undefined}>
            {m.make}
          </ActionButton>
        ) : (
          <Button look="primary" disabled={issuers.length === 0} onClick={() => setDoing({ kind: "make" })}>
            {m.make}
          </Button>
        )}
        <Button onClick={() => setDoing({ kind: "check" })}>{m.check}</Button>
      </div>
      <Load query={query}>
        {() =>
          rows.length > 0 ? (
            <ResourceTable
              label={t.settings.tabs.issuers}
              rows={rows}
              columns={columnsFor(refusal, (kind, rule) => setDoing({ kind, rule }))}
              id={(rule) => rule.id}
              pages={query}
              rowHeight={56}
            />
          ) : (
            <EmptyState
              title={m.emptyTitle}
              text={issuers.length > 0 ? m.emptyText : m.noIssuer}
              command={issuers.length > 0 ? m.emptyCommand : m.noIssuerCommand}
            />
          )
        }
      </Load>
      {doing?.kind === "make" && <MakeRuleDialog issuers={issuers} close={close} />}
      {doing?.kind === "check" && <CheckDialog close={close} />}
      {doing && "rule" in doing && <RuleDialog kind={doing.kind} rule={doing.rule} close={close} />}
    </>
  );
}

interface RuleProps {
  kind: RuleVerb | "change";
  rule: ClaimRule;
  close: () => void;
}

function RuleDialog({ kind, rule, close }: RuleProps) {
  return kind === "change" ? (
    <ChangeRuleDialog rule={rule} close={close} />
  ) : (
    <MoveRuleDialog verb={kind} rule={rule} close={close} />
  );
}
