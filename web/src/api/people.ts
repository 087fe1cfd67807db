import { queryOptions, useQuery } from "@tanstack/react-query";
import { api, take, takeUnsaid } from "./client";
import { pagesOf } from "./paging";
import type { Reason, Role } from "./types";

export const session = () =>
  queryOptions({
    queryKey: ["session"],
    // The frame stands before the sentences of the service are there; without a session one signs in.
    queryFn: () => takeUnsaid(api.GET("/api/v1/session")),
    staleTime: 60_000,
    retry: false,
  });

/** Why the caller may not do this anywhere, as the service says it; null when it may, or while that is not known. */
export function useLacking(permission: string): Reason | null {
  const lacking = useQuery(session()).data?.lacking;
  return lacking?.find((one) => one.permission === permission)?.reason ?? null;
}

export const signInByLink = (body: { token: string; name?: string }) =>
  take(api.POST("/api/v1/session/link", { body }));
export const signOut = () => take(api.DELETE("/api/v1/session"));

export const teams = () =>
  queryOptions({
    queryKey: ["teams"],
    queryFn: () => take(api.GET("/api/v1/teams", { params: { query: { limit: 200 } } })),
    staleTime: 60_000,
  });

/** No team has this id: what belongs to an unknown team is nothing. */
const NO_TEAM = "00000000-0000-0000-0000-000000000000";

/** The address names a team by its slug, the API wants its id. Undefined while it is looked up. */
export function useTeamFilter(slug: string | undefined): { team: string | undefined; ready: boolean } {
  const query = useQuery({ ...teams(), enabled: slug !== undefined });
  if (slug === undefined) return { team: undefined, ready: true };
  const found = query.data?.items.find((team) => team.slug === slug);
  return { team: found?.id ?? NO_TEAM, ready: query.data !== undefined || query.error !== null };
}

export const members = () =>
  pagesOf(["members"], (page_token) =>
    take(api.GET("/api/v1/members", { params: { query: { page_token, limit: 100 } } })),
  );

export const tokens = () =>
  pagesOf(["tokens"], (page_token) =>
    take(api.GET("/api/v1/tokens", { params: { query: { page_token, limit: 100 } } })),
  );

export interface NewInvitation {
  name: string;
  email: string | null;
  role: Role;
  team_id: string | null;
}
export const invite = (body: NewInvitation) => take(api.POST("/api/v1/invitations", { body }));

export interface NewToken {
  name: string;
  kind: "machine" | "personal";
  role?: Role;
  team_id?: string;
  expires_in_days: number;
}
export const createToken = (body: NewToken) => take(api.POST("/api/v1/tokens", { body }));

export const revokeToken = (token: string) =>
  take(api.POST("/api/v1/tokens/{token}/revoke", { params: { path: { token } } }));

export const suspendMember = (input: { member: string; reason: string }) =>
  take(
    api.POST("/api/v1/members/{member}/suspend", {
      params: { path: { member: input.member } },
      body: { reason: input.reason },
    }),
  );

export const grantRole = (input: { member: string; role: Role; team_id: string | null }) =>
  take(
    api.POST("/api/v1/members/{member}/grants", {
      params: { path: { member: input.member } },
      body: { role: input.role, team_id: input.team_id, environment: null },
    }),
  );

export const revokeGrant = (grant: string) =>
  take(api.POST("/api/v1/grants/{grant}/revoke", { params: { path: { grant } } }));
