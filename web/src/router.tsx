import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
  retainSearchParams,
} from "@tanstack/react-router";
import { session } from "./api/people";
import { statusOf } from "./api/problem";
import { versionById as versionByIdQuery } from "./api/registry";
import { routeById as routeByIdQuery } from "./api/serving";
import { Crash } from "./routes/Crash";
import { Frame } from "./routes/Frame";
import { NotFound } from "./routes/NotFound";
import { SignIn } from "./routes/SignIn";

type Raw = Record<string, unknown>;

/** The named search parameters that are non-empty; the address holds no others. */
function texts<Name extends string>(...names: Name[]) {
  return (raw: Raw): { [K in Name]?: string } => {
    const kept: { [K in Name]?: string } = {};
    for (const name of names) {
      const value = raw[name];
      if (typeof value === "string" && value !== "") kept[name] = value;
      else if (typeof value === "number") kept[name] = String(value);
    }
    return kept;
  };
}

const root = createRootRouteWithContext<{ client: QueryClient }>()({
  component: Outlet,
  notFoundComponent: NotFound,
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: texts("next"),
  component: SignIn,
});

const app = createRoute({
  getParentRoute: () => root,
  id: "app",
  search: { middlewares: [retainSearchParams(["env", "team", "known"] as never)] },
  beforeLoad: async ({ context, location }) => {
    try {
      await context.client.ensureQueryData(session());
    } catch (error) {
      if (statusOf(error) === 401) throw redirect({ to: "/sign-in", search: { next: location.href } });
    }
  },
  component: Frame,
});

type Everywhere = "env" | "team" | "known";

/** A page in the frame, with what its address carries; every page carries environment, team and the time known. */
const page = <Path extends string, Name extends string = never>(path: Path, ...names: Name[]) =>
  ({
    getParentRoute: () => app,
    path,
    validateSearch: texts<Everywhere | Name>("env", "team", "known", ...names),
  }) as const;

const today = createRoute({
  ...page("/"),
  component: lazyRouteComponent(() => import("./routes/Today"), "Today"),
});
const models = createRoute({
  ...page("/models", "q", "stage", "tag", "serving", "hidden"),
  component: lazyRouteComponent(() => import("./routes/Models"), "Models"),
});
const model = createRoute({
  ...page("/models/$model", "was"),
  component: lazyRouteComponent(() => import("./routes/Model"), "Model"),
});
const version = createRoute({
  ...page("/models/$model/versions/$number", "tab", "target", "at"),
  component: lazyRouteComponent(() => import("./routes/Version"), "Version"),
});
const compare = createRoute({
  ...page("/models/$model/compare", "base", "with", "tier", "slice", "margin", "row"),
  component: lazyRouteComponent(() => import("./routes/Compare"), "Compare"),
});
const versionById = createRoute({
  ...page("/versions/$version"),
  beforeLoad: async ({ context, params }) => {
    const found = await context.client.ensureQueryData(versionByIdQuery(params.version));
    const named = { model: found.model.name, number: String(found.number) };
    throw redirect({ to: "/models/$model/versions/$number", params: named, replace: true });
  },
});
const routeById = createRoute({
  ...page("/routes/$route"),
  beforeLoad: async ({ context, params }) => {
    const { environment, key } = await context.client.ensureQueryData(routeByIdQuery(params.route));
    throw redirect({ to: "/routes/$environment/$key", params: { environment, key }, replace: true });
  },
});
const promotion = createRoute({
  ...page("/promotions/$promotion"),
  component: lazyRouteComponent(() => import("./routes/Promotion"), "Promotion"),
});
const evidence = createRoute({
  ...page(
    "/evidence",
    "tab",
    "suite",
    "hidden",
    "task",
    "trust_class",
    "language",
    "harness",
    "n_shot",
    "model_arg",
    "seed",
    "eligible",
    "from",
    "to",
  ),
  component: lazyRouteComponent(() => import("./routes/Evidence"), "Evidence"),
});
const evaluation = createRoute({
  ...page("/evidence/evaluations/$evaluation"),
  component: lazyRouteComponent(() => import("./routes/Evaluation"), "Evaluation"),
});
const suite = createRoute({
  ...page("/evidence/suites/$suite"),
  component: lazyRouteComponent(() => import("./routes/Suite"), "Suite"),
});
const policy = createRoute({
  ...page("/evidence/policies/$policy"),
  component: lazyRouteComponent(() => import("./routes/Policy"), "Policy"),
});
const findings = createRoute({
  ...page("/findings", "state", "kind", "mine"),
  component: lazyRouteComponent(() => import("./routes/Findings"), "Findings"),
});
const finding = createRoute({
  ...page("/findings/$finding"),
  component: lazyRouteComponent(() => import("./routes/Finding"), "Finding"),
});
const routes = createRoute({
  ...page("/routes", "hidden"),
  component: lazyRouteComponent(() => import("./routes/Routes"), "Routes"),
});
const route = createRoute({
  ...page("/routes/$environment/$key", "tab", "range", "at", "unit", "view"),
  component: lazyRouteComponent(() => import("./routes/Route"), "Route"),
});
const applications = createRoute({
  ...page("/applications", "q", "hidden"),
  component: lazyRouteComponent(() => import("./routes/Applications"), "Applications"),
});
const application = createRoute({
  ...page("/applications/$application"),
  component: lazyRouteComponent(() => import("./routes/Application"), "Application"),
});
const ran = createRoute({
  ...page("/ran", "at", "route"),
  component: lazyRouteComponent(() => import("./routes/Ran"), "Ran"),
});
const audit = createRoute({
  ...page("/audit", "entity", "entity_kind", "actor", "kind", "command"),
  component: lazyRouteComponent(() => import("./routes/Audit"), "Audit"),
});
const event = createRoute({
  ...page("/audit/$position"),
  component: lazyRouteComponent(() => import("./routes/AuditEntry"), "AuditEntry"),
});
const settings = createRoute({
  ...page("/settings", "tab"),
  component: lazyRouteComponent(() => import("./routes/Settings"), "Settings"),
});

const tree = root.addChildren([
  signIn,
  app.addChildren([
    today,
    models,
    model,
    version,
    compare,
    versionById,
    routeById,
    promotion,
    evidence,
    evaluation,
    suite,
    policy,
    findings,
    finding,
    routes,
    route,
    applications,
    application,
    ran,
    audit,
    event,
    settings,
  ]),
]);

/** Search parameters as plain text: times and positions are not JSON. */
function parseSearch(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text));
}

function stringifySearch(search: Record<string, unknown>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(search))
    if (value != null && value !== "") query.set(name, String(value));
  // Colons and slashes are legal in a query and much easier to read.
  const text = query.toString().replaceAll("%3A", ":").replaceAll("%2F", "/").replaceAll("%40", "@");
  return text ? `?${text}` : "";
}

export function createConsole(client: QueryClient) {
  return createRouter({
    routeTree: tree,
    context: { client },
    defaultPreload: "intent",
    defaultErrorComponent: Crash,
    defaultNotFoundComponent: NotFound,
    scrollRestoration: true,
    parseSearch,
    stringifySearch,
  });
}
