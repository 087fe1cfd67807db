import type { Messages } from "../en";
import { things } from "./grammar";

export const requirements: Messages["requirements"] = {
  title: (target) => `Que manque-t-il pour l’étape ${target} ?`,
  titleDecided: "Qu’a-t-on décidé, et sur quoi ?",
  sub: ({ fail, unknown, waived = 0, warn, pass }, when) =>
    [
      `Échecs : ${fail}, inconnues : ${unknown}, `,
      waived > 0 && `dérogations : ${waived}, `,
      warn > 0 && `simples avertissements : ${warn}, `,
      `remplies : ${pass}. Évalué à ${when}.`,
    ]
      .filter(Boolean)
      .join(""),
  subNone: (when) => `Rien n’est demandé. Évalué à ${when}.`,
  columns: {
    requirement: "Exigence, et comment la remplir",
    measured: "Mesuré",
    limit: "Face à la limite",
    evidence: "Preuves",
  },
  outcomes: {
    pass: "remplie",
    fail: "échoue",
    unknown: "inconnue",
    warn: "avertit",
    waived: "fait l’objet d’une dérogation",
  },
  relations: {
    at_least: (value) => `${value} ou plus`,
    at_most: (value) => `${value} ou moins`,
    equals: (value) => `exactement ${value}`,
  },
  needs: (what) => `il faut ${what}`,
  needsAt: (value, end) => `il faut ${value} à la borne ${end === "low" ? "basse" : "haute"}`,
  needsItems: (what) => `il faut des éléments : ${what}`,
  waivedUntil: "N’est pas remplie, avec une dérogation jusqu’au",
  waivedEnd: ".",
  noNeed: "aucune limite n’est écrite",
  noEvidence: "aucune",
  n: (n) => `n = ${n}`,
  passed: (n) => things(n, "remplie", "remplies"),
  details: "Détails",
  why: "Pourquoi",
  rule: "Règle",
  policy: "Politique",
  policyVersion: (name, n) => `${name} v${n}`,
  none: "Aucune politique ne couvre ceci. La version monte librement.",
  noneText: "Une politique dit ce qu’une version doit montrer avant de monter, et qui doit l’approuver.",
  setOne: "Écrire une politique",
  bullet: (measured, need) => `${measured}, ${need}`,
};

export const approvals: Messages["approvals"] = {
  title: "Approbations",
  given: (given, quorum) => `${given} sur ${quorum}`,
  notNeeded: "aucune nécessaire",
  ends: (time) => `Prend fin le ${time}`,
  state: { valid: "", void: "nulle", expired: "expirée" },
  voidReasons: {
    proposal_changed: "La proposition a changé depuis.",
    role_lost: "Son auteur n’approuve plus pour cette équipe.",
    expired: "Son délai est passé.",
    withdrawn: "Son auteur l’a reprise.",
  },
  changed: {
    policy: (name, added) => (added ? `${name} s’y applique désormais.` : `${name} ne s’y applique plus.`),
    evaluation: (name, added) =>
      added ? `Nouvelle évaluation : ${name}.` : `Évaluation qui ne compte plus : ${name}.`,
    waiver: (name, added) =>
      added ? `Nouvelle dérogation : ${name}.` : `Dérogation qui ne compte plus : ${name}.`,
    stage: (name, added) => (added ? `Étape actuelle : ${name}.` : `Étape d’alors : ${name}.`),
  },
  role: (role, given) => (given ? `rôle ${role} : un approbateur l’a` : `l’un d’eux avec le rôle ${role}`),
  missing: (n, role) => (n === 1 ? `encore un ${role}` : `encore ${n} personnes du rôle ${role}`),
  nobodyMay: "Personne d’autre ne peut approuver ceci. Donnez le rôle à une personne de plus.",
  mayNot: "Ne peuvent pas approuver",
  binds: "Liées à la proposition",
  voids: "Toute modification les annule ; une nouvelle évaluation aussi.",
  rejected: "a rejeté",
};

export const promotion: Messages["promotion"] = {
  title: "Promotions",
  headline: (label, model, n, target, state) =>
    `${label} : la proposition de passer ${model} version ${n} en ${target} ${state}.`,
  states: {
    open: "est ouverte",
    awaiting_approval: "attend une approbation",
    approved: "est approuvée",
    applied: "a été appliquée",
    refused: "a été refusée",
    withdrawn: "a été abandonnée",
    expired: "a expiré",
  },
  stateNames: {
    open: "ouverte",
    awaiting_approval: "approbation",
    approved: "approuvée",
    applied: "appliquée",
    refused: "refusée",
    withdrawn: "abandonnée",
    expired: "expirée",
  },
  track: "État de la proposition",
  opened: (label, who, when) => `Proposition ${label}, ouverte par ${who} le ${when}.`,
  mayGo: (n, target) => `La version ${n} peut passer en ${target}.`,
  atTop: (n, stage) => `La version ${n} est en ${stage}. Il n’y a pas d’étape plus haute.`,
  closed: (n, stage) => `La version ${n} est ${stage} et ne va nulle part d’ici.`,
  facts: {
    version: "Version",
    from: "De",
    to: "Vers",
    opened: "Ouverte",
    expires: "Expire",
    policy: "Politique",
  },
  approve: "Approuver…",
  reject: "Rejeter…",
  withdraw: "Abandonner…",
  apply: "Appliquer…",
  request: (target) => `Demander la ${target}…`,
  requestTitle: (n, target) => `Demander la ${target} pour la version ${n} ?`,
  furtherTitle: (n, target) => `Demander la ${target} pour un autre usage de la version ${n} ?`,
  further: "Demander un autre usage",
  use: "Usage",
  useAny: "N’importe quelle application",
  useChoose: "Choisissez une application",
  useHelp:
    "Pour une application, seules les politiques de cet usage protègent. Pour n’importe laquelle, toutes.",
  furtherHelp: "Son étape reste. Les politiques de cet usage décident si elle peut y servir.",
  requestConfirm: (n, target) => `Demander la ${target} pour la version ${n}`,
  approveTitle: (label) => `Approuver ${label} en l’état ?`,
  approveText: (requirements, evaluations, policies) =>
    `Porte sur ${things(requirements, "exigence", "exigences")}, ${things(evaluations, "évaluation", "évaluations")}, ${policies}. Toute modification l’annule.`,
  approveOpen: (n) =>
    `${things(n, "exigence n’est pas encore remplie", "exigences ne sont pas encore remplies")}. Votre approbation n’y change rien.`,
  approveConfirm: (label) => `Approuver ${label}`,
  rejectTitle: (label) => `Rejeter ${label} ?`,
  rejectConfirm: (label) => `Rejeter ${label}`,
  withdrawTitle: (label) => `Abandonner ${label} ?`,
  withdrawText: "La proposition se clôt. Une nouvelle peut être ouverte à tout moment.",
  withdrawConfirm: (label) => `Abandonner ${label}`,
  applyTitle: (n, from, to) => `Faire passer la version ${n} de l’étape ${from} à l’étape ${to} ?`,
  applyText:
    "Cela dit ce que la version a le droit de faire. Aucun appel ne bouge ; seule la bascule d’une route le fait.",
  applyConfirm: (n, to) => `Passer la version ${n} en ${to}`,
  comment: "Commentaire",
  hash: "Proposition",
  replay: "Rejouer",
  replaying: "Rejeu",
  replaySame: "Décidé à nouveau sur les faits conservés : le même verdict.",
  replayOther: "Décidé à nouveau sur les faits conservés : un autre verdict.",
  open: "Ouvrir la proposition",
  openOnes: "Propositions",
};

export const proof: Messages["proof"] = { facts: "Faits", evaluator: "Évaluateur" };
