import { queryOptions } from "@tanstack/react-query";
import { api, etag, take } from "./client";
import { pagesOf } from "./paging";
import type { Application, HiddenFilter } from "./types";

export interface ApplicationFilter {
  q?: string | undefined;
  team?: string | undefined;
  hidden?: HiddenFilter | undefined;
}

export const applications = (filter: ApplicationFilter = {}) =>
  pagesOf(["applications", filter], (page_token) =>
    take(api.GET("/api/v1/applications", { params: { query: { ...filter, page_token, limit: 200 } } })),
  );

export const application = (id: string) =>
  queryOptions({
    queryKey: ["application", id],
    queryFn: () =>
      take(api.GET("/api/v1/applications/{application}", { params: { path: { application: id } } })),
  });

export const applicationUses = (id: string) =>
  queryOptions({
    queryKey: ["application-uses", id],
    queryFn: () =>
      take(api.GET("/api/v1/applications/{application}/uses", { params: { path: { application: id } } })),
  });

export type Uses = Pick<Application, "criticality" | "data_class" | "risk_tier"> & { purpose: string };

export const defineApplication = (body: Uses & { name: string; team_id: string | null }) =>
  take(api.POST("/api/v1/applications", { body })) as Promise<Application>;

export const redescribeApplication = (input: { id: string; revision: number; what: Uses }) =>
  take(
    api.PATCH("/api/v1/applications/{application}", {
      params: { path: { application: input.id }, header: { "If-Match": etag(input.revision) } },
      body: input.what,
    }),
  );
