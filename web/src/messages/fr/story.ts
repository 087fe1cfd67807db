import type { Messages } from "../en";

export const story: Messages["story"] = {
  title: "Que s’est-il passé, dans l’ordre ?",
  comment: "Commentaire",
  commentHelp: "Lu par tous ceux qui voient ceci. Il ne change jamais et ne décide de rien. ⌘↵ l’envoie.",
  send: "Commenter",
  sending: "Envoi",
  erased: "Le texte a été effacé.",
  evidence: "Télécharger les preuves",
  evidencePage: "Sous forme de page",
  evidenceDays: (days) => `Télécharger les preuves de ${days} jours`,
};
