import { queryOptions } from "@tanstack/react-query";
import { api, etag, take } from "./client";
import { pagesOf } from "./paging";
import type { Condition, Role } from "./types";

export const sessions = () =>
  pagesOf(["sessions"], (page_token) =>
    take(api.GET("/api/v1/sessions", { params: { query: { page_token, limit: 100 } } })),
  );

export const revokeSession = (session: string) =>
  take(api.POST("/api/v1/sessions/{session}/revoke", { params: { path: { session } } }));

export const claimRules = () =>
  pagesOf(["claim-rules"], (page_token) =>
    take(api.GET("/api/v1/claim-rules", { params: { query: { page_token, limit: 100 } } })),
  );

/** The issuers that the service is configured to trust. */
export const issuers = () =>
  queryOptions({
    queryKey: ["issuers"],
    queryFn: async () => {
      const page = await take(api.GET("/api/v1/claim-rules", { params: { query: { limit: 1 } } }));
      return page.issuers;
    },
  });

export interface NewClaimRule {
  name: string;
  issuer: string;
  conditions: Condition[];
  role: Role;
  team_id: string | null;
}
export const makeClaimRule = (body: NewClaimRule) => take(api.POST("/api/v1/claim-rules", { body }));

interface ClaimRuleEdit {
  rule: string;
  revision: number;
  /** What changes; the rest stays. */
  change: { conditions?: Condition[]; role?: Role };
}
export const changeClaimRule = ({ rule, revision, change }: ClaimRuleEdit) =>
  take(
    api.PATCH("/api/v1/claim-rules/{claim_rule}", {
      params: { path: { claim_rule: rule }, header: { "If-Match": etag(revision) } },
      body: change,
    }),
  );

export type RuleVerb = "turn-on" | "turn-off" | "hide";
interface RuleMove {
  rule: string;
  revision: number;
  verb: RuleVerb;
  reason: string;
}
export const moveClaimRule = ({ rule, revision, verb, reason }: RuleMove) =>
  take(
    api.POST(`/api/v1/claim-rules/{claim_rule}/${verb}`, {
      params: { path: { claim_rule: rule }, header: { "If-Match": etag(revision) } },
      body: { reason },
    }),
  );

export const checkClaims = (claims: Record<string, never>) =>
  take(api.POST("/api/v1/claim-rules/check", { body: { claims } }));
