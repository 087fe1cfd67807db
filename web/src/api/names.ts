import { queryOptions } from "@tanstack/react-query";
import { api, DRY_REASON, etag, take } from "./client";
import type { Plan } from "./types";

/** What has a name that people hide and change. */
export type Named = "model" | "suite" | "policy" | "route" | "application";
export type Turn = "hide" | "unhide";

const ACTIONS = {
  model: "/api/v1/models/{model}/actions",
  suite: "/api/v1/suites/{suite}/actions",
  policy: "/api/v1/policies/{policy}/actions",
  route: "/api/v1/routes/{route}/actions",
  application: "/api/v1/applications/{application}/actions",
} as const;
const TURNS = {
  hide: {
    model: "/api/v1/models/{model}/hide",
    suite: "/api/v1/suites/{suite}/hide",
    policy: "/api/v1/policies/{policy}/hide",
    route: "/api/v1/routes/{route}/hide",
    application: "/api/v1/applications/{application}/hide",
  },
  unhide: {
    model: "/api/v1/models/{model}/unhide",
    suite: "/api/v1/suites/{suite}/unhide",
    policy: "/api/v1/policies/{policy}/unhide",
    route: "/api/v1/routes/{route}/unhide",
    application: "/api/v1/applications/{application}/unhide",
  },
} as const;
const RENAMES = {
  model: "/api/v1/models/{model}/rename",
  suite: "/api/v1/suites/{suite}/rename",
  policy: "/api/v1/policies/{policy}/rename",
  application: "/api/v1/applications/{application}/rename",
} as const;

export const namedActions = (kind: Named, id: string) =>
  queryOptions({
    queryKey: ["actions", kind, id],
    queryFn: () => take(api.GET(ACTIONS[kind], { params: { path: { [kind]: id } as never } })),
  });

/** Hides something or shows it again: first as a dry run, then with the revision that the page shows. */
export function turnNamed(
  kind: Named,
  turn: Turn,
  of: { id: string; revision: number },
  reason: string,
  dry: boolean,
) {
  const header = { "If-Match": etag(of.revision) };
  const params = { path: { [kind]: of.id } as never, query: { dry_run: dry }, header };
  return take(
    api.POST(TURNS[turn][kind], { params, body: { reason: dry ? DRY_REASON : reason } }),
  ) as Promise<Plan>;
}

export function renameNamed(input: {
  kind: keyof typeof RENAMES;
  id: string;
  revision: number;
  name: string;
  reason: string;
}) {
  const header = { "If-Match": etag(input.revision) };
  const params = { path: { [input.kind]: input.id } as never, query: { dry_run: false }, header };
  const body = { name: input.name, reason: input.reason };
  return take(api.POST(RENAMES[input.kind], { params, body })) as Promise<{ name: string }>;
}
