import { queryOptions } from "@tanstack/react-query";
import { api, DRY_REASON, etag, only, take, takeRemarks } from "./client";
import { pagesOf } from "./paging";
import type { HiddenFilter, Plan, PlannedRule, Policy, PolicyContent, TrustClass } from "./types";
import { upload } from "./upload";

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

export interface FileToImport {
  file: File;
  version: string | undefined;
  /** Which of the file's models the version is, when the file is about several. */
  model: string | undefined;
  dry: boolean;
  /** Is told how many bytes are sent. */
  progress: (bytes: number) => void;
}

/** The file travels as it is; the service reads it. */
export const importFile = ({ file, version, model, dry, progress }: FileToImport) => {
  const query = {
    file_name: file.name,
    dry_run: dry,
    ...(version && { version_id: version }),
    ...(model && { model_ref: model }),
  };
  return takeRemarks(
    api.POST("/api/v1/evaluations/import", {
      params: { query },
      // The document can only say "bytes"; a file is sent without being copied into an array.
      body: file as unknown as number[],
      bodySerializer: (body: unknown) => body as File,
      headers: { "Content-Type": "application/octet-stream" },
      fetch: (request) => upload(request, file, progress),
    }),
  );
};

export const waitingFiles = () =>
  pagesOf(["waiting-files"], (page_token) =>
    take(api.GET("/api/v1/evaluations/waiting", { params: { query: { page_token, limit: 100 } } })),
  );

export const assignFile = (input: {
  sha256: string;
  model_ref: string | null;
  version_id: string;
  save_rule: boolean;
}) => {
  const { sha256, ...body } = input;
  return take(api.POST("/api/v1/artefacts/{sha256}/assign", { params: { path: { sha256 } }, body }));
};

export const matchRules = () =>
  pagesOf(["match-rules"], (page_token) =>
    take(api.GET("/api/v1/match-rules", { params: { query: { page_token, limit: 100 } } })),
  );

/** A rule as it is said: `format` says files of which tool only, and `take_waiting` gives it what waits, too. */
export interface RuleToSave {
  pattern: string;
  version_id: string;
  format?: string;
  take_waiting: boolean;
}

const saving = (body: RuleToSave, dry: boolean) =>
  take(api.POST("/api/v1/match-rules", { params: { query: { dry_run: dry } }, body }));

export const saveRule = (rule: RuleToSave) => saving(rule, false);

/** What saving a rule would do. Nothing is changed. */
export const plannedRule = (rule: RuleToSave | null) =>
  queryOptions({
    queryKey: ["planned-rule", rule],
    queryFn: () => saving(rule as RuleToSave, true) as Promise<PlannedRule>,
    enabled: rule !== null,
    retry: false,
  });

export const retireRule = ({ rule, revision }: { rule: string; revision: number }) =>
  take(
    api.POST("/api/v1/match-rules/{rule}/retire", {
      params: { path: { rule }, header: { "If-Match": etag(revision) } },
    }),
  );

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
  takeRemarks(api.POST("/api/v1/policies/check", { body: { content, ...(version_id && { version_id }) } }));

/** What runs now and would not meet the content, and which past moves would have gone otherwise. */
export const previewPolicy = (content: PolicyContent, team_id: string | null) =>
  takeRemarks(api.POST("/api/v1/policies/preview", { body: { content, team_id } }));

export type TurnPolicy = "turn-on" | "turn-off";

/** Puts a policy in force or out of it: first as a dry run, then with the revision that the page shows. */
export function turnPolicy(
  turn: TurnPolicy,
  of: { id: string; revision: number },
  reason: string,
  dry: boolean,
  once: string,
) {
  const header = { "If-Match": etag(of.revision) };
  const params = { path: { policy: of.id }, query: { dry_run: dry }, header };
  const body = { reason: dry ? DRY_REASON : reason };
  const answer = take(
    api.POST(`/api/v1/policies/{policy}/${turn}`, { params, body, headers: only(dry, once) }),
  );
  return answer as Promise<Plan>;
}

export const createPolicy = (body: { team_id: string | null; name: string; content: PolicyContent }) =>
  take(api.POST("/api/v1/policies", { body })) as Promise<Policy>;

export const publishPolicy = (input: { policy: string; revision: number; content: PolicyContent }) =>
  take(
    api.POST("/api/v1/policies/{policy}/versions", {
      params: { path: { policy: input.policy }, header: { "If-Match": etag(input.revision) } },
      body: { content: input.content },
    }),
  );
