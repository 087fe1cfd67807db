import type { Messages } from "../en";
import { plural, things } from "./grammar";

const evaluations = (n: number) => things(n, "évaluation", "évaluations");

export const suites: Messages["suites"] = {
  columns: {
    name: "Suite",
    team: "Équipe",
    trust: "Confiance",
    language: "Langue",
    tasks: "Tâches",
    recent: "Évaluations, 90 j",
    metric: "Métrique principale",
  },
  emptyTitle: "Aucune suite n’est définie.",
  emptyText:
    "Une suite regroupe des tâches et dit jusqu’où s’y fier. Un import crée celles qui manquent, non classées.",
  emptyCommand: "tenure suites define ticket-routing --trust-class internal",
  anyLanguage: "toutes",
};

export const suite: Messages["suite"] = {
  unclassified: (name) => `Personne n’a encore dit ce qu’est ${name}.`,
  unclassifiedText: "Aucun contrôle ne lit ses nombres tant qu’elle n’a pas de classe de confiance.",
  unknown: (name, n) =>
    `${things(n, "métrique", "métriques")} de ${name} ne ${plural(n, "dit", "disent")} rien à un contrôle.`,
  ready: (name, trust) => `${name} : confiance ${trust}, et le sens de ses métriques est connu.`,
  noDescription: "Personne n’a écrit ce qu’elle est.",
  cli: (id) => `tenure suites show ${id}`,
  facts: {
    team: "Équipe",
    trust: "Confiance",
    category: "Mesure",
    language: "Langue",
    metric: "Affichée d’abord",
    recent: "Évaluations, 90 j",
    defined: "Définie",
  },
  categories: {
    quality: "qualité",
    safety: "sûreté",
    bias: "biais",
    performance: "performance",
  },
  metrics: "Que veulent dire ses métriques ?",
  metricsSub:
    "Ce que contenaient les cent dernières évaluations, et ce que dit la suite là où aucun fichier ne le dit. Cela vaut aussi pour ce qui est déjà conservé.",
  columns: { metric: "Métrique", direction: "Meilleure", unit: "Compte", seen: "Vue dans" },
  seen: (n) => (n === 0 ? "aucune évaluation" : evaluations(n)),
  noMetrics: "Aucune métrique n’a été mesurée, et aucune n’est décrite.",
  noMetricsText: "Importez un fichier de résultats, ou dites dès maintenant ce qu’une métrique voudra dire.",
  by: { report: "selon le fichier", suite: "selon la suite", catalogue: "selon l’usage" },
  target: (target) => `près de ${target}`,
  units: {
    fraction: "une part, de 0 à 1",
    percent: "une part, de 0 à 100",
    seconds: "des secondes",
    count: "des unités",
    currency: "de l’argent",
    score: "une échelle à elle",
  },
  measured: "Qu’a-t-elle mesuré ?",
  all: "Toutes ses évaluations",
  tasks: "Quelles tâches en font partie ?",
  tasksNone: "Aucune : seul ce qui nomme la suite elle-même lui revient.",
  define: "Définir une suite…",
  defineTitle: "Définir une suite",
  defineConfirm: "Définir la suite",
  change: "Modifier…",
  changeTitle: (name) => `Modifier ${name}`,
  changeText:
    "Sa classe de confiance décide dès maintenant de ce que les contrôles font de toutes ses évaluations. Les évaluations restent où elles sont.",
  changeConfirm: "Enregistrer la suite",
  say: "Dire le sens des métriques…",
  sayTitle: (name) => `Que veulent dire les métriques de ${name} ?`,
  sayText:
    "Pour les nombres dont aucun fichier ne le dit. Là où cela contredit un fichier, aucun contrôle ne lit le nombre tant que l’un n’est pas corrigé.",
  sayConfirm: "Enregistrer les métriques",
  name: "Nom",
  nameHelp: "Unique dans l’équipe, par exemple support-fr.",
  team: "Équipe",
  language: "Langue",
  languageHelp: "BCP 47, par exemple fr ; vide si elle n’en a aucune ou plusieurs.",
  tasksField: "Tâches",
  tasksHelp: "Un nom ou un motif par ligne, par exemple support_fr*.",
  description: "Ce qu’elle est",
  primary: "Métrique à afficher d’abord",
  metricName: (n) => `Métrique ${n}`,
  direction: "Meilleure",
  unit: "Compte",
  kind: "Chaque élément",
  kinds: { rate: "réussit ou échoue", mean: "est noté autrement" },
  aim: "Cible",
  unsaid: "rien n’est dit",
  another: "Ajouter une métrique",
  without: (name) => `Omettre ${name || "cette métrique"}`,
};
