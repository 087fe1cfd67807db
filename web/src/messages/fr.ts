import type { Messages } from "./en";
import { applications } from "./fr/applications";
import { audit, past } from "./fr/audit";
import { common, effect } from "./fr/common";
import { compare } from "./fr/compare";
import { evaluation, evidence, imports } from "./fr/evidence";
import { findings } from "./fr/findings";
import { frame, keys, signIn } from "./fr/frame";
import { filters, names } from "./fr/names";
import { policies, policy, policyTurn, policyWork } from "./fr/policy";
import { approvals, promotion, proof, requirements } from "./fr/promotion";
import { model, models, version } from "./fr/registry";
import { ran, route, routes } from "./fr/serving";
import { settings, today } from "./fr/settings";
import { story } from "./fr/story";
import { suite, suites } from "./fr/suites";
import { waivers } from "./fr/waivers";

/**
 * Every word of the console, in French: "vous", short, present tense. One word for one thing:
 *
 * model modèle · version version (f.) · alias alias · stage étape · may droit · serves sert · route route
 * share part · slot emplacement · snapshot instantané · fallback repli · switch basculer · roll back rétablir
 * kill arrêter · deprecate déprécier · archive archiver · retire retirer · revoke révoquer · move passage
 * application application · promotion promotion · proposal proposition · withdraw abandonner · apply appliquer
 * policy politique · template gabarit · requirement exigence · waiver dérogation · approval approbation
 * verdict verdict · evidence preuve · gate contrôle · suite suite · evaluation évaluation · metric métrique
 * margin marge · trust confiance · finding constat · due échéance · owner responsable · log journal · entry entrée
 * proof intégrité · digest, hash empreinte · lineage lignée · token jeton · issuer émetteur · claim revendication
 *
 * Ids, CEL, codes and commands stay as they are. Before ; : ! ? % and inside « » stands a narrow no-break space.
 */
export const fr: Messages = {
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
};
