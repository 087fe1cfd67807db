import { Outlet } from "@tanstack/react-router";
import { useState } from "react";
import { Activity } from "../features/frame/Activity";
import { DemoStrip } from "../features/frame/DemoStrip";
import { useFrameKeys } from "../features/frame/frameKeys";
import { KeyHelp } from "../features/frame/KeyHelp";
import { Foot, StaleStrip, useLog } from "../features/frame/Live";
import { openPalette, Palette } from "../features/frame/Palette";
import { BottomBar, Sidebar } from "../features/frame/Sidebar";
import { TopBar } from "../features/frame/TopBar";
import { t } from "../messages";
import { AsOfFrame } from "../ui/AsOf";
import { Say } from "../ui/Say";

/** What stands around every page. */
export function Frame() {
  const [help, setHelp] = useState(false);
  const [activity, setActivity] = useState(false);
  useLog();
  useFrameKeys({ help: () => setHelp(true), activity: () => setActivity(true) });
  return (
    <>
      <a className="skip" href="#content">
        {t.frame.skip}
      </a>
      <TopBar find={openPalette} help={() => setHelp(true)} />
      <div className="shell">
        <Sidebar />
        <main id="content" tabIndex={-1}>
          <DemoStrip />
          <StaleStrip />
          <AsOfFrame>
            <Outlet />
          </AsOfFrame>
        </main>
        <Foot />
      </div>
      <BottomBar find={openPalette} />
      <Palette help={() => setHelp(true)} />
      <Say />
      {help && <KeyHelp close={() => setHelp(false)} />}
      {activity && <Activity close={() => setActivity(false)} />}
    </>
  );
}
