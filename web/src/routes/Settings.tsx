import { useSearch } from "@tanstack/react-router";
import { Members } from "../features/settings/Members";
import { Tokens } from "../features/settings/Tokens";
import { useHere } from "../lib/here";
import { t } from "../messages/en";
import { OffInPast, ShowsNow } from "../ui/AsOf";
import { Crumbs } from "../ui/Crumbs";
import { Head } from "../ui/Page";
import { Tabs } from "../ui/Tabs";

const s = t.settings;
const TABS = ["members", "tokens"] as const;

export function Settings() {
  const { tab = "members" } = useSearch({ from: "/app/settings" });
  useHere({ api: "/members" });
  return (
    <>
      <Crumbs of={[{ label: s.title }]} />
      <ShowsNow />
      <Head title={s.headline} sub={s.sub} />
      <Tabs label={s.title} on={tab} of={TABS.map((id) => ({ id, label: s.tabs[id] }))} />
      <OffInPast>
        <div className="tabbody">{tab === "tokens" ? <Tokens /> : <Members />}</div>
      </OffInPast>
    </>
  );
}
