import { queryOptions } from "@tanstack/react-query";
import { api, take } from "./client";
import { pagesOf } from "./paging";

/** One version against another, computed now. */
export const comparison = (base: string, candidate: string, margin?: string) =>
  queryOptions({
    queryKey: ["comparison", base, candidate, margin],
    queryFn: async () => {
      const query = { base, with: candidate, ...(margin && { margin }) };
      const found = await take(api.GET("/api/v1/comparisons", { params: { query } }));
      return found.items[0] ?? null;
    },
  });

/** Items that two evaluations scored differently. */
export const changedItems = (base: string, candidate: string) =>
  queryOptions({
    queryKey: ["changed-items", base, candidate],
    queryFn: () => take(api.GET("/api/v1/comparisons/items", { params: { query: { base, candidate } } })),
  });

/** Comparisons of a version that were kept as evidence. */
export const savedComparisons = (version: string) =>
  pagesOf(["comparisons", version], (page_token) =>
    take(api.GET("/api/v1/comparisons/saved", { params: { query: { version, page_token, limit: 20 } } })),
  );

export const saveComparison = (body: {
  base_id: string;
  candidate_id: string;
  margin: string | null;
  note: string | null;
}) => take(api.POST("/api/v1/comparisons", { body }));
