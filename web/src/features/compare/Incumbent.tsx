import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { comparison } from "../../api/comparison";
import type { Version, VersionRef } from "../../api/types";
import { t } from "../../messages";
import { LinkButton } from "../../ui/Button";
import { Sentence } from "../../ui/Sentence";
import { Load } from "../../ui/States";
import { Comparison } from "./Comparison";
import { labelOf } from "./rows";

const EVERYTHING = { tier: "", slice: "" };

/** Is the version worse than the one that serves where it would go? */
export function Incumbent({ version, incumbent }: { version: Version; incumbent: VersionRef }) {
  const [chosen, choose] = useState<string | null>(null);
  const query = useQuery(comparison(incumbent.id, version.id));
  return (
    <Load query={query}>
      {(found) =>
        found && (
          <>
            <Comparison
              of={found}
              filter={EVERYTHING}
              chosen={chosen}
              choose={choose}
              sub={<Sentence as="comparison" of={found.headline} />}
            />
            <p className="morerow">
              <LinkButton
                to="/models/$model/compare"
                params={{ model: version.model.name }}
                search={{
                  base:
                    incumbent.model_id === version.model.id ? String(incumbent.number) : labelOf(incumbent),
                  with: String(version.number),
                  row: chosen ?? undefined,
                }}
              >
                {t.compare.open}
              </LinkButton>
            </p>
          </>
        )
      }
    </Load>
  );
}
