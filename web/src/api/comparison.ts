import { queryOptions } from "@tanstack/react-query";
import { api, take } from "./client";
import { pagesOf } from "./paging";
import type { Compared } from "./types";

/** Versions that the service compares with one at once. */
export const COMPARED_MAX = 10;

/** One version against others, computed now, in their order. */
export const comparisons = (base: string, candidates: string[], margin?: string) =>
  queryOptions({
    queryKey: ["comparison", base, candidates, margin],
    queryFn: async () => {
      const query = { base, with: candidates.join(","), ...(margin && { margin }) };
      return (await take(api.GET("/api/v1/comparisons", { params: { query } }))).items;
    },
  });

/** One version against another, computed now. */
export const comparison = (base: string, candidate: string, margin?: string) => ({
  ...comparisons(base, [candidate], margin),
  select: (items: Compared[]) => items[0] ?? null,
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
