import { applications } from "./en/applications";
import { audit, past } from "./en/audit";
import { common, effect } from "./en/common";
import { compare } from "./en/compare";
import { evaluation, evidence, imports } from "./en/evidence";
import { findings } from "./en/findings";
import { frame, keys, signIn } from "./en/frame";
import { filters, names } from "./en/names";
import { policies, policy, policyTurn, policyWork } from "./en/policy";
import { approvals, promotion, proof, requirements } from "./en/promotion";
import { model, models, version } from "./en/registry";
import { ran, route, routes } from "./en/serving";
import { settings, today } from "./en/settings";
import { story } from "./en/story";
import { suite, suites } from "./en/suites";
import { waivers } from "./en/waivers";

/** Every word of the console, in English: what there is to say. Each other language has to say it too. */
export const en = {
  applications,
  approvals,
  audit,
  common,
  compare,
  effect,
  evaluation,
  evidence,
  filters,
  findings,
  frame,
  imports,
  keys,
  model,
  models,
  names,
  past,
  policies,
  policy,
  policyTurn,
  policyWork,
  promotion,
  proof,
  ran,
  requirements,
  route,
  routes,
  settings,
  signIn,
  story,
  suite,
  suites,
  today,
  version,
  waivers,
} as const;

/** The same words in any language: functions are given the same facts. */
type Words<Of> = Of extends string
  ? string
  : Of extends (...facts: infer Facts) => string
    ? (...facts: Facts) => string
    : { readonly [Name in keyof Of]: Words<Of[Name]> };

/** What a language has to say. */
export type Messages = Words<typeof en>;
