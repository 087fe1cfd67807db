import { audit } from "./en/audit";
import { common, effect } from "./en/common";
import { frame, keys, signIn } from "./en/frame";
import { approvals, promotion, proof, requirements } from "./en/promotion";
import { model, models, version } from "./en/registry";
import { ran, route, routes } from "./en/serving";

/** Every word of the console, in English. A second language has this type. */
export const t = {
  approvals,
  audit,
  common,
  effect,
  frame,
  keys,
  model,
  models,
  promotion,
  proof,
  ran,
  requirements,
  route,
  routes,
  signIn,
  version,
} as const;
export type Messages = typeof t;
