import type { Messages } from "../en";
import { plural, things } from "./grammar";

const kinds: Record<string, string> = {
  runs_without_evidence: "sert sans preuve",
  requirements_unmet: "ne remplit pas ses exigences",
};

/** What clears a finding, by its kind. */
const remedies: Record<string, string> = {
  runs_without_evidence:
    "Mesurez cette version et importez le résultat. Le constat se clôt à la première preuve qui peut décider.",
  requirements_unmet:
    "Remplissez les exigences, obtenez une dérogation, ou retirez la version de ses routes. Le constat se clôt alors de lui-même.",
};

const said = (kind: string) => kinds[kind] ?? kind.replaceAll("_", " ");

export const findings: Messages["findings"] = {
  cli: "tenure findings list",
  cliClosed: "tenure findings list --closed",
  title: "Constats",
  headline: (n, more, late) => {
    const count = more
      ? `Plus de ${n} constats sont ouverts`
      : things(n, "constat est ouvert", "constats sont ouverts");
    return late === 0
      ? `${count} ; aucun n’est en retard.`
      : `${count} ; ${late} ${plural(late, "est", "sont")} en retard.`;
  },
  headlineNone: "Aucun constat n’est ouvert.",
  headlineClosed: (n, more) =>
    more ? `Plus de ${n} constats sont clos.` : `${things(n, "constat est clos", "constats sont clos")}.`,
  sub: "Ce que le service a remarqué sur ce qui sert, et que personne n’a encore réglé. La première échéance d’abord.",
  kinds,
  /** `code-review/2 ne remplit pas 2 exigences.` */
  sentence: (label, kind, count) =>
    kind === "requirements_unmet" && count !== undefined
      ? `${label} ne remplit pas ${things(count, "exigence", "exigences")}.`
      : `${label} ${said(kind)}.`,
  nameless: "Quelque chose",
  columns: {
    what: "Ce qui n’est pas rempli",
    state: "État",
    due: "Échéance",
    since: "Depuis",
    owner: "Responsable",
    remedy: "Ce qui le règle",
  },
  states: { open: "ouvert", acknowledged: "pris en charge", closed: "clos" },
  remedies,
  remedyAny: "Regardez-le, et dites pourquoi il est sans importance ou réglez sa cause.",
  importCommand: (label) => `tenure evaluations import results.json --version ${label}`,
  free: "encore personne",
  noDue: "sans date",
  filters: {
    state: "État",
    kind: "Nature",
    assignee: "Pris en charge par",
    states: { acknowledged: "pris en charge", open: "pris en charge par personne", closed: "clos" },
    stateAny: "non clos",
    mine: "moi",
  },
  emptyTitle: "Aucun constat.",
  emptyText:
    "Ce qui sert est sans cesse comparé aux politiques. Ce qui ne les remplit plus apparaît ici, avec le jour où ce devrait être réglé.",
  emptyClosedTitle: "Rien n’a encore été clos.",
  emptyClosedText:
    "Un constat se clôt quand sa cause a disparu, ou quand quelqu’un dit pourquoi il est sans importance.",
  facts: {
    about: "Sur",
    team: "Équipe",
    taken: "Pris en charge par",
    since: "Depuis",
    due: "Échéance",
    closed: "Clos",
  },
  missing: "Que manque-t-il ?",
  missingSub: (n) =>
    `${things(n, "exigence n’est pas remplie", "exigences ne sont pas remplies")} là où elle sert.`,
  missingNow:
    "Jugé maintenant. Ce qui n’apparaît pas ici est de nouveau rempli ; le constat suit en quelques minutes.",
  codes: "Non rempli au moment du constat",
  more: (n) => `et ${n} de plus`,
  clears: "Qu’est-ce qui le règle ?",
  affected: "Ce que cela touche",
  affectedNone: "Elle ne sert nulle part actuellement.",
  routes: "Routes",
  proposals: "Propositions ouvertes",
  version: "Version",
  mine: "Prendre en charge",
  give: "Confier à…",
  close: "Clore…",
  giveTitle: "Qui s’en occupe ?",
  giveTo: "Personne",
  giveNobody: "personne, remettre à disposition",
  giveText:
    "Qui l’a en charge le trouve parmi les siens. Ce qui est remis à disposition est de nouveau ouvert.",
  giveConfirm: (name) => `Confier à ${name}`,
  putBackConfirm: "Remettre à disposition",
  closeTitle: "Clore ce constat ?",
  closeText:
    "Pour ce qui est sans importance. Un constat dont le service surveille la cause se clôt de lui-même ; il ne peut pas être clos à la main.",
  closeConfirm: "Clore le constat",
  closeChips: ["Elle va être mise hors service", "Accepté par son responsable"],
};
