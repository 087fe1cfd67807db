import type { Messages } from "../en";
import { things } from "./grammar";

export const names: Messages["names"] = {
  more: (name) => `Autres actions sur ${name}`,
  actions: { rename: "Renommer…", hide: "Masquer…", unhide: "Afficher à nouveau…" },
  titles: {
    hide: (name) => `Masquer ${name} ?`,
    unhide: (name) => `Afficher ${name} à nouveau ?`,
  },
  confirm: {
    hide: (name) => `Masquer ${name}`,
    unhide: (name) => `Afficher ${name} à nouveau`,
  },
  undos: {
    hide: "Affichez-le à nouveau, tant que rien d’autre n’a reçu son nom.",
    unhide: "Masquez-le à nouveau.",
  },
  chips: {
    hide: ["N’est plus utilisé", "Enregistré par erreur"],
    unhide: ["De nouveau nécessaire", "Masqué par erreur"],
    rename: ["L’ancien nom induit en erreur", "Suit les règles de nommage"],
  },
  renameTitle: (name) => `Renommer ${name}`,
  renameConfirm: (name) => `Renommer en ${name}`,
  newName: "Nom à partir de maintenant",
  newNameHelp:
    "Les identifiants, l’historique et les liens par identifiant restent. Qui demande l’ancien nom apprend le nouveau.",
  renamed: (was, name, when) => `${was} a été renommé en ${name} le ${when}.`,
  hiddenSince: (when) =>
    `Masqué depuis le ${when}. Les listes l’omettent, son nom peut être redonné, son historique reste.`,
  hidden: "masqué",
};

export const filters: Messages["filters"] = {
  label: "Filtres",
  any: (what, any = "tout") => `${what} : ${any}`,
  more: (n) => things(n, "filtre de plus", "filtres de plus"),
  stage: "Étape",
  serving: "En service",
  servingChoices: { true: "sert quelque part", false: "ne sert nulle part" },
  tag: "Étiquette, par exemple tier=1",
  hidden: "Masqués",
  hiddenNot: "omis",
  hiddenChoices: { any: "avec les masqués", true: "masqués seulement" },
  task: "Tâche",
  trust: "Confiance",
  language: "Langue, par exemple fr",
  harness: "Outil",
  argument: "Argument du modèle, par exemple dtype=bfloat16",
  seed: "Graine, par exemple random_seed=7",
  shots: "Exemples",
  decides: "Décide",
  from: "Exécutée à partir du",
  to: "Exécutée avant le",
  noMatchTitle: "Rien ne correspond à ces filtres.",
  noMatchText: "Les filtres masquent le reste.",
  clear: "Effacer les filtres",
};
