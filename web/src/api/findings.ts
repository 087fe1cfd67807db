import { queryOptions } from "@tanstack/react-query";
import { api, etag, take } from "./client";
import { pagesOf } from "./paging";
import type { FindingState } from "./types";

export interface FindingFilter {
  /** Without it those that nobody cleared yet. */
  state?: FindingState | undefined;
  team?: string | undefined;
  kind?: string | undefined;
  assignee?: string | undefined;
}

export const findings = (filter: FindingFilter) =>
  pagesOf(["findings", filter], (page_token) =>
    take(api.GET("/api/v1/findings", { params: { query: { ...filter, page_token, limit: 100 } } })),
  );

export const finding = (id: string) =>
  queryOptions({
    queryKey: ["finding", id],
    queryFn: () => take(api.GET("/api/v1/findings/{finding}", { params: { path: { finding: id } } })),
  });

export const findingActions = (id: string) =>
  queryOptions({
    queryKey: ["finding-actions", id],
    queryFn: () => take(api.GET("/api/v1/findings/{finding}/actions", { params: { path: { finding: id } } })),
  });

interface Seen {
  id: string;
  revision: number;
}

const at = ({ id, revision }: Seen) => ({
  path: { finding: id },
  header: { "If-Match": etag(revision) },
});

/** Gives a finding to somebody; to nobody puts it back. */
export const assignFinding = (input: { of: Seen; assignee: string | null }) =>
  take(
    api.POST("/api/v1/findings/{finding}/assign", {
      params: at(input.of),
      body: { assignee_id: input.assignee },
    }),
  );

export const closeFinding = (input: { of: Seen; reason: string }) =>
  take(
    api.POST("/api/v1/findings/{finding}/close", { params: at(input.of), body: { reason: input.reason } }),
  );
