import { audit, past } from "./en/audit";
import { common, effect } from "./en/common";
import { compare } from "./en/compare";
import { evaluation, evidence, imports, policies, policy, suites } from "./en/evidence";
import { frame, keys, signIn } from "./en/frame";
import { filters, names } from "./en/names";
import { approvals, promotion, proof, requirements } from "./en/promotion";
import { model, models, version } from "./en/registry";
import { ran, route, routes } from "./en/serving";
import { settings, today } from "./en/settings";
import { story } from "./en/story";

/** Every word of the console, in English. A second language has this type. */
export const t = {
  approvals,
  audit,
  common,
  compare,
  effect,
  evaluation,
  evidence,
  filters,
  frame,
  imports,
  keys,
  model,
  models,
  names,
  past,
  policies,
  policy,
  promotion,
  proof,
  ran,
  requirements,
  route,
  routes,
  settings,
  signIn,
  story,
  suites,
  today,
  version,
} as const;
export type Messages = typeof t;
