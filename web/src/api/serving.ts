import { queryOptions } from "@tanstack/react-query";
import { api, DRY_REASON, etag, only, take } from "./client";
import { pagesOf } from "./paging";
import type { EffectPreview, HiddenFilter } from "./types";

export const environments = () =>
  queryOptions({
    queryKey: ["environments"],
    queryFn: () => take(api.GET("/api/v1/environments")),
    staleTime: 60_000,
  });

export interface RouteFilter {
  environment?: string | undefined;
  application?: string | undefined;
  team?: string | undefined;
  hidden?: HiddenFilter | undefined;
}
export const routes = (filter: RouteFilter) =>
  pagesOf(["routes", filter], (page_token) =>
    take(api.GET("/api/v1/routes", { params: { query: { ...filter, page_token, limit: 100 } } })),
  );

export const routeAt = (environment: string, key: string) =>
  queryOptions({
    queryKey: ["route", environment, key],
    queryFn: () =>
      take(api.GET("/api/v1/routes/{environment}/{key}", { params: { path: { environment, key } } })),
  });

export const routeById = (route: string) =>
  queryOptions({
    queryKey: ["route-by-id", route],
    queryFn: () => take(api.GET("/api/v1/routes/{route}", { params: { path: { route } } })),
  });

export const routeActions = (route: string) =>
  queryOptions({
    queryKey: ["route-actions", route],
    queryFn: () => take(api.GET("/api/v1/routes/{route}/actions", { params: { path: { route } } })),
  });

export const snapshots = (route: string) =>
  queryOptions({
    queryKey: ["snapshots", route],
    queryFn: () => take(api.GET("/api/v1/routes/{route}/snapshots", { params: { path: { route } } })),
  });

export const slot = (route: string, unit: string) =>
  queryOptions({
    queryKey: ["slot", route, unit],
    queryFn: () =>
      take(api.GET("/api/v1/routes/{route}/slot", { params: { path: { route }, query: { unit } } })),
    enabled: unit !== "",
    retry: false,
  });

export interface ServingFilter {
  at?: string | undefined;
  known?: string | undefined;
  route?: string | undefined;
  version?: string | undefined;
  environment?: string | undefined;
}
export const serving = (filter: ServingFilter) =>
  queryOptions({
    queryKey: ["serving", filter],
    queryFn: () => take(api.GET("/api/v1/serving", { params: { query: { ...filter, limit: 200 } } })),
  });

export interface TimelineFilter extends ServingFilter {
  from: string;
  to: string;
}
export const timeline = (filter: TimelineFilter) =>
  queryOptions({
    queryKey: ["timeline", filter],
    queryFn: () => take(api.GET("/api/v1/serving/timeline", { params: { query: filter } })),
    placeholderData: (earlier) => earlier,
  });

export type RouteChange =
  | { kind: "switch"; allocation: { version_id: string; slots: number }[]; fallbacks?: string[] }
  | { kind: "kill"; version_id: string }
  | { kind: "rollback"; snapshot_seq: number };

/** A change of a route: first as a dry run, then with the revision that the page shows. */
export function changeRoute(
  route: string,
  change: RouteChange,
  reason: string,
  revision: number,
  dry: boolean,
  once: string,
) {
  const header = { "If-Match": etag(revision) };
  const params = { path: { route }, query: { dry_run: dry }, header };
  const { kind, ...what } = change;
  const body = { ...what, reason: dry ? DRY_REASON : reason } as never;
  const answer = take(api.POST(`/api/v1/routes/{route}/${kind}`, { params, body, headers: only(dry, once) }));
  return answer as Promise<EffectPreview>;
}

export const createRoute = (body: {
  environment: string;
  key: string;
  application_id: string;
  allocation: { version_id: string; slots: number }[];
  reason: string;
}) => take(api.POST("/api/v1/routes", { body: { ...body, fallbacks: [], max_stale_seconds: null } }));
