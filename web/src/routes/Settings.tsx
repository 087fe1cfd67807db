import { useSearch } from "@tanstack/react-router";
import { ClaimRules } from "../features/settings/ClaimRules";
import { Members } from "../features/settings/Members";
import { Sessions } from "../features/settings/Sessions";
import { Tokens } from "../features/settings/Tokens";
import { useHere } from "../lib/here";
import { t } from "../messages";
import { OffInPast, ShowsNow } from "../ui/AsOf";
import { Crumbs } from "../ui/Crumbs";
import { Head } from "../ui/Page";
import { Tabs } from "../ui/Tabs";

const s = t.settings;
const TABS = ["members", "tokens", "sessions", "issuers"] as const;
const PANES = { members: Members, tokens: Tokens, sessions: Sessions, issuers: ClaimRules };

export function Settings() {
  const { tab = "members" } = useSearch({ from: "/app/settings" });
  const Pane = PANES[TABS.find((one) => one === tab) ?? "members"];
  useHere({ api: "/members" });
  return (
    <>
      <Crumbs of={[{ label: s.title }]} />
      <ShowsNow />
      <Head title={s.headline} sub={s.sub} />
      <Tabs label={s.title} on={tab} of={TABS.map((id) => ({ id, label: s.tabs[id] }))} />
      <OffInPast>
        <div className="tabbody">
          <Pane />
        </div>
      </OffInPast>
    </>
  );
}
