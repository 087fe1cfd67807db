import { queryOptions } from "@tanstack/react-query";
import { api, etag, once, take } from "./client";
import { pagesOf } from "./paging";
import type { Promotion, Target, Verdict } from "./types";

/** What would be decided now, without asking for it. */
export const verdict = (version: string, target: Target) =>
  queryOptions({
    queryKey: ["verdict", version, target],
    queryFn: () =>
      take(
        api.POST("/api/v1/versions/{version}/promotions", {
          params: { path: { version }, query: { dry_run: true } },
          body: { target, reason: "" },
        }),
      ) as Promise<Verdict>,
  });

export const requestPromotion = (input: { version: string; target: Target; reason: string }) =>
  take(
    api.POST("/api/v1/versions/{version}/promotions", {
      params: { path: { version: input.version } },
      headers: once(),
      body: { target: input.target, reason: input.reason },
    }),
  ) as Promise<Promotion>;

export const promotions = (filter: { version?: string; open?: boolean }) =>
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

export function decide(kind: Decision, on: Promotion, words: string): Promise<Promotion> {
  const path = { promotion: on.id };
  const at = { params: { path }, headers: once() };
  const guarded = { params: { path, header: { "If-Match": etag(on.revision) } }, headers: once() };
  const proposal_hash = on.verdict.proposal_hash;
  switch (kind) {
    case "approve":
      return take(
        api.POST("/api/v1/promotions/{promotion}/approve", {
          ...at,
          body: { proposal_hash, comment: words },
        }),
      );
    case "reject":
      return take(
        api.POST("/api/v1/promotions/{promotion}/reject", { ...at, body: { proposal_hash, reason: words } }),
      );
    case "withdraw":
      return take(
        api.POST("/api/v1/promotions/{promotion}/withdraw", { ...guarded, body: { reason: words } }),
      );
    case "apply":
      return take(api.POST("/api/v1/promotions/{promotion}/apply", guarded));
  }
}
