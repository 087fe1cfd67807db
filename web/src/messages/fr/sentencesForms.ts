import { common } from "./common";
import { flags } from "./sentencesEvidence";
import { settings } from "./settings";
import type { Form } from "./template";

/** A word of the service in French; a word that nobody translated cannot be said. */
export const of =
  (words: Record<string, string>): Form =>
  (value) =>
    typeof value === "string" && Object.hasOwn(words, value) ? words[value] : undefined;

const texts = (value: unknown): string[] | undefined =>
  Array.isArray(value) && value.every((one) => typeof one === "string") ? value : undefined;

function listed(all: readonly string[], link: string): string {
  const last = all.at(-1) ?? "";
  return all.length < 2 ? last : `${all.slice(0, -1).join(", ")} ${link} ${last}`;
}

const KINDS: Record<string, readonly [the: string, other: string, feminine: boolean]> = {
  application: ["L’application", "Une autre application", true],
  claim_rule: ["La règle d’émetteur", "Une autre règle d’émetteur", true],
  grant: ["Le rôle", "Un autre rôle", false],
  model: ["Le modèle", "Un autre modèle", false],
  policy: ["La politique", "Une autre politique", true],
  route: ["La route", "Une autre route", true],
  suite: ["La suite", "Une autre suite", true],
  team: ["L’équipe", "Une autre équipe", true],
  token: ["Le jeton", "Un autre jeton", false],
};
const ASPECTS: Record<string, readonly [the: string, feminine: boolean]> = {
  cost: ["Le coût", false],
  latency: ["La latence", true],
  size: ["La taille", true],
  throughput: ["Le débit", false],
};
const table = <Row>(rows: Record<string, Row>, pick: (row: Row) => string) =>
  of(Object.fromEntries(Object.entries(rows).map(([name, row]) => [name, pick(row)])));

const DID = {
  "opened the promotion": "ouvert la promotion",
  "registered the version": "enregistré la version",
  "reported its evaluations": "importé ses évaluations",
};
const did = (before: string) => table(DID, (what) => `${before} ${what}`);

const labels: Record<string, string> = common.loads;

/** `0.874 [0.838, 0.902] n 412`; a policy may also measure words. */
const NUMBERS = /^(-?[\d.]+)(?: \[(-?[\d.]+), (-?[\d.]+)\])?(?: n (\d+))?$/;
const measured: Form = (value, write) => {
  if (typeof value !== "string") return undefined;
  if (value === "unknown") return "inconnu";
  const [, is, low, high, n] = NUMBERS.exec(value) ?? [];
  if (is === undefined) return value;
  const ends = low && high ? ` [${write.decimal(low)} ; ${write.decimal(high)}]` : "";
  return `${write.decimal(is)}${ends}${n ? ` n = ${write.count(Number(n))}` : ""}`;
};

/** Every way in which a template says a param. */
export const forms: Record<string, Form> = {
  act: of({ approve: "l’approuver", waive: "accorder de dérogation" }),
  actAny: of({ approve: "approuver", waive: "accorder une dérogation" }),
  allowed: of({
    registered: "enregistrée et ne peut pas servir",
    staging: "autorisée jusqu’en préproduction",
    production: "autorisée jusqu’en production",
    deprecated: "dépréciée",
  }),
  aspect: table(ASPECTS, ([the]) => the),
  because: of({
    expired: "elle était trop ancienne",
    proposal_changed: "la proposition a changé",
    role_lost: "son auteur a perdu le rôle",
    withdrawn: "son auteur l’a reprise",
  }),
  clears: of({
    runs_without_evidence: "Enregistrée comme déjà en service. Importez des évaluations avant l’échéance.",
    requirements_unmet:
      "Ce qui était rempli à son arrivée ne l’est plus. Remplissez-le, obtenez une dérogation, ou retirez la version de ses routes.",
  }),
  decided: of({ approved: "approuvé", rejected: "rejeté" }),
  decimal: (value, write) => (typeof value === "string" ? write.decimal(value) : undefined),
  did: did("a"),
  disagree: of({ direction: "des valeurs qui sont meilleures", unit: "de ce que compte sa valeur" }),
  /** The ending of what agrees with a kind of thing. */
  e: table({ ...KINDS, ...ASPECTS }, (row) => (row.at(-1) === true ? "e" : "")),
  flag: of(flags),
  /** Says nothing: a template with it is for when there is something. */
  given: (value) => (value && (!Array.isArray(value) || value.length > 0) ? "" : undefined),
  join: (value) => texts(value)?.join(", ") || undefined,
  list: (value) => {
    const all = texts(value);
    return all && (listed(all, "et") || "rien");
  },
  /** `concurrency=8,input=550`. What is no such pair is data and stays. */
  load: (value) => {
    if (typeof value !== "string") return undefined;
    if (value === "none") return "aucune";
    const parts = value.split(",").map((part) => {
      const [name = "", is] = part.split("=");
      return is === undefined ? part : `${labels[name] ?? name} ${is}`;
    });
    return parts.join(", ");
  },
  means: of({ link: "un lien" }),
  measured,
  other: table(KINDS, ([, other]) => other),
  promotion: of({
    applied: "appliquée",
    refused: "refusée",
    withdrawn: "abandonnée",
    expired: "expirée",
  }),
  role: of(settings.roles),
  roles: (value, write) => {
    const all = texts(value)?.map((role) => of(settings.roles)(role, write) ?? role);
    return all && (listed(all, "ou") || undefined);
  },
  said: of({
    runs_without_evidence: "sert sans preuve",
    requirements_unmet: "ne remplit pas ses exigences",
  }),
  saidOfMany: of({
    runs_without_evidence: "servent sans preuve",
    requirements_unmet: "ne remplissent pas leurs exigences",
  }),
  side: of({ base: "base", candidate: "candidate" }),
  stage: of(common.stages),
  stageIs: of({ ...common.stages, staging: "en préproduction", production: "en production" }),
  the: table(KINDS, ([the]) => the),
  time: (value, write) => (typeof value === "string" ? write.time(value) : undefined),
  turned: of({ on: "activé", off: "désactivé" }),
  youDid: did("avez"),
};
