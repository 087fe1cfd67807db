import { Outlet, useNavigate } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { DemoStrip } from "../features/frame/DemoStrip";
import { KeyHelp } from "../features/frame/KeyHelp";
import { Foot, StaleStrip, useLog } from "../features/frame/Live";
import { openPalette, Palette } from "../features/frame/Palette";
import { Sidebar } from "../features/frame/Sidebar";
import { TopBar } from "../features/frame/TopBar";
import { useKeys } from "../lib/keys";
import { t } from "../messages/en";
import { AsOfFrame } from "../ui/AsOf";

const GO = { t: "/", m: "/models", e: "/evidence", r: "/routes", o: "/ran", a: "/audit" } as const;

/** What stands around every page. */
export function Frame() {
  const navigate = useNavigate();
  const [help, setHelp] = useState(false);
  const pending = useRef(0);
  useLog();
  const second = (key: keyof typeof GO) => () => {
    if (Date.now() - pending.current < 1000) navigate({ to: GO[key] });
    pending.current = 0;
  };
  useKeys({
    "?": () => setHelp(true),
    "/": (event) => {
      event.preventDefault();
      openPalette();
    },
    g: () => {
      pending.current = Date.now();
    },
    t: second("t"),
    m: second("m"),
    e: second("e"),
    r: second("r"),
    o: second("o"),
    a: second("a"),
  });
  return (
    <>
      <a className="skip" href="#content">
        {t.frame.skip}
      </a>
      <TopBar find={openPalette} help={() => setHelp(true)} />
      <div className="shell">
        <Sidebar />
        <main id="content">
          <DemoStrip />
          <StaleStrip />
          <AsOfFrame>
            <Outlet />
          </AsOfFrame>
        </main>
        <Foot />
      </div>
      <Palette />
      {help && <KeyHelp close={() => setHelp(false)} />}
    </>
  );
}
