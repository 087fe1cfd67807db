import { useState } from "react";
import type { Version } from "../../api/types";
import { t } from "../../messages";
import { EmptyState } from "../../ui/States";
import { fitting, Lanes, type Range } from "./Lanes";

/** Where one version served, on every route. */
export function VersionLanes({ version }: { version: Version }) {
  const [at, move] = useState<string | null>(null);
  const [range, setRange] = useState<Range>(() => fitting(version.created_at, new Date()));
  const never = version.serves.length === 0 && ["registered", "staging"].includes(version.stage);
  return (
    <div className="tabbody">
      {never && <EmptyState title={t.version.servingEmpty} text={t.version.servingEmptyText} />}
      {!never && (
        <Lanes
          title={t.version.servingTitle}
          filter={{ version: version.id }}
          at={at}
          move={move}
          range={range}
          setRange={setRange}
          since={version.created_at}
        />
      )}
    </div>
  );
}
