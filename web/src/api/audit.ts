import { queryOptions } from "@tanstack/react-query";
import { api, take } from "./client";
import { pagesOf } from "./paging";

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
