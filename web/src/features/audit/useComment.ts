import { useQuery } from "@tanstack/react-query";
import { promotion } from "../../api/promotion";
import type { EventStory } from "../../api/types";

/** What an approver said: the log keeps the digest of it, the proposal keeps the words. */
export function useComment({ kind, after }: EventStory): string | null {
  const { id, promotion_id: asked } = (after ?? {}) as { id?: string; promotion_id?: string };
  const query = useQuery({ ...promotion(asked ?? ""), enabled: kind === "approval.given" && Boolean(asked) });
  const found = query.data?.verdict.approvals.given.find((one) => one.id === id);
  return found?.comment ?? null;
}
