import { queryOptions } from "@tanstack/react-query";
import { t } from "../messages";
import { api, take } from "./client";

export interface Sibling {
  label: string;
  to: string;
}

/** At most so many; more are found by the palette. */
const MOST = 50;

const siblings = (what: readonly string[], read: () => Promise<Sibling[]>) =>
  queryOptions({ queryKey: ["siblings", ...what], queryFn: read });

export type Siblings = ReturnType<typeof siblings>;

export const modelsBeside = () =>
  siblings(["models"], async () => {
    const page = await take(api.GET("/api/v1/models", { params: { query: { limit: MOST } } }));
    return page.items.map(({ name }) => ({ label: name, to: `/models/${name}` }));
  });

export const versionsBeside = (model: string) =>
  siblings(["versions", model], async () => {
    const query = { model_name: model, limit: MOST };
    const page = await take(api.GET("/api/v1/versions", { params: { query } }));
    return page.items.map(({ number }) => ({
      label: t.common.version(number),
      to: `/models/${model}/versions/${number}`,
    }));
  });

export const environmentsBeside = () =>
  siblings(["environments"], async () => {
    const page = await take(api.GET("/api/v1/environments"));
    return page.items.map(({ slug }) => ({ label: slug, to: `/routes?env=${slug}` }));
  });

export const routesBeside = (environment: string) =>
  siblings(["routes", environment], async () => {
    const query = { environment, limit: MOST };
    const page = await take(api.GET("/api/v1/routes", { params: { query } }));
    return page.items.map(({ key }) => ({ label: key, to: `/routes/${environment}/${key}` }));
  });

export const policiesBeside = () =>
  siblings(["policies"], async () => {
    const page = await take(api.GET("/api/v1/policies", { params: { query: { limit: MOST } } }));
    return page.items.map(({ id, name }) => ({ label: name, to: `/evidence/policies/${id}` }));
  });
