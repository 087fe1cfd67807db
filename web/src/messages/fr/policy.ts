import type { Messages } from "../en";
import { plural, things } from "./grammar";

export const policies: Messages["policies"] = {
  cli: "tenure policies list",
  columns: {
    name: "Politique",
    applies: "S’applique à",
    requirements: "Exigences",
    approvals: "Approbations",
    published: "Publiée",
  },
  emptyTitle: "Aucune politique n’est écrite.",
  emptyText:
    "Sans politique, toute version monte librement. Partez d’un gabarit ; il peut être essayé sur une version avant de compter.",
  emptyCommand: "tenure policies create serving-critical.json",
  create: "Nouvelle politique…",
  to: (target, teams) => `${target}, ${teams}`,
  allTeams: "toutes les équipes",
  quorum: (n) => (n === 0 ? "aucune" : things(n, "approbateur", "approbateurs")),
  state: { active: "active", off: "désactivée" },
  warnsUntil: (day) => `avertit jusqu’au ${day}`,
  narrows: { risk: "risque", criticality: "criticité", data: "données", tag: "étiquette" },
  oneOf: (what, values) => `${what} ${values.join(" ou ")}`,
  allOf: (what, values) => `${what} ${values.join(" et ")}`,
  version: (n) => `v${n}`,
};

export const policy: Messages["policy"] = {
  headline: (name, n, target) =>
    `${name} demande ${things(n, "exigence", "exigences")} avant l’étape ${target}.`,
  newHeadline: "Que doit montrer une version avant de monter ?",
  sub: (number, who, when) => `Version ${number}, publiée par ${who} le ${when}.`,
  off: "Cette politique est désactivée. Elle ne protège rien tant qu’elle n’est pas activée.",
  warns: (day) =>
    `Elle avertit et ne demande aucune approbation jusqu’au ${day} ; à partir de ce jour, elle bloque.`,
  name: "Nom",
  scope: "Quels passages protège-t-elle ?",
  target: "Avant l’étape",
  teams: "Équipes",
  teamsHelp: "Identifiants courts, séparés par des virgules. Vide : toutes.",
  tags: "Étiquettes de la version",
  tagsHelp: "Par exemple tier=critical. Toutes doivent être présentes ; vide : n’importe quelle version.",
  risks: "Niveau de risque de l’application",
  criticalities: "Criticité de l’application",
  datas: "Classe de données de l’application",
  useHelp:
    "Un passage demandé pour aucune application est toujours protégé : il peut servir à n’importe quel usage.",
  force: "Quand, et qui approuve ?",
  mode: "À partir de quand elle bloque",
  modes: { enforce: "Bloque aussitôt", warn: "Avertit d’abord" },
  from: "Bloque à partir du",
  fromHelp: (day) => `${day}, en UTC. Avant, elle avertit et ne demande aucune approbation.`,
  fromWrong: "Un jour comme 2026-12-01.",
  quorum: "Approbations nécessaires",
  expires: "Durée d’une approbation (jours)",
  languages: "Langues",
  languagesHelp: "Par exemple en, fr, de.",
  margin: "Plus grande perte qui compte pour nulle",
  marginHelp:
    "En part : 0,02 fait deux points. Vide : aucune marge n’est déclarée, et aucune perte ne compte pour nulle.",
  suiteMargins: "Pour certaines suites",
  suiteMarginsHelp: "Une par ligne, par exemple ticket-routing = 0,01.",
  requirements: "Exigences",
  requirement: "L’exigence en mots",
  expression: "Règle (CEL)",
  severity: "Si elle échoue",
  severities: { block: "bloque", warn: "avertit" },
  once: "demandée au passage seulement, pas à ce qui sert",
  waivable: "admet une dérogation",
  details: "Ce qui l’accompagne",
  code: "Code",
  codeHelp: "Les dérogations et les constats le nomment. Il reste quand les mots changent.",
  explanation: "Pourquoi c’est demandé",
  knownWhen: "Connue quand (CEL)",
  knownWhenHelp: "Faux : rien ne permet de juger, le résultat est inconnu. L’inconnu ne passe pas.",
  measured: "Mesuré (CEL)",
  measuredHelp: "Ce qui est affiché comme mesuré : un nombre, ou des membres de evals ou cmp.",
  needed: "Nécessaire",
  neededNone: "non affiché",
  relations: { at_least: "au moins", at_most: "au plus", equals: "exactement" },
  neededValue: "Limite",
  neededOn: "Comparée à",
  neededUnit: "Unité",
  neededUnitHelp: "D’un simple nombre, par exemple days. Une évaluation a la sienne.",
  ons: {
    value: "la valeur",
    ci_low: "la borne basse",
    ci_high: "la borne haute",
    n: "le nombre d’éléments",
  },
  remedy: "Comment la remplir",
  remedyCommand: "Commande pour la remplir",
  remedyCommandHelp: "MODEL/NUMBER représente la version jugée.",
  add: "Ajouter une exigence",
  fromTemplate: "Depuis un gabarit",
  remove: (title) => `Supprimer ${title}`,
  publish: (n) => `Publier la version ${n}`,
  create: "Publier la politique",
  tryOn: "L’essayer sur une version",
  tryHelp: "Modèle et numéro, par exemple ticket-triage/4.",
  live: "Que déciderait-elle ?",
  liveSub: "Vérifié par le service pendant la saisie. Rien n’est conservé.",
  noProblems: "Aucun problème trouvé.",
  problems: (n) => `${things(n, "problème", "problèmes")} dans les règles.`,
  expected: "Attendu :",
};

/** What a content would find before it counts. */
export const policyWork: Messages["policyWork"] = {
  running: "Qu’est-ce qui sert et ne la remplirait pas ?",
  runningSub: (lacking, running, more) =>
    `Il manque quelque chose à ${lacking} ${plural(lacking, "version", "versions")} sur ${running} qui ${plural(running, "sert", "servent")}${more ? " ; il en sert plus que celles examinées" : ""}.`,
  runsFine: (n) =>
    n === 1 ? "La seule version qui sert la remplit." : `Les ${n} versions qui servent la remplissent.`,
  runsNothing: "Rien ne sert qu’elle protégerait.",
  past: "Quels passages aurait-elle arrêtés ?",
  pastSub: (otherwise, moves) =>
    `${otherwise} des ${moves} derniers passages n’${plural(otherwise, "aurait", "auraient")} pas abouti, sur les faits d’alors.`,
  pastFine: (n) =>
    n === 1 ? "Le seul passage antérieur aurait abouti." : `Les ${n} passages antérieurs auraient abouti.`,
  pastNothing: "Aucun passage n’a eu lieu qu’elle aurait protégé.",
  notReady: "Affiché dès que la politique a une exigence et qu’aucun problème n’est trouvé.",
  columns: { version: "Version", move: "Passage", lacks: "Ce qui manque, et comment y remédier" },
  showAll: (n) => `Tout afficher (${n})`,
};

export const policyTurn: Messages["policyTurn"] = {
  "turn-on": {
    open: "Activer…",
    title: (name) => `Activer ${name} ?`,
    confirm: (name) => `Activer ${name}`,
    undo: "Désactivez-la à nouveau. Ce qu’elle a refusé entre-temps reste refusé.",
    chips: ["Convenu avec les équipes", "La liste de travail est épuisée"],
  },
  "turn-off": {
    open: "Désactiver…",
    title: (name) => `Désactiver ${name} ?`,
    text: "Aucun passage n’y est plus soumis. Les propositions ouvertes sont jugées sans elle, et leurs approbations sont nulles.",
    confirm: (name) => `Désactiver ${name}`,
    undo: "Activez-la à nouveau.",
    chips: ["Une autre politique la remplace", "Elle arrête ce qu’elle ne devrait pas"],
  },
};
