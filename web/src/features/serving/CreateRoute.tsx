import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { applications } from "../../api/applications";
import { versionsInStage } from "../../api/registry";
import { createRoute, environments } from "../../api/serving";
import { useCommand } from "../../api/useCommand";
import { SLOTS } from "../../lib/series";
import { t } from "../../messages";
import { REASON_MIN, ReasonField, SelectField, TextField } from "../../ui/Fields";
import { FormDialog } from "../../ui/FormDialog";

const m = t.routes;

export function CreateRoute({ close }: { close: () => void }) {
  const navigate = useNavigate();
  const envs = useQuery(environments()).data?.items ?? [];
  const apps = useInfiniteQuery(applications()).data?.pages.flatMap((page) => page.items) ?? [];
  const [environment, setEnvironment] = useState("");
  const [application, setApplication] = useState("");
  const [key, setKey] = useState("");
  const [version, setVersion] = useState("");
  const [reason, setReason] = useState("");
  const env = envs.find((one) => one.slug === environment) ?? envs[0];
  const ready = useQuery({
    ...versionsInStage(env?.requires_stage ?? "production"),
    enabled: env !== undefined,
  });
  const versions = ready.data?.items ?? [];
  const chosen = version || versions[0]?.id || "";
  const app = application || apps[0]?.id || "";
  const create = useCommand(createRoute, (route) => {
    close();
    navigate({ to: "/routes/$environment/$key", params: { environment: route.environment, key: route.key } });
  });
  const complete = env && app && chosen && key.trim() && reason.trim().length >= REASON_MIN;
  return (
    <FormDialog
      title={m.createTitle}
      confirm={m.createConfirm}
      close={close}
      ready={Boolean(complete)}
      command={create}
      submit={() =>
        env &&
        create.mutate({
          environment: env.slug,
          key: key.trim(),
          application_id: app,
          allocation: [{ version_id: chosen, slots: SLOTS }],
          reason: reason.trim(),
        })
      }
    >
      <div className="grid2">
        <SelectField
          label={m.environment}
          value={env?.slug ?? ""}
          choices={envs.map((one) => ({ value: one.slug, label: one.slug }))}
          change={setEnvironment}
        />
        <TextField label={m.key} help={m.keyHelp} value={key} change={setKey} mono />
      </div>
      <SelectField
        label={m.application}
        help={apps.length === 0 ? m.noApplication : undefined}
        value={app}
        choices={apps.map((one) => ({ value: one.id, label: one.name }))}
        change={setApplication}
      />
      <SelectField
        label={m.version}
        value={chosen}
        choices={versions.map((one) => ({
          value: one.id,
          label: t.common.versionOf(one.model.name, one.number),
        }))}
        change={setVersion}
      />
      <ReasonField value={reason} change={setReason} />
    </FormDialog>
  );
}
