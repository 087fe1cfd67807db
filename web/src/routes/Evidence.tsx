import { useNavigate, useSearch } from "@tanstack/react-router";
import { useLacking } from "../api/people";
import type { HiddenFilter, TrustClass } from "../api/types";
import { Evaluations } from "../features/evidence/Evaluations";
import { Imports } from "../features/evidence/Imports";
import { Policies } from "../features/evidence/Policies";
import { DefineSuiteButton } from "../features/evidence/SuiteDialogs";
import { Suites } from "../features/evidence/Suites";
import { useHere } from "../lib/here";
import { t } from "../messages";
import { ActionButton } from "../ui/ActionButton";
import { OffInPast, ShowsNow } from "../ui/AsOf";
import { LinkButton } from "../ui/Button";
import { Crumbs } from "../ui/Crumbs";
import { choicesOf, Filters, truth } from "../ui/Filters";
import { Head } from "../ui/Page";
import { Tabs } from "../ui/Tabs";

const e = t.evidence;
const TABS = ["evaluations", "imports", "suites", "policies"] as const;

const MEASURED = [
  { name: "task", label: t.filters.task },
  { name: "trust_class", label: t.filters.trust, choices: choicesOf(e.trust) },
  { name: "language", label: t.filters.language },
  { name: "harness", label: t.filters.harness },
  { name: "n_shot", label: t.filters.shots },
  { name: "model_arg", label: t.filters.argument },
  { name: "seed", label: t.filters.seed },
  {
    name: "eligible",
    label: t.filters.decides,
    choices: choicesOf({ true: e.eligible, false: e.notEligible }),
  },
  { name: "from", label: t.filters.from },
  { name: "to", label: t.filters.to },
] as const;
const NAMED = [
  {
    name: "hidden",
    label: t.filters.hidden,
    any: t.filters.hiddenNot,
    choices: choicesOf(t.filters.hiddenChoices),
  },
] as const;

export function Evidence() {
  const search = useSearch({ from: "/app/evidence" });
  const { tab = "evaluations" } = search;
  const hidden = search.hidden as HiddenFilter | undefined;
  const navigate = useNavigate({ from: "/evidence" });
  const change = (name: string, value: string | undefined) =>
    navigate({ search: (old) => ({ ...old, [name]: value }), replace: true });
  useHere({ api: "/evaluations" });
  return (
    <>
      <Crumbs of={[{ label: e.title }]} />
      <ShowsNow />
      <Head title={e.headline} sub={e.sub} actions={<Action tab={tab} />} />
      <Tabs label={e.title} on={tab} of={TABS.map((id) => ({ id, label: e.tabs[id] }))} />
      <div className="tabbody">
        {tab === "evaluations" && (
          <>
            <Filters label={t.filters.label} of={MEASURED} values={search} change={change} />
            <Evaluations
              filtered={MEASURED.some(({ name }) => search[name] !== undefined)}
              suite={search.suite}
              task={search.task}
              trust_class={search.trust_class as TrustClass | undefined}
              language={search.language}
              harness={search.harness}
              n_shot={search.n_shot === undefined ? undefined : Number(search.n_shot)}
              model_arg={search.model_arg}
              seed={search.seed}
              eligible={truth(search.eligible)}
              from={search.from}
              to={search.to}
            />
          </>
        )}
        {tab === "imports" && (
          <OffInPast>
            <Imports />
          </OffInPast>
        )}
        {(tab === "suites" || tab === "policies") && (
          <Filters label={t.filters.label} of={NAMED} values={search} change={change} />
        )}
        {tab === "suites" && <Suites hidden={hidden} />}
        {tab === "policies" && <Policies hidden={hidden} />}
      </div>
    </>
  );
}

/** One primary action per page: what the open tab is for. */
function Action({ tab }: { tab: string }) {
  if (tab === "imports") return null;
  if (tab === "suites") return <DefineSuiteButton />;
  if (tab === "policies") return <NewPolicy />;
  return (
    <LinkButton look="primary" to="/evidence" search={{ tab: "imports" }}>
      {e.goImport}
    </LinkButton>
  );
}

function NewPolicy() {
  const refusal = useLacking("policy.manage");
  return refusal ? (
    <ActionButton refusal={refusal} run={() => undefined}>
      {t.policies.create}
    </ActionButton>
  ) : (
    <LinkButton look="primary" to="/evidence/policies/$policy" params={{ policy: "new" }}>
      {t.policies.create}
    </LinkButton>
  );
}
