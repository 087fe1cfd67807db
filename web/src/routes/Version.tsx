import { useQuery } from "@tanstack/react-query";
import { useParams, useSearch } from "@tanstack/react-router";
import { verdict } from "../api/promotion";
import { versionActions, versionOf } from "../api/registry";
import { modelsBeside, versionsBeside } from "../api/siblings";
import type { Action, Verdict, Version as VersionType } from "../api/types";
import { EntityHistory } from "../features/audit/EntityHistory";
import { PastState } from "../features/audit/PastState";
import { Evaluations } from "../features/evidence/Evaluations";
import { VerdictTab } from "../features/promotion/VerdictTab";
import { VersionHead } from "../features/promotion/VersionHead";
import { Lineage } from "../features/registry/Lineage";
import { VersionFacts } from "../features/registry/VersionFacts";
import { VersionLanes } from "../features/serving/VersionLanes";
import { useHere } from "../lib/here";
import { t } from "../messages";
import { useKnown } from "../ui/AsOf";
import { Crumbs } from "../ui/Crumbs";
import { Load, Skeleton } from "../ui/States";
import { Tabs } from "../ui/Tabs";
import { NotFound } from "./NotFound";

type Target = "staging" | "production";
const TABS = ["promotion", "evidence", "serving", "lineage", "history"] as const;

/** The next stage up; from the top and from the end there is none. */
function nextOf(stage: string): Target | null {
  if (stage === "registered") return "staging";
  return stage === "staging" ? "production" : null;
}

export function Version() {
  const { model, number } = useParams({ from: "/app/models/$model/versions/$number" });
  const query = useQuery(versionOf(model, Number(number)));
  const past = useKnown() !== undefined;
  useHere({
    entity: query.data?.id,
    cli: t.version.cli(model, number),
    api: `/versions?model_name=${model}&number=${number}`,
  });
  const crumbs = [
    { label: t.models.title, to: "/models" },
    { label: model, to: `/models/${model}`, siblings: modelsBeside() },
    { label: t.common.version(Number(number)), siblings: versionsBeside(model) },
  ];
  return (
    <>
      <Crumbs of={crumbs} />
      <Load query={query} head>
        {(version) => {
          if (!version) return <NotFound />;
          return past ? <Past version={version} /> : <Page version={version} />;
        }}
      </Load>
    </>
  );
}

/** A version never changes but for its stage; where it served then is kept as well. */
function Past({ version }: { version: VersionType }) {
  const name = t.common.versionOf(version.model.name, version.number);
  return (
    <PastState kind="version" id={version.id} name={name}>
      <VersionLanes version={version} />
    </PastState>
  );
}

function Page({ version }: { version: VersionType }) {
  const { tab = "promotion", target: wanted } = useSearch({ from: "/app/models/$model/versions/$number" });
  const target = (wanted as Target | undefined) ?? nextOf(version.stage);
  const decided = useQuery({ ...verdict(version.id, target ?? "production"), enabled: target !== null });
  const actions = useQuery(versionActions(version.id));
  const open = decided.data ? decided.data.counts.fail + decided.data.counts.unknown : undefined;
  return (
    <>
      <VersionHead
        version={version}
        target={target}
        verdict={decided.data}
        actions={actions.data?.items ?? []}
      />
      <VersionFacts version={version} policies={decided.data?.policies ?? []} />
      <Tabs
        label={t.common.version(version.number)}
        on={tab}
        of={TABS.map((id) => ({
          id,
          label: t.version.tabs[id],
          count: id === "promotion" && open ? open : undefined,
        }))}
      />
      <Body
        tab={tab}
        version={version}
        target={target}
        decided={decided}
        actions={actions.data?.items ?? []}
      />
    </>
  );
}

interface BodyProps {
  tab: string;
  version: VersionType;
  target: Target | null;
  decided: { data: Verdict | undefined; error: unknown; refetch: () => unknown };
  actions: Action[];
}

function Body({ tab, version, target, decided }: BodyProps) {
  switch (tab) {
    case "evidence":
      return (
        <div className="tabbody">
          <Evaluations version={version.id} />
        </div>
      );
    case "serving":
      return <VersionLanes version={version} />;
    case "lineage":
      return <Lineage version={version} />;
    case "history":
      return (
        <div className="tabbody">
          <EntityHistory entity={version.id} />
        </div>
      );
    default:
      if (target === null) return <VerdictTab version={version} verdict={null} />;
      if (decided.data === undefined && !decided.error) return <Skeleton rows={6} />;
      return <Load query={decided}>{(found) => <VerdictTab version={version} verdict={found} />}</Load>;
  }
}
