import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { requestPromotion } from "../../api/promotion";
import type { Verdict, Version } from "../../api/types";
import { useCommand } from "../../api/useCommand";
import { t } from "../../messages/en";
import { REASON_MIN, ReasonField } from "../../ui/Fields";
import { FormDialog } from "../../ui/FormDialog";

interface RequestProps {
  version: Version;
  target: "staging" | "production";
  verdict: Verdict | undefined;
  close: () => void;
}

export function RequestDialog({ version, target, verdict, close }: RequestProps) {
  const navigate = useNavigate();
  const [reason, setReason] = useState("");
  const open = verdict ? verdict.counts.fail + verdict.counts.unknown : 0;
  const words = t.common.stages[target];
  const request = useCommand(requestPromotion, (made) => {
    close();
    navigate({ to: "/promotions/$promotion", params: { promotion: made.id } });
  });
  return (
    <FormDialog
      title={t.promotion.requestTitle(version.number, words)}
      confirm={t.promotion.requestConfirm(version.number, words)}
      close={close}
      ready={reason.trim().length >= REASON_MIN}
      command={request}
      submit={() => request.mutate({ version: version.id, target, reason: reason.trim() })}
    >
      <p>{t.promotion.requestText(open)}</p>
      <ReasonField value={reason} change={setReason} chips={t.common.reasonChips.promote} />
    </FormDialog>
  );
}
