import { api, take } from "./client";
import { pagesOf } from "./paging";

/** A promotion from request to effect, oldest first, with what people said. */
export const story = (promotion: string) =>
  pagesOf(["story", promotion], (page_token) =>
    take(
      api.GET("/api/v1/promotions/{promotion}/story", {
        params: { path: { promotion }, query: { page_token, limit: 200 } },
      }),
    ),
  );

export const writeComment = (promotion: string, text: string) =>
  take(
    api.POST("/api/v1/promotions/{promotion}/comments", {
      params: { path: { promotion } },
      body: { text },
    }),
  );

export const evidenceHref = (promotion: string) => `/api/v1/promotions/${promotion}/evidence`;

const DAY_MS = 86_400_000;

/** What ran on a route in the days before an instant. */
export function routeEvidenceHref(route: string, to: Date, days: number): string {
  const from = new Date(to.getTime() - days * DAY_MS);
  const query = new URLSearchParams({ from: from.toISOString(), to: to.toISOString() });
  return `/api/v1/routes/${route}/evidence?${query}`;
}
