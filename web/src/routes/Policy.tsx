import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { createPolicy, policy, publishPolicy } from "../api/evidence";
import { namedActions } from "../api/names";
import { useLacking } from "../api/people";
import { policiesBeside } from "../api/siblings";
import type { PolicyContent, Policy as PolicyType } from "../api/types";
import { useCommand } from "../api/useCommand";
import { PastState } from "../features/audit/PastState";
import { EMPTY_POLICY, PolicyEditor } from "../features/evidence/PolicyEditor";
import { PolicyTurn } from "../features/evidence/PolicyTurn";
import { HiddenStrip } from "../features/registry/HiddenStrip";
import { NameMenu } from "../features/registry/NameMenu";
import { useHere } from "../lib/here";
import { day, minute, UTC } from "../lib/time";
import { t } from "../messages";
import { useKnown } from "../ui/AsOf";
import { Crumbs } from "../ui/Crumbs";
import { useNow, useZone } from "../ui/Instant";
import { actorName } from "../ui/Links";
import { Head } from "../ui/Page";
import { Load } from "../ui/States";

const NEW = "new";

export function Policy() {
  const { policy: id } = useParams({ from: "/app/evidence/policies/$policy" });
  const query = useQuery({ ...policy(id), enabled: id !== NEW });
  const past = useKnown() !== undefined;
  useHere({
    entity: query.data?.id,
    cli: t.policies.cli,
    api: id === NEW ? "/policies" : `/policies/${id}`,
  });
  const crumbs = [
    { label: t.evidence.title, to: "/evidence" },
    { label: t.evidence.tabs.policies, to: "/evidence?tab=policies" },
    ...(id === NEW ? [{ label: t.policies.create }] : []),
    ...(query.data ? [{ label: query.data.name, siblings: policiesBeside() }] : []),
  ];
  return (
    <>
      <Crumbs of={crumbs} />
      {id === NEW ? (
        <NewPolicy />
      ) : (
        <Load query={query} head>
          {(found) =>
            past ? (
              <PastState kind="policy" id={found.id} name={found.name} />
            ) : (
              <Existing key={found.revision} policy={found} />
            )
          }
        </Load>
      )}
    </>
  );
}

function NewPolicy() {
  const navigate = useNavigate();
  const refusal = useLacking("policy.manage");
  const create = useCommand(createPolicy, (made) =>
    navigate({ to: "/evidence/policies/$policy", params: { policy: made.id } }),
  );
  return (
    <>
      <Head title={t.policy.newHeadline} />
      <PolicyEditor
        initial={EMPTY_POLICY}
        name=""
        confirm={t.policy.create}
        command={create}
        team={null}
        refusal={refusal}
        publish={(content, name) => create.mutate({ team_id: null, name, content })}
      />
    </>
  );
}

function Existing({ policy: one }: { policy: PolicyType }) {
  const [zone] = useZone();
  const now = useNow();
  const publish = useCommand((content: PolicyContent) =>
    publishPolicy({ policy: one.id, revision: one.revision, content }),
  );
  const { requirements, applies, enforced_from: from } = one.content;
  const may = useQuery(namedActions("policy", one.id)).data?.items.find(({ action }) => action === "publish");
  const warns = from != null && new Date(from) > now;
  return (
    <>
      <Head
        title={t.policy.headline(one.name, requirements.length, t.common.stages[applies.target])}
        sub={t.policy.sub(one.number, actorName(one.published_by), minute(one.published_at, zone))}
        actions={
          <>
            <PolicyTurn policy={one} />
            <NameMenu kind="policy" of={one} />
          </>
        }
      />
      <HiddenStrip since={one.hidden_at} />
      {one.state === "off" && <Strip text={t.policy.off} />}
      {one.state === "active" && warns && <Strip text={t.policy.warns(day(from, UTC))} />}
      <PolicyEditor
        initial={one.content}
        name={one.name}
        confirm={t.policy.publish(one.number + 1)}
        command={publish}
        team={one.team?.id ?? null}
        refusal={may?.refusal}
        publish={(content) => publish.mutate(content)}
      />
    </>
  );
}

function Strip({ text }: { text: string }) {
  return (
    <p className="strip warn" role="status">
      {text}
    </p>
  );
}
