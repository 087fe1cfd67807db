// A client generated from the document, against the real program.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import createClient, { type Client } from "openapi-fetch";
import type { paths } from "../schema.gen.js";
import { type Role, type Service, start } from "./service.js";

const REASON = "The French suite passed on Tuesday.";
const NOBODY = "019ab4d2-0000-7000-8000-000000000000";

let service: Service;
before(async () => {
  service = await start();
});
after(async () => {
  await service.stop();
});

function client(token: string): Client<paths> {
  return createClient<paths>({ baseUrl: service.url, headers: { Authorization: `Bearer ${token}` } });
}

function as(role: Role): Client<paths> {
  return client(service.token(role));
}

/** The body of a success. */
function taken<T>(answered: { data?: T; error?: unknown }): T {
  assert.equal(answered.error, undefined, JSON.stringify(answered.error));
  assert.ok(answered.data !== undefined);
  return answered.data;
}

test("an application resolves its route to the version that serves it", async () => {
  const contributor = as("contributor");
  const model = taken(await contributor.POST("/api/v1/models", { body: { name: "ticket-triage" } }));
  const version = taken(
    await contributor.POST("/api/v1/models/{model}/versions", {
      params: { path: { model: model.id } },
      body: { source: { kind: "hosted", platform: "openai", native_id: "gpt-4o-mini-2024-07-18", region: "eu" } },
    }),
  );
  taken(
    await contributor.POST("/api/v1/versions/{version}/promotions", {
      params: { path: { version: version.id } },
      body: { target: "staging", reason: REASON },
    }),
  );
  const application = taken(
    await contributor.POST("/api/v1/applications", {
      body: {
        name: "support-bot",
        purpose: "Answers customers in chat",
        data_class: "internal",
        criticality: "low",
        risk_tier: "minimal",
      },
    }),
  );
  const operator = as("operator");
  taken(
    await operator.POST("/api/v1/routes", {
      body: {
        environment: "staging",
        key: "support-bot",
        application_id: application.id,
        allocation: [{ version_id: version.id, slots: 10_000 }],
        reason: REASON,
      },
    }),
  );

  const resolve = () =>
    operator.GET("/api/v1/resolve/{environment}/{key}", {
      params: { path: { environment: "staging", key: "support-bot" }, query: { unit: "customer-17" } },
    });
  // Resolving answers from memory, which learns of a new token and a new route a moment later.
  let answered = await resolve();
  for (let tries = 0; !answered.response.ok && tries < 300; tries += 1) {
    await setTimeout(100);
    answered = await resolve();
  }
  const resolved = taken(answered);
  assert.equal(resolved.call?.model, "gpt-4o-mini-2024-07-18");
  assert.equal(resolved.version?.number, 1);
  assert.equal(resolved.reason, "static");
});

test("a refusal comes as a problem with all its reasons", async () => {
  const contributor = as("contributor");
  const body = { name: "taken" };
  taken(await contributor.POST("/api/v1/models", { body }));
  const { error, response } = await contributor.POST("/api/v1/models", { body });
  assert.equal(response.status, 409);
  assert.equal(response.headers.get("content-type"), "application/problem+json");
  assert.equal(error?.code, "refused");
  assert.deepEqual(
    error?.refusals?.map((reason) => reason.code),
    ["name_taken"],
  );
});

test("a command under a key is done once, and its answer comes again", async () => {
  const contributor = as("contributor");
  const once = {
    body: { name: "keyed" },
    params: { header: { "Idempotency-Key": "register-keyed" } },
  };
  const first = await contributor.POST("/api/v1/models", once);
  const again = await contributor.POST("/api/v1/models", once);
  assert.equal(taken(first).id, taken(again).id);
  assert.equal(again.response.headers.get("idempotency-replayed"), "true");
});

test("a change names the revision that was seen and is refused when it is old", async () => {
  const contributor = as("contributor");
  const model = await contributor.POST("/api/v1/models", { body: { name: "tagged" } });
  const change = (tag: string) =>
    contributor.PATCH("/api/v1/models/{model}", {
      params: { path: { model: taken(model).id }, header: { "If-Match": tag } },
      body: { description: "Sorts support tickets" },
    });
  const tag = model.response.headers.get("etag");
  assert.ok(tag);
  assert.equal(taken(await change(tag)).revision, 2);
  const { error, response } = await change(tag);
  assert.deepEqual([response.status, error?.code, error?.current_revision], [412, "stale", 2]);
});

test("what is not permitted names the permission, and nobody is told that they are nobody", async () => {
  const { error, response } = await as("contributor").POST("/api/v1/routes/{route}/kill", {
    params: { path: { route: NOBODY } },
    body: { version_id: NOBODY, reason: REASON },
  });
  assert.deepEqual([response.status, error?.code, error?.permission], [403, "forbidden", "route.kill"]);
  const anonymous = await client("tnr_mch_nobody").GET("/api/v1/models");
  assert.deepEqual([anonymous.response.status, anonymous.error?.code], [401, "token_invalid"]);
});
