import { Link } from "@tanstack/react-router";
import { Fragment, type ReactNode } from "react";
import type { Verdict, Version } from "../../api/types";
import { sourceText } from "../../lib/source";
import { t } from "../../messages";
import { Instant } from "../../ui/Instant";
import { actorName } from "../../ui/Links";
import { Facts } from "../../ui/Page";
import { StageMay } from "../../ui/StageBadge";
import { ServesList } from "./Serves";

const f = t.version.facts;

/** At most six facts: what it may, what it does, where it comes from. */
export function VersionFacts({ version, policies }: { version: Version; policies: Verdict["policies"] }) {
  const facts: { label: string; value: ReactNode }[] = [
    { label: f.stage, value: <StageMay stage={version.stage} /> },
    { label: f.serving, value: <ServesList serves={version.serves} most={1} /> },
    { label: f.source, value: <code className="clip">{sourceText(version.source)}</code> },
    {
      label: f.registered,
      value: (
        <>
          <Instant at={version.created_at} />{" "}
          <span className="dim">{t.common.by(actorName(version.registered_by))}</span>
        </>
      ),
    },
  ];
  if (version.adopted) {
    facts.push({
      label: f.basis,
      value: (
        <span className="warn">
          {t.version.adoptedDue("")}
          <Instant at={version.adopted.due} />
        </span>
      ),
    });
  }
  if (policies.length > 0) {
    facts.push({
      label: f.policy,
      value: (
        <>
          {policies.map((policy, index) => (
            <Fragment key={policy.id}>
              {index > 0 && ", "}
              <Link to="/evidence/policies/$policy" params={{ policy: policy.id }}>
                {t.requirements.policyVersion(policy.name, policy.number)}
              </Link>
            </Fragment>
          ))}
        </>
      ),
    });
  }
  return <Facts of={facts} />;
}
