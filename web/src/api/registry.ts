import { queryOptions } from "@tanstack/react-query";
import { api, DRY_REASON, etag, only, take } from "./client";
import { pagesOf } from "./paging";
import type { EffectPreview, HiddenFilter, Source, Stage, Tag } from "./types";

export interface ModelFilter {
  q?: string | undefined;
  team?: string | undefined;
  stage?: Stage | undefined;
  tag?: string | undefined;
  serving?: boolean | undefined;
  hidden?: HiddenFilter | undefined;
}

export const models = (filter: ModelFilter) =>
  pagesOf(["models", filter], (page_token) =>
    take(api.GET("/api/v1/models", { params: { query: { ...filter, page_token, limit: 100 } } })),
  );

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Models are addressed by name in links; a link that holds an id, or a name of before, works as well. */
export const modelByName = (name: string) =>
  queryOptions({
    queryKey: ["model", name],
    queryFn: async () => {
      const byId = (model: string) =>
        take(api.GET("/api/v1/models/{model}", { params: { path: { model } } }));
      if (UUID.test(name)) return byId(name);
      const page = await take(api.GET("/api/v1/models", { params: { query: { name, limit: 1 } } }));
      const [found] = page.items;
      const [renamed] = page.renamed;
      if (found) return found;
      return renamed ? byId(renamed.id) : null;
    },
  });

export const versionById = (version: string) =>
  queryOptions({
    queryKey: ["version-by-id", version],
    queryFn: () => take(api.GET("/api/v1/versions/{version}", { params: { path: { version } } })),
  });

export const modelVersions = (model: string) =>
  pagesOf(["versions", model], (page_token) =>
    take(
      api.GET("/api/v1/models/{model}/versions", {
        params: { path: { model }, query: { page_token, limit: 100 } },
      }),
    ),
  );

export const versionsInStage = (stage: Stage) =>
  queryOptions({
    queryKey: ["versions-in-stage", stage],
    queryFn: () => take(api.GET("/api/v1/versions", { params: { query: { stage, limit: 200 } } })),
  });

export const versionOf = (model: string, number: number) =>
  queryOptions({
    queryKey: ["version", model, number],
    queryFn: async () => {
      const named = UUID.test(model) ? { model } : { model_name: model };
      const query = { ...named, number, limit: 1 };
      const page = await take(api.GET("/api/v1/versions", { params: { query } }));
      return page.items[0] ?? null;
    },
  });

export const versionActions = (version: string) =>
  queryOptions({
    queryKey: ["version-actions", version],
    queryFn: () => take(api.GET("/api/v1/versions/{version}/actions", { params: { path: { version } } })),
  });

export const aliases = (model: string) =>
  queryOptions({
    queryKey: ["aliases", model],
    queryFn: () => take(api.GET("/api/v1/models/{model}/aliases", { params: { path: { model } } })),
  });

export const registerModel = (body: { name: string; description: string | null; tags: Tag[] }) =>
  take(api.POST("/api/v1/models", { body }));

export const registerVersion = (input: { model: string; source: Source; description: string | null }) =>
  take(
    api.POST("/api/v1/models/{model}/versions", {
      params: { path: { model: input.model } },
      body: { source: input.source, description: input.description },
    }),
  );

export const moveAlias = (input: { model: string; alias: string; to: string; expected: string | null }) =>
  take(
    api.POST("/api/v1/models/{model}/aliases", {
      params: { path: { model: input.model } },
      body: { alias: input.alias, version_id: input.to, expected_version_id: input.expected },
    }),
  );

export type VersionEffect = "deprecate" | "archive" | "revoke" | "kill";
const EFFECTS = {
  deprecate: "/api/v1/versions/{version}/deprecate",
  archive: "/api/v1/versions/{version}/archive",
  revoke: "/api/v1/versions/{version}/revoke",
  kill: "/api/v1/versions/{version}/kill",
} as const;

export function versionEffect(
  kind: VersionEffect,
  version: string,
  reason: string,
  revision: number,
  dry: boolean,
  once: string,
) {
  const header = { "If-Match": etag(revision) };
  const params = { path: { version }, query: { dry_run: dry }, header };
  return take(
    api.POST(EFFECTS[kind], {
      params,
      body: { reason: dry ? DRY_REASON : reason },
      headers: only(dry, once),
    }),
  ) as Promise<EffectPreview>;
}
