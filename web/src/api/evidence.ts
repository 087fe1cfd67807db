import { queryOptions } from "@tanstack/react-query";
import { api, etag, take } from "./client";
import { pagesOf } from "./paging";
import type { HiddenFilter, Policy, PolicyContent, TrustClass } from "./types";

export interface EvaluationFilter {
  version?: string | undefined;
  suite?: string | undefined;
  task?: string | undefined;
  trust_class?: TrustClass | undefined;
  language?: string | undefined;
  harness?: string | undefined;
  n_shot?: number | undefined;
  model_arg?: string | undefined;
  seed?: string | undefined;
  eligible?: boolean | undefined;
  from?: string | undefined;
  to?: string | undefined;
}

export const evaluations = (filter: EvaluationFilter) =>
  pagesOf(["evaluations", filter], (page_token) =>
    take(api.GET("/api/v1/evaluations", { params: { query: { ...filter, page_token, limit: 100 } } })),
  );

export const evaluation = (id: string) =>
  queryOptions({
    queryKey: ["evaluation", id],
    queryFn: () =>
      take(api.GET("/api/v1/evaluations/{evaluation}", { params: { path: { evaluation: id } } })),
  });

export const suites = (hidden?: HiddenFilter) =>
  pagesOf(["suites", hidden], (page_token) =>
    take(api.GET("/api/v1/suites", { params: { query: { hidden, page_token, limit: 100 } } })),
  );

/** The file travels as it is; the service reads it. */
export const importFile = (input: { file: File; version: string; dry: boolean }) => {
  const query = { version_id: input.version, file_name: input.file.name, dry_run: input.dry };
  return take(
    api.POST("/api/v1/evaluations/import", {
      params: { query },
      // The document can only say "bytes"; a file is sent without being copied into an array.
      body: input.file as unknown as number[],
      bodySerializer: (body: unknown) => body as File,
      headers: { "Content-Type": "application/octet-stream" },
    }),
  );
};

export const policies = (hidden?: HiddenFilter) =>
  pagesOf(["policies", hidden], (page_token) =>
    take(api.GET("/api/v1/policies", { params: { query: { hidden, page_token, limit: 100 } } })),
  );

export const policyTemplates = () =>
  queryOptions({
    queryKey: ["policy-templates"],
    queryFn: () => take(api.GET("/api/v1/policies/templates")),
  });

export const policy = (id: string) =>
  queryOptions({
    queryKey: ["policy", id],
    queryFn: () => take(api.GET("/api/v1/policies/{policy}", { params: { path: { policy: id } } })),
  });

export const checkPolicy = (content: PolicyContent, version_id?: string) =>
  take(api.POST("/api/v1/policies/check", { body: { content, ...(version_id && { version_id }) } }));

export const createPolicy = (body: { team_id: string | null; name: string; content: PolicyContent }) =>
  take(api.POST("/api/v1/policies", { body })) as Promise<Policy>;

export const publishPolicy = (input: { policy: string; revision: number; content: PolicyContent }) =>
  take(
    api.POST("/api/v1/policies/{policy}/versions", {
      params: { path: { policy: input.policy }, header: { "If-Match": etag(input.revision) } },
      body: { content: input.content },
    }),
  );
