import { useQuery } from "@tanstack/react-query";
import { versionInfo } from "../../api/overview";
import { t } from "../../messages";

/** Says on every page of a throw-away instance that it is one. Nobody can close it. */
export function DemoStrip() {
  const info = useQuery(versionInfo()).data;
  if (!info?.demo) return null;
  return (
    <div className="strip unk demo" role="note">
      <b>{t.frame.demo}</b>
      <span>{t.frame.demoText}</span>
    </div>
  );
}
