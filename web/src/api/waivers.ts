import { queryOptions } from "@tanstack/react-query";
import { api, etag, only, take } from "./client";

export const waivers = (version: string) =>
  queryOptions({
    queryKey: ["waivers", version],
    queryFn: () => take(api.GET("/api/v1/versions/{version}/waivers", { params: { path: { version } } })),
  });

export const waiverActions = (id: string) =>
  queryOptions({
    queryKey: ["waiver-actions", id],
    queryFn: () => take(api.GET("/api/v1/waivers/{waiver}/actions", { params: { path: { waiver: id } } })),
  });

export const waive = (input: {
  version: string;
  target: "staging" | "production";
  policy_id: string;
  requirement: string;
  owner_id: string;
  expires_in_days: number;
  reason: string;
  /** The key that makes it harmless to send twice. */
  once: string;
}) => {
  const { version, once, ...body } = input;
  return take(
    api.POST("/api/v1/versions/{version}/waivers", {
      params: { path: { version } },
      headers: only(false, once),
      body,
    }),
  );
};

export const endWaiver = (input: { id: string; revision: number; reason: string }) =>
  take(
    api.POST("/api/v1/waivers/{waiver}/end", {
      params: { path: { waiver: input.id }, header: { "If-Match": etag(input.revision) } },
      body: { reason: input.reason },
    }),
  );
