import { queryOptions } from "@tanstack/react-query";
import { api, etag, take } from "./client";
import { pagesOf } from "./paging";
import type { HiddenFilter, Suite, SuiteMetric, TrustClass } from "./types";

export const suites = (hidden?: HiddenFilter) =>
  pagesOf(["suites", hidden], (page_token) =>
    take(api.GET("/api/v1/suites", { params: { query: { hidden, page_token, limit: 100 } } })),
  );

export const suite = (id: string) =>
  queryOptions({
    queryKey: ["suite", id],
    queryFn: () => take(api.GET("/api/v1/suites/{suite}", { params: { path: { suite: id } } })),
  });

/** What people say about a suite; an empty text takes it away. */
export interface SaidOfSuite {
  trust_class: TrustClass;
  language: string;
  tasks: string[];
  description: string;
  primary_metric: string;
}

export const defineSuite = (body: SaidOfSuite & { name: string; team_id: string | null }) =>
  take(api.POST("/api/v1/suites", { body })) as Promise<Suite>;

interface ChangeOfSuite {
  id: string;
  revision: number;
  what: Partial<SaidOfSuite> & { metrics?: SuiteMetric[] };
}

export const changeSuite = ({ id, revision, what }: ChangeOfSuite) =>
  take(
    api.PATCH("/api/v1/suites/{suite}", {
      params: { path: { suite: id }, header: { "If-Match": etag(revision) } },
      body: what,
    }),
  );
