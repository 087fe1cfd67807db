import * as f from "./fixtures.mjs";

const page = (items) => ({ items, next_page_token: null });
const problem = (status, code, title) => ({
  type: "about:blank",
  title,
  status,
  code,
  detail: title,
  instance: "0192f0c1-req",
});

/** What the API answers, by method and path; the first that fits. */
const ANSWERS = [
  ["GET", /^\/session$/, () => f.session],
  ["GET", /^\/log$/, () => f.timeline.known],
  ["GET", /^\/version-info$/, () => ({ version: "1.0.0", started_at: f.NOW, demo: true })],
  ["GET", /^\/today\/count$/, () => ({ count: 4 })],
  ["GET", /^\/today$/, () => f.today],
  [
    "GET",
    /^\/search$/,
    () =>
      page([
        { kind: "model", id: "1", label: "ticket-triage", detail: "Support", href: "/models/ticket-triage" },
      ]),
  ],
  ["GET", /^\/teams$/, () => page(f.teams)],
  ["GET", /^\/environments$/, () => page(f.environments)],
  ["GET", /^\/applications$/, () => page(f.applications)],
  [
    "GET",
    /^\/models$/,
    (query) =>
      page(
        f.models
          .filter((m) => (query.get("name") ? m.name === query.get("name") : true))
          .filter((m) => m.name.includes(query.get("q") ?? "")),
      ),
  ],
  ["GET", /^\/models\/[^/]+\/versions$/, () => page(f.versions)],
  [
    "GET",
    /^\/versions$/,
    (query) =>
      page(f.versions.filter((v) => !query.get("number") || v.number === Number(query.get("number")))),
  ],
  ["GET", /^\/versions\/[^/]+\/actions$/, () => page(f.versionActions)],
  ["POST", /^\/versions\/[^/]+\/promotions$/, () => f.verdict],
  ["POST", /^\/versions\/[^/]+\/(kill|deprecate|archive|revoke)$/, () => f.effect],
  ["GET", /^\/promotions$/, () => page([f.promotion])],
  ["GET", /^\/promotions\/[^/]+\/actions$/, () => page(f.promotionActions)],
  [
    "GET",
    /^\/promotions\/[^/]+\/replay$/,
    () => ({ same: true, decided: f.verdict, replayed: f.verdict, first_difference: null }),
  ],
  ["GET", /^\/promotions\/[^/]+$/, () => f.promotion],
  ["POST", /^\/promotions\//, () => f.promotion],
  ["GET", /^\/evaluations$/, () => page(f.evaluations)],
  ["POST", /^\/evaluations\/import$/, () => f.importResult],
  ["GET", /^\/evaluations\//, () => f.evaluations[0]],
  ["GET", /^\/comparisons$/, () => page([f.compared])],
  ["GET", /^\/comparisons\/items$/, () => page(f.changedItems)],
  ["GET", /^\/comparisons\/saved$/, () => page(f.savedComparisons)],
  ["GET", /^\/suites$/, () => page(f.suites)],
  [
    "GET",
    /^\/policies\/templates$/,
    () =>
      page(f.policies[0].content.requirements.map((r) => ({ code: r.code, title: r.title, requirement: r }))),
  ],
  ["POST", /^\/policies\/check$/, () => ({ problems: [], verdict: f.verdict })],
  ["GET", /^\/policies$/, () => page(f.policies)],
  ["GET", /^\/policies\/[^/]+$/, () => f.policies[0]],
  [
    "GET",
    /^\/routes$/,
    (query) =>
      page(f.routes.filter((r) => !query.get("environment") || r.environment === query.get("environment"))),
  ],
  ["GET", /^\/routes\/[^/]+\/actions$/, () => page(f.routeActions)],
  ["GET", /^\/routes\/[^/]+\/snapshots$/, () => page(f.snapshots)],
  [
    "GET",
    /^\/routes\/[^/]+\/slot$/,
    () => ({
      slot: 7312,
      version: f.routes[0].snapshot.shares[0].version,
      snapshot_seq: 412,
      pinned: false,
    }),
  ],
  ["GET", /^\/routes\/production\/support-bot$/, () => f.routes[0]],
  ["POST", /^\/routes\/[^/]+\/(switch|kill|rollback)$/, () => f.effect],
  ["GET", /^\/serving\/timeline$/, () => f.timeline],
  ["GET", /^\/serving$/, () => f.serving],
  ["GET", /^\/events$/, () => ({ ...page(f.events), known: f.timeline.known })],
  ["GET", /^\/events\/\d+$/, () => f.eventStory],
  ["GET", /^\/members$/, () => page(f.members)],
  ["GET", /^\/tokens$/, () => page(f.tokens)],
];

/** Puts the answers between the page and a service that is not there. */
export async function mock(context, overrides = []) {
  await context.route("**/api/v1/**", (route) => {
    const request = route.request();
    const url = new URL(request.url());
    const path = url.pathname.replace("/api/v1", "");
    const found = [...overrides, ...ANSWERS].find(
      ([method, pattern]) => method === request.method() && pattern.test(path),
    );
    const body = found ? found[2](url.searchParams) : problem(404, "not_found", "There is nothing here.");
    const status = found ? (body.status && body.code ? body.status : 200) : 404;
    return route.fulfill({
      status,
      contentType: status < 400 ? "application/json" : "application/problem+json",
      body: JSON.stringify(body),
    });
  });
}
