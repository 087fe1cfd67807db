import { useSearch } from "@tanstack/react-router";
import { Evaluations } from "../features/evidence/Evaluations";
import { Imports } from "../features/evidence/Imports";
import { Policies } from "../features/evidence/Policies";
import { Suites } from "../features/evidence/Suites";
import { useHere } from "../lib/here";
import { t } from "../messages/en";
import { OffInPast, ShowsNow } from "../ui/AsOf";
import { LinkButton } from "../ui/Button";
import { Crumbs } from "../ui/Crumbs";
import { Head } from "../ui/Page";
import { Tabs } from "../ui/Tabs";

const e = t.evidence;
const TABS = ["evaluations", "imports", "suites", "policies"] as const;

export function Evidence() {
  const { tab = "evaluations", suite } = useSearch({ from: "/app/evidence" });
  useHere({ api: "/evaluations" });
  return (
    <>
      <Crumbs of={[{ label: e.title }]} />
      <ShowsNow />
      <Head title={e.headline} sub={e.sub} actions={<Action tab={tab} />} />
      <Tabs label={e.title} on={tab} of={TABS.map((id) => ({ id, label: e.tabs[id] }))} />
      <div className="tabbody">
        {tab === "evaluations" && <Evaluations suite={suite} />}
        {tab === "imports" && (
          <OffInPast>
            <Imports />
          </OffInPast>
        )}
        {tab === "suites" && <Suites />}
        {tab === "policies" && <Policies />}
      </div>
    </>
  );
}

/** One primary action per page: what the open tab is for. */
function Action({ tab }: { tab: string }) {
  if (tab === "imports") return null;
  if (tab === "policies") {
    return (
      <LinkButton look="primary" to="/evidence/policies/$policy" params={{ policy: "new" }}>
        {t.policies.create}
      </LinkButton>
    );
  }
  return (
    <LinkButton look="primary" to="/evidence" search={{ tab: "imports" }}>
      {e.goImport}
    </LinkButton>
  );
}
