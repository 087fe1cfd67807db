import type { Messages } from "../en";
import { plural, things } from "./grammar";

export const waivers: Messages["waivers"] = {
  title: "Dérogations",
  inForce: (n) => (n === 0 ? "aucune" : `${n} en vigueur`),
  none: "Tout doit être rempli. Là où une politique admet une dérogation, l’exigence le dit.",
  answers: (who) => `${who} en répond`,
  until: "jusqu’au",
  ended: "close le",
  expired: "expirée le",
  givenBy: (who) => `accordée par ${who}`,
  policy: (policy) => `selon ${policy}`,
  past: (n) => `${n} qui ne ${plural(n, "compte", "comptent")} plus`,
  noReason: "Le motif a été effacé.",
  give: "Accorder une dérogation…",
  giveTitle: (title) => `Accorder une dérogation à « ${title} » ?`,
  giveText: (version, target) =>
    `Pour un temps, ${version} peut passer en ${target}, et y servir, bien que ceci ne soit pas rempli. Cela reste dans la liste, et au journal, avec qui en répond.`,
  voids: (n) =>
    `${things(n, "approbation accordée auparavant est alors nulle", "approbations accordées auparavant sont alors nulles")}.`,
  owner: "Qui en répond",
  days: "Jours de validité",
  daysHelp: (when) => `1 à 90. Jusqu’au ${when}.`,
  daysWrong: "Un nombre de jours de 1 à 90.",
  giveConfirm: (days) => `Accorder ${things(days, "jour", "jours")}`,
  giveChips: ["La preuve suit dans le délai", "Le risque est accepté par son responsable"],
  end: "Clore…",
  endTitle: (title) => `Clore la dérogation à « ${title} » ?`,
  endText:
    "L’exigence doit être remplie dès maintenant. Les approbations données avec la dérogation sont alors nulles.",
  endConfirm: "Clore la dérogation",
  endChips: ["Elle est remplie maintenant", "Le risque n’est plus accepté"],
};
