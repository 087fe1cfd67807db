import { queryOptions } from "@tanstack/react-query";
import { api, take } from "./client";

export const today = () =>
  queryOptions({ queryKey: ["today"], queryFn: () => take(api.GET("/api/v1/today")) });

export const todayCount = () =>
  queryOptions({
    queryKey: ["today-count"],
    queryFn: () => take(api.GET("/api/v1/today/count")),
    retry: false,
  });

export const search = (q: string) =>
  queryOptions({
    queryKey: ["search", q],
    queryFn: () => take(api.GET("/api/v1/search", { params: { query: { q } } })),
    enabled: q.trim().length > 1,
    placeholderData: (earlier) => earlier,
    retry: false,
  });

export const versionInfo = () =>
  queryOptions({
    queryKey: ["version-info"],
    queryFn: () => take(api.GET("/api/v1/version-info")),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
