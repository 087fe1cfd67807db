import type { Template } from "./template";

/** `Les données diffèrent : a sur la base, b sur la candidate.` */
const differ = (what: string) => `${what} : {base} sur la base, {candidate} sur la candidate.`;

/** What keeps an evaluation from being used, and what weakens a comparison, by code. */
export const weaknesses: Record<string, Template> = {
  dataset_differs: differ("Les données diffèrent"),
  dataset_unproven:
    "Rien ne montre qu’on a demandé la même chose des deux côtés : ni éléments, ni empreinte des données.",
  direction_unknown: "{metric} : personne ne dit si plus haut ou plus bas vaut mieux.",
  errors_many:
    "Sur la {side:side}, {errors|# élément a échoué|# éléments ont échoué} et {n|# a été noté|# ont été notés}.",
  few_clusters: "Les éléments viennent de {groups|# groupe|# groupes} ; un intervalle en demande {needed}.",
  few_items: "{n|# élément ne suffit|# éléments ne suffisent} pas pour conclure ; il en faut {needed}.",
  few_shot_differs: differ("Le nombre d’exemples dans l’invite diffère"),
  flagged: "{flag:flag}.",
  grader: "Ce qui notait les réponses semble avoir échoué ; ses notes ne disent rien.",
  hardware_unknown:
    "Aucun résultat ne dit sur quel matériel il a été obtenu : les rapports de temps valent pour les deux machines utilisées.",
  harness_differs: differ("L’outil diffère"),
  harness_version_differs: differ("La version de l’outil diffère"),
  items_of_another_number:
    "La moyenne des éléments n’est pas ce nombre ; ils ne sont donc pas appariés pour lui.",
  items_unmatched:
    "{unmatched|# élément n’a pas d’équivalent|# éléments n’ont pas d’équivalent} ; {n|# en a un|# en ont un}.",
  lengths_unknown:
    "Un test de charge ne dit pas la longueur des questions et des réponses : ses rapports ne valent qu’à longueurs égales.",
  hardware_differs: differ("Le matériel diffère"),
  load_differs: "La charge diffère : {base:load} sur la base, {candidate:load} sur la candidate.",
  load_unknown: "Aucun des deux résultats ne dit sous quelle charge il a été mesuré.",
  margin_unknown: "Personne n’a déclaré de combien elle peut être moins bonne ; seul le mieux suffit donc.",
  not_comparable:
    "Sa métrique n’a pas de sens dans lequel elle est meilleure, ou les deux côtés en nomment des différents.",
  not_measured_alike:
    "{aspect:aspect} n’a jamais été mesuré{aspect:e} sur les deux versions dans les mêmes conditions.",
  nothing_measured: "Elle ne contient aucun nombre.",
  prompt_differs: differ("Le gabarit de l’invite diffère"),
  samples_truncated: "Moins d’éléments ont été stockés que notés ; ils ne sont donc pas appariés.",
  seed_differs: differ("La graine diffère"),
  several_attempts: "La {side:side} a été mesurée {attempts} fois ; ceci est l’essai {attempt}.",
  source_declared: "Ses nombres sont affirmés par quelqu’un, non mesurés par une exécution.",
  suite_disagrees: "{metric} : son rapport et sa suite disent autre chose {what:disagree}.",
  suite_unclassified: "Personne n’a encore dit ce qu’est la suite {suite}.",
  suite_version_differs: [
    differ("L’état de la suite diffère"),
    "Les deux côtés ont exécuté des états différents de la suite.",
  ],
  tag_unreadable: "Sur la {side:side}, l’étiquette {tag} ne se lit pas.",
  uncertainty_unknown: [
    "{metric} : on ne connaît ni le nombre d’éléments ni une erreur type.",
    "Ni éléments appariés ni erreur type des deux côtés ne disent combien l’écart est sûr.",
  ],
  unit_differs: "Les deux côtés comptent dans des unités différentes.",
  unit_unknown: "{metric} : personne ne dit ce que sa valeur compte.",
  unknown_on: "{aspect:aspect} de {versions:list} est inconnu{aspect:e}.",
  value_not_applicable: "{metric} : son outil dit qu’elle n’a pas de sens ici.",
  value_outside_unit: "{metric} : {value:decimal} est hors de l’unité que dit sa suite.",
  value_unknown: "{metric} : sa valeur n’est pas un nombre.",
  version_unmatched: "Elle n’est pas encore rattachée à une version.",
};

/** What is odd about a run, as a flag says it. */
export const flags: Record<string, string> = {
  cached_latency: "Ses temps ont été lus dans un cache",
  cancelled: "Elle a été interrompue",
  configured_not_effective: "Ce qui a été configuré n’est pas ce qui a tourné",
  failed: "Elle s’est terminée par une erreur",
  few_requests: "Elle a eu si peu de requêtes que ses centiles ne disent rien",
  grader_failure_suspected: "C’est ce qui notait les réponses qui semble avoir échoué, pas le modèle",
  invalidated: "Son outil dit qu’elle n’est pas valable",
  limited: "On lui a dit de ne parcourir qu’une partie des éléments",
  partial: "Une partie de ce qu’elle résume manque",
  run_in_future: "Elle dit avoir tourné dans le futur",
  self_reported: "L’auteur du modèle l’a lui-même rapportée",
  unit_suspect: "Ses valeurs ne ressemblent pas à l’unité qu’elles annoncent",
};
