import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { application } from "../api/applications";
import { promotion, promotionActions } from "../api/promotion";
import type { Promotion as PromotionType } from "../api/types";
import { PastState } from "../features/audit/PastState";
import { DecideButtons } from "../features/promotion/Decide";
import { ReplayStrip } from "../features/promotion/Replay";
import { Story } from "../features/promotion/Story";
import { Requirements, VerdictAside } from "../features/promotion/VerdictTab";
import { useHere } from "../lib/here";
import { t } from "../messages";
import { useKnown } from "../ui/AsOf";
import { Crumbs } from "../ui/Crumbs";
import { Instant } from "../ui/Instant";
import { actorName, VersionLink } from "../ui/Links";
import { Facts, Head, Two } from "../ui/Page";
import { Sentence } from "../ui/Sentence";
import { StageBadge } from "../ui/StageBadge";
import { Load } from "../ui/States";

const p = t.promotion;
const TRACK = ["open", "awaiting_approval", "approved", "applied"] as const;

export function Promotion() {
  const { promotion: id } = useParams({ from: "/app/promotions/$promotion" });
  const query = useQuery(promotion(id));
  const past = useKnown() !== undefined;
  useHere({ entity: id, api: `/promotions/${id}` });
  const label = query.data?.number_label ?? p.title;
  const version = query.data?.version;
  const crumbs = version
    ? [
        { label: t.models.title, to: "/models" },
        { label: version.model_name, to: `/models/${version.model_name}` },
        {
          label: t.common.version(version.number),
          to: `/models/${version.model_name}/versions/${version.number}`,
        },
        { label },
      ]
    : [{ label }];
  return (
    <>
      <Crumbs of={crumbs} />
      <Load query={query} head>
        {(found) =>
          past ? (
            <PastState kind="promotion" id={found.id} name={found.number_label} />
          ) : (
            <Page promotion={found} />
          )
        }
      </Load>
    </>
  );
}

/** What it is for: an application, or whatever calls. */
function Use({ of }: { of: string | null | undefined }) {
  const { data } = useQuery({ ...application(of ?? ""), enabled: of != null });
  if (of == null) return p.useAny;
  return (
    <Link className="obj" to="/applications/$application" params={{ application: of }}>
      {data?.name ?? t.common.loading}
    </Link>
  );
}

function Page({ promotion: one }: { promotion: PromotionType }) {
  const actions = useQuery(promotionActions(one.id)).data?.items ?? [];
  const blocked = actions.some((action) => action.action === "apply" && action.refusal);
  const decided = one.decided_at != null;
  return (
    <>
      <Head
        title={p.headline(
          one.number_label,
          one.version.model_name,
          one.version.number,
          t.common.stages[one.target],
          p.states[one.state],
        )}
        sub={one.reason && t.common.quote(one.reason)}
        actions={decided ? undefined : <DecideButtons promotion={one} actions={actions} />}
        why={!decided && blocked && <Sentence as="verdict" of={one.verdict.headline} />}
      />
      <Track state={one.state} />
      <Facts
        of={[
          { label: p.facts.version, value: <VersionLink of={one.version} long /> },
          { label: p.facts.from, value: <StageBadge stage={one.from as never} /> },
          { label: p.facts.to, value: <StageBadge stage={one.target} /> },
          { label: p.use, value: <Use of={one.application_id} /> },
          {
            label: p.facts.opened,
            value: (
              <>
                <Instant at={one.opened_at} />{" "}
                <span className="dim">{t.common.by(actorName(one.opened_by))}</span>
              </>
            ),
          },
          { label: p.facts.expires, value: <Instant at={one.expires_at} relative /> },
        ]}
      />
      <Two
        lead={
          <>
            <Requirements
              verdict={one.verdict}
              open={!decided}
              title={
                decided ? t.requirements.titleDecided : t.requirements.title(t.common.stages[one.target])
              }
            />
            <ReplayStrip promotion={one.id} />
            <Story promotion={one.id} comment={actions.find((action) => action.action === "comment")} />
          </>
        }
        aside={<VerdictAside verdict={one.verdict} decided={decided} />}
      />
    </>
  );
}

/** Where the proposal stands. An end that is not "applied" stands for itself. */
function Track({ state }: { state: PromotionType["state"] }) {
  const steps = (TRACK as readonly string[]).includes(state) ? TRACK : ([state] as const);
  const here = (steps as readonly string[]).indexOf(state);
  return (
    <ol className="track" aria-label={p.track}>
      {steps.map((step, index) => (
        <li
          key={step}
          className={index === here ? "here" : ""}
          aria-current={index === here ? "step" : undefined}
        >
          <span className={index <= here ? "dot on" : "dot"} aria-hidden="true" />
          {p.stateNames[step]}
        </li>
      ))}
    </ol>
  );
}
