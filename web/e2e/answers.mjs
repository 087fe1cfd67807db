import * as f from "./fixtures.mjs";

const page = (items) => ({ items, next_page_token: null, renamed: [] });
const problem = (status, code, title) => ({
  type: "about:blank",
  title,
  status,
  code,
  detail: title,
  instance: "0192f0c1-req",
});

/** An answer that never comes. */
export const HANG = Symbol("hang");

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
  ["GET", /^\/applications\/[^/]+\/actions$/, () => page(f.applicationActions)],
  ["GET", /^\/applications\/[^/]+\/uses$/, () => page(f.applicationUses)],
  ["GET", /^\/applications\/[^/]+$/, () => f.applications[0]],
  ["GET", /^\/findings$/, (query) => page(query.get("state") === "closed" ? f.closedFindings : f.findings)],
  ["GET", /^\/findings\/[^/]+$/, () => f.findings[0]],
  ["GET", /^\/findings\/[^/]+\/actions$/, () => page(f.findingActions)],
  ["POST", /^\/findings\/[^/]+\/(assign|close)$/, () => f.findings[0]],
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
  ["GET", /^\/(models|suites|policies)\/[^/]+\/actions$/, () => page([...f.policyActions, ...f.nameActions])],
  ["GET", /^\/versions\/[^/]+\/actions$/, () => page(f.versionActions)],
  ["GET", /^\/versions\/[^/]+\/waivers$/, () => page(f.waivers)],
  ["POST", /^\/versions\/[^/]+\/waivers$/, () => f.waivers[0]],
  ["GET", /^\/waivers\/[^/]+\/actions$/, () => page(f.waiverActions)],
  ["POST", /^\/waivers\/[^/]+\/end$/, () => f.waivers[0]],
  ["GET", /^\/versions\/[^/]+$/, () => f.versions[0]],
  ["POST", /^\/versions\/[^/]+\/promotions$/, () => f.verdict],
  ["POST", /^\/versions\/[^/]+\/(kill|deprecate|archive|revoke)$/, () => f.effect],
  ["GET", /^\/promotions$/, () => page([f.promotion])],
  ["GET", /^\/promotions\/[^/]+\/actions$/, () => page(f.promotionActions)],
  [
    "GET",
    /^\/promotions\/[^/]+\/replay$/,
    () => ({ same: true, decided: f.verdict, replayed: f.verdict, first_difference: null }),
  ],
  ["GET", /^\/promotions\/[^/]+\/story$/, () => ({ ...page(f.story), known: f.timeline.known })],
  ["POST", /^\/promotions\/[^/]+\/comments$/, () => f.comment],
  ["GET", /^\/promotions\/[^/]+$/, () => f.promotion],
  ["POST", /^\/promotions\//, () => f.promotion],
  [
    "GET",
    /^\/evaluations$/,
    (query) => page(query.get("suite") === f.replyQuality.id ? f.replyEvaluations : f.evaluations),
  ],
  ["POST", /^\/evaluations\/import$/, () => f.importResult],
  ["GET", /^\/evaluations\/waiting$/, () => page(f.waitingFiles)],
  ["GET", /^\/match-rules$/, () => page(f.matchRules)],
  [
    "POST",
    /^\/match-rules$/,
    (query) => (query.get("dry_run") === "true" ? f.plannedRule : { ...f.matchRules[0], taken: 2 }),
  ],
  ["POST", /^\/match-rules\/[^/]+\/retire$/, () => ({ id: f.matchRules[0].id })],
  ["POST", /^\/artefacts\/[^/]+\/assign$/, () => ({ items: f.evaluations })],
  ["GET", /^\/evaluations\//, () => f.evaluations[0]],
  ["GET", /^\/comparisons$/, () => page([f.compared])],
  ["GET", /^\/comparisons\/items$/, () => page(f.changedItems)],
  ["GET", /^\/comparisons\/saved$/, () => page(f.savedComparisons)],
  ["GET", /^\/suites$/, () => page(f.suites)],
  ["POST", /^\/suites$/, () => f.replyQuality],
  ["GET", /^\/suites\/[^/]+$/, () => f.replyQuality],
  ["PATCH", /^\/suites\/[^/]+$/, () => f.replyQuality],
  [
    "GET",
    /^\/policies\/templates$/,
    () =>
      page(f.policies[0].content.requirements.map((r) => ({ code: r.code, title: r.title, requirement: r }))),
  ],
  ["POST", /^\/policies\/preview$/, () => f.policyPreview],
  ["POST", /^\/policies\/[^/]+\/turn-o(n|ff)$/, () => f.planned],
  ["POST", /^\/policies\/check$/, () => ({ problems: [], verdict: f.verdict })],
  ["POST", /^\/policies\/[^/]+\/versions$/, () => f.policies[0]],
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
  ["POST", /^\/routes\/[^/]+\/switch$/, () => f.switched],
  ["POST", /^\/routes\/[^/]+\/(kill|rollback)$/, () => f.effect],
  ["GET", /^\/serving\/timeline$/, () => f.timeline],
  ["GET", /^\/serving$/, () => f.serving],
  ["GET", /^\/events$/, () => ({ ...page(f.events), known: f.timeline.known })],
  ["GET", /^\/events\/18291$/, () => f.approvalStory],
  ["GET", /^\/events\/\d+$/, () => f.eventStory],
  [
    "GET",
    /^\/entities\/[^/]+\/[^/]+$/,
    () => ({
      kind: "version",
      id: f.eventStory.entity.id,
      position: 18_291,
      revision: 2,
      state: f.eventStory.after,
      known: { ...f.timeline.known, position: 18_291 },
    }),
  ],
  ["GET", /^\/members$/, () => page(f.members)],
  ["GET", /^\/tokens$/, () => page(f.tokens)],
  ["GET", /^\/sessions$/, () => page(f.sessions)],
  ["GET", /^\/claim-rules$/, () => ({ ...page(f.claimRules), issuers: f.issuers })],
];

/** Puts the answers between the page and a service that is not there; `words` may say them otherwise. */
export async function mock(context, overrides = [], words = undefined) {
  await context.route("**/api/v1/**", (route) => {
    const request = route.request();
    const url = new URL(request.url());
    const path = url.pathname.replace("/api/v1", "");
    // An answer that is undefined leaves the request to the next one that fits.
    const fitting = [...overrides, ...ANSWERS].filter(
      ([method, pattern]) => method === request.method() && pattern.test(path),
    );
    const bodies = fitting.map(([, , answer]) => answer(url.searchParams));
    const found = bodies.find((one) => one !== undefined);
    const body = found ?? problem(404, "not_found", "There is nothing here.");
    if (body === HANG) return undefined;
    const status = body.status && body.code ? body.status : 200;
    return route.fulfill({
      status,
      contentType: status < 400 ? "application/json" : "application/problem+json",
      body: JSON.stringify(body, words),
    });
  });
}
