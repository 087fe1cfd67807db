import { Menu } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { promotions } from "../../api/promotion";
import { type VersionEffect, versionEffect } from "../../api/registry";
import type { Action, Verdict, Version } from "../../api/types";
import { useHere } from "../../lib/here";
import { useKeys } from "../../lib/keys";
import { minute } from "../../lib/time";
import { t } from "../../messages";
import { ActionButton } from "../../ui/ActionButton";
import { useKnown } from "../../ui/AsOf";
import { LinkButton } from "../../ui/Button";
import { EffectDialog } from "../../ui/EffectDialog";
import { useZone } from "../../ui/Instant";
import { actorName } from "../../ui/Links";
import { Head } from "../../ui/Page";
import { Sentence } from "../../ui/Sentence";
import { RequestDialog } from "./RequestDialog";

type Target = "staging" | "production";
type Doing = "request" | "further" | VersionEffect;
const EFFECTS: readonly VersionEffect[] = ["kill", "deprecate", "archive", "revoke"];

interface HeadProps {
  version: Version;
  target: Target | null;
  verdict: Verdict | undefined;
  actions: Action[];
}

function headline({ version, target, verdict }: HeadProps): ReactNode {
  if (verdict) return <Sentence as="verdict" of={verdict.headline} />;
  if (target) return t.common.versionOf(version.model.name, version.number);
  const top = version.stage === "production";
  return (top ? t.promotion.atTop : t.promotion.closed)(version.number, t.common.stages[version.stage]);
}

/** May it go up? The sentence, the one action, and why it is not possible. */
export function VersionHead(props: HeadProps) {
  const { version, target, actions } = props;
  const [zone] = useZone();
  const [doing, setDoing] = useState<Doing | null>(null);
  const past = useKnown() !== undefined;
  const found = useInfiniteQuery(promotions({ version: version.id }));
  const open = found.data?.pages
    .flatMap((page) => page.items)
    .find((one) => ["open", "awaiting_approval", "approved"].includes(one.state));
  const stands = version.stage === "staging" || version.stage === "production" ? version.stage : null;
  const request = actions.find((action) => action.action === `request_promotion_${target}`);
  const sub = open
    ? t.promotion.opened(open.number_label, actorName(open.opened_by), minute(open.opened_at, zone))
    : version.description;
  const canRequest = !open && target !== null && request !== undefined && !request.refusal;
  useKeys({ p: () => canRequest && setDoing("request") });
  useHere({
    actions: [
      ...(target && request && !open
        ? [
            {
              label: t.promotion.request(t.common.stages[target]),
              refusal: request.refusal,
              run: () => setDoing("request"),
            },
          ]
        : []),
      ...actions
        .filter((action) => (EFFECTS as string[]).includes(action.action))
        .map((action) => ({
          label: t.version.actions[action.action] ?? action.action,
          refusal: action.refusal,
          run: () => setDoing(action.action as VersionEffect),
        })),
    ],
  });
  return (
    <>
      <Head
        title={headline(props)}
        sub={sub}
        actions={
          past ? undefined : (
            <>
              {open && (
                <LinkButton look="primary" to="/promotions/$promotion" params={{ promotion: open.id }}>
                  {t.promotion.open}
                </LinkButton>
              )}
              {!open && target && request && (
                <ActionButton
                  look="primary"
                  refusal={request.refusal}
                  refusals={request.refusals}
                  run={() => setDoing("request")}
                >
                  {t.promotion.request(t.common.stages[target])}
                </ActionButton>
              )}
              <More actions={actions} further={!open && stands !== null} run={setDoing} />
            </>
          )
        }
        why={!open && request?.refusal && <Sentence as="reason" of={request.refusal} />}
      />
      {doing === "request" && target && (
        <RequestDialog version={version} target={target} close={() => setDoing(null)} />
      )}
      {doing === "further" && stands && (
        <RequestDialog version={version} target={stands} further close={() => setDoing(null)} />
      )}
      {doing && doing !== "request" && doing !== "further" && (
        <Effect kind={doing} version={version} close={() => setDoing(null)} />
      )}
    </>
  );
}

interface MoreProps {
  actions: Action[];
  /** A further use can be asked for. */
  further: boolean;
  run: (kind: Doing) => void;
}

function More({ actions, further, run }: MoreProps) {
  const shown = actions.filter((action) => (EFFECTS as string[]).includes(action.action));
  if (shown.length === 0 && !further) return null;
  return (
    <Menu position="bottom-end" shadow="md" width={320} transitionProps={{ duration: 0 }}>
      <Menu.Target>
        <button type="button" className="btn" aria-label={t.common.more}>
          <IconDots size={16} aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {further && <Menu.Item onClick={() => run("further")}>{t.promotion.further}</Menu.Item>}
        {shown.map((action) => (
          <Menu.Item
            key={action.action}
            aria-disabled={!action.allowed}
            closeMenuOnClick={action.allowed}
            onClick={() => action.allowed && run(action.action as VersionEffect)}
          >
            <span className={action.allowed ? "" : "mut"}>{t.version.actions[action.action]}</span>
            {action.refusal && (
              <span className="meta block">
                <Sentence as="reason" of={action.refusal} />
              </span>
            )}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function Effect({ kind, version, close }: { kind: VersionEffect; version: Version; close: () => void }) {
  return (
    <EffectDialog
      on={t.common.versionOf(version.model.name, version.number)}
      entity={version.id}
      title={(effect) =>
        t.effect.titles[kind](version.number, effect && "routes" in effect ? effect.routes.length : undefined)
      }
      confirm={(effect) =>
        t.effect.confirm[kind](
          version.number,
          effect && "routes" in effect ? effect.routes.length : undefined,
        )
      }
      what={[kind, version.id]}
      run={(reason, dry, once) => versionEffect(kind, version.id, reason, version.revision, dry, once)}
      undo={t.effect.undos[kind]}
      chips={t.common.reasonChips[kind]}
      close={close}
      {...(kind === "revoke" && { typed: `${version.model.name}/${version.number}` })}
    />
  );
}
