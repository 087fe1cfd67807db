import { queryOptions } from "@tanstack/react-query";
import { api, DRY_REASON, etag, take } from "./client";
import { pagesOf } from "./paging";
import type { Promotion, PromotionState, Verdict } from "./types";

type Target = "staging" | "production";

/** What would be decided now, without asking for it: for an application, or for any use. */
export const verdict = (version: string, target: Target, application?: string) =>
  queryOptions({
    queryKey: ["verdict", version, target, application],
    queryFn: () =>
      take(
        api.POST("/api/v1/versions/{version}/promotions", {
          params: { path: { version }, query: { dry_run: true } },
          body: { target, application_id: application, reason: DRY_REASON },
        }),
      ) as Promise<Verdict>,
  });

interface PromotionRequest {
  version: string;
  target: Target;
  application?: string;
  reason: string;
}

export const requestPromotion = ({ version, target, application, reason }: PromotionRequest) =>
  take(
    api.POST("/api/v1/versions/{version}/promotions", {
      params: { path: { version } },
      body: { target, application_id: application, reason },
    }),
  ) as Promise<Promotion>;

export const promotions = (filter: { version?: string; state?: PromotionState; open?: boolean }) =>
  pagesOf(["promotions", filter], (page_token) =>
    take(api.GET("/api/v1/promotions", { params: { query: { ...filter, page_token, limit: 50 } } })),
  );

export const promotion = (id: string) =>
  queryOptions({
    queryKey: ["promotion", id],
    queryFn: () => take(api.GET("/api/v1/promotions/{promotion}", { params: { path: { promotion: id } } })),
  });

export const promotionActions = (id: string) =>
  queryOptions({
    queryKey: ["promotion-actions", id],
    queryFn: () =>
      take(api.GET("/api/v1/promotions/{promotion}/actions", { params: { path: { promotion: id } } })),
  });

export const replay = (id: string) =>
  take(api.GET("/api/v1/promotions/{promotion}/replay", { params: { path: { promotion: id } } }));

export type Decision = "approve" | "reject" | "withdraw" | "apply";

/** An approval binds to the proposal by its hash; what moves the proposal itself names its revision. */
export function decide(kind: Decision, on: Promotion, words: string) {
  // Without a dry run the answer is the promotion.
  return sent(kind, on, words) as Promise<Promotion>;
}

function sent(kind: Decision, on: Promotion, words: string): Promise<unknown> {
  const { proposal_hash } = on.verdict;
  const path = { promotion: on.id };
  const params = { path, header: { "If-Match": etag(on.revision) } };
  switch (kind) {
    case "approve": {
      const body = { proposal_hash, comment: words };
      return take(api.POST("/api/v1/promotions/{promotion}/approve", { params: { path }, body }));
    }
    case "reject": {
      const body = { proposal_hash, reason: words };
      return take(api.POST("/api/v1/promotions/{promotion}/reject", { params: { path }, body }));
    }
    case "withdraw":
      return take(api.POST("/api/v1/promotions/{promotion}/withdraw", { params, body: { reason: words } }));
    case "apply":
      return take(api.POST("/api/v1/promotions/{promotion}/apply", { params }));
  }
}
