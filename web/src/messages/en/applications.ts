const things = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`;

export const applications = {
  title: "Applications",
  headline: (n: number, more: boolean) => {
    if (n === 0) return "No application is described.";
    return more
      ? `More than ${n} applications call models.`
      : `${things(n, "application calls", "applications call")} models.`;
  },
  sub: "An application is what calls a route. What it decides, and with whose data, says which policies guard it.",
  columns: {
    name: "Application",
    team: "Team",
    criticality: "Criticality",
    risk: "Risk tier",
    data: "Data class",
    review: "Review due",
  },
  filter: "Name of an application",
  cli: "tenure applications list",
  emptyTitle: "No application is described.",
  emptyText: "A route belongs to an application. Describe the first, then create its route.",
  criticalities: { low: "low", medium: "medium", high: "high", critical: "critical" },
  risks: { minimal: "minimal", limited: "limited", high: "high" },
  datas: {
    public: "public",
    internal: "internal",
    confidential: "confidential",
    restricted: "restricted",
  },
  one: (name: string, routes: number) =>
    routes === 0 ? `${name} calls no route yet.` : `${name} calls ${things(routes, "route", "routes")}.`,
  noPurpose: "Nobody has written what it is for.",
  facts: {
    team: "Team",
    criticality: "Criticality",
    risk: "Risk tier",
    data: "Data class",
    regulation: "Regulatory class",
    review: "Review due",
    described: "Described",
  },
  routes: "Which routes does it call?",
  routesSub: "The shares say which version answers it now.",
  noRoutes: "No route belongs to it.",
  noRoutesText: "It is ready to be called by a route; create one where its calls should go.",
  goRoutes: "Routes",
  uses: "Also used by",
  usesNone: "Nothing else.",
  usedAs: {
    promotion: "proposal",
    token: "token",
    policy: "policy",
  } as Record<string, string>,
  describe: "Describe application…",
  describeTitle: "Describe an application",
  describeConfirm: "Describe application",
  change: "Change…",
  changeTitle: (name: string) => `Change ${name}`,
  changeText: "Policies look at this. What it may call is judged anew from the next move on.",
  changeConfirm: "Save the description",
  name: "Name",
  nameHelp: "Unique in the team, for example helpdesk-web.",
  team: "Team",
  purpose: "What it does",
} as const;
