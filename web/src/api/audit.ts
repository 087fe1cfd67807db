import { queryOptions } from "@tanstack/react-query";
import { api, take } from "./client";
import { pagesOf } from "./paging";
import { statusOf } from "./problem";

export interface EventFilter {
  entity?: string | undefined;
  entity_kind?: string | undefined;
  actor?: string | undefined;
  kind?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  known?: string | undefined;
  command?: string | undefined;
  order?: "newest" | "oldest" | undefined;
}

export const events = (filter: EventFilter) =>
  pagesOf(["events", filter], (page_token) =>
    take(api.GET("/api/v1/events", { params: { query: { ...filter, page_token, limit: 50 } } })),
  );

export const event = (position: number) =>
  queryOptions({
    queryKey: ["event", position],
    queryFn: () => take(api.GET("/api/v1/events/{position}", { params: { path: { position } } })),
    // An event never changes; only its link to the next one does.
    staleTime: 60_000,
  });

/** An entity as the log knew it; null when it did not know it yet. */
export const entityAsOf = (kind: string, id: string, known: string | undefined) =>
  queryOptions({
    queryKey: ["entity", kind, id, known],
    queryFn: async () => {
      try {
        const params = { path: { kind, id }, query: { ...(known && { known }) } };
        return await take(api.GET("/api/v1/entities/{kind}/{id}", { params }));
      } catch (error) {
        if (statusOf(error) === 404) return null;
        throw error;
      }
    },
  });

export const logHead = () =>
  queryOptions({
    queryKey: ["log"],
    queryFn: () => take(api.GET("/api/v1/log")),
    refetchInterval: 5_000,
    refetchIntervalInBackground: false,
    retry: false,
  });

export function exportHref(format: "csv" | "jsonl", filter: EventFilter): string {
  const query = new URLSearchParams({ format });
  for (const [name, value] of Object.entries(filter)) if (value && name !== "order") query.set(name, value);
  return `/api/v1/events/export?${query}`;
}
