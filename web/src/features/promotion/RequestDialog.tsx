import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { applications } from "../../api/applications";
import { requestPromotion, verdict } from "../../api/promotion";
import type { Version } from "../../api/types";
import { useCommand } from "../../api/useCommand";
import { t } from "../../messages";
import { REASON_MIN, ReasonField, SelectField } from "../../ui/Fields";
import { FormDialog } from "../../ui/FormDialog";
import { Sentence } from "../../ui/Sentence";

interface RequestProps {
  version: Version;
  target: "staging" | "production";
  /** It stands there already: asked for is a use that nobody decided. */
  further?: boolean;
  close: () => void;
}

export function RequestDialog({ version, target, further = false, close }: RequestProps) {
  const navigate = useNavigate();
  const [reason, setReason] = useState("");
  const [application, setApplication] = useState("");
  const known = useInfiniteQuery(applications()).data?.pages.flatMap((page) => page.items) ?? [];
  const judged = useQuery({
    ...verdict(version.id, target, application || undefined),
    enabled: application !== "" || !further,
  });
  const words = t.common.stages[target];
  const request = useCommand(requestPromotion, (made) => {
    close();
    navigate({ to: "/promotions/$promotion", params: { promotion: made.id } });
  });
  const choices = known.map((one) => ({ value: one.id, label: one.name }));
  const blocked = judged.data?.blockers[0];
  const complete = reason.trim().length >= REASON_MIN && (application !== "" || !further);
  return (
    <FormDialog
      title={(further ? t.promotion.furtherTitle : t.promotion.requestTitle)(version.number, words)}
      confirm={t.promotion.requestConfirm(version.number, words)}
      close={close}
      ready={complete && !blocked}
      command={request}
      submit={() =>
        request.mutate({
          version: version.id,
          target,
          application: application || undefined,
          reason: reason.trim(),
        })
      }
    >
      <SelectField
        label={t.promotion.use}
        help={further ? t.promotion.furtherHelp : t.promotion.useHelp}
        value={application}
        choices={[{ value: "", label: further ? t.promotion.useChoose : t.promotion.useAny }, ...choices]}
        change={setApplication}
      />
      <p aria-live="polite">
        {blocked ? (
          <Sentence as="reason" of={blocked} />
        ) : (
          judged.data && <Sentence as="verdict" of={judged.data.headline} />
        )}
      </p>
      <ReasonField value={reason} change={setReason} chips={t.common.reasonChips.promote} />
    </FormDialog>
  );
}
