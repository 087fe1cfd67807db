import type { Messages } from "../en";
import { things } from "./grammar";

export const applications: Messages["applications"] = {
  title: "Applications",
  headline: (n, more) => {
    if (n === 0) return "Aucune application n’est décrite.";
    return more
      ? `Plus de ${n} applications appellent des modèles.`
      : `${things(n, "application appelle", "applications appellent")} des modèles.`;
  },
  sub: "Une application est ce qui appelle une route. Ce qu’elle décide, et avec les données de qui, dit quelles politiques la protègent.",
  columns: {
    name: "Application",
    team: "Équipe",
    criticality: "Criticité",
    risk: "Niveau de risque",
    data: "Classe de données",
    review: "Revue prévue",
  },
  filter: "Nom d’une application",
  cli: "tenure applications list",
  emptyTitle: "Aucune application n’est décrite.",
  emptyText: "Une route appartient à une application. Décrivez la première, puis créez sa route.",
  criticalities: { low: "faible", medium: "moyenne", high: "élevée", critical: "critique" },
  risks: { minimal: "minimal", limited: "limité", high: "élevé" },
  datas: {
    public: "publiques",
    internal: "internes",
    confidential: "confidentielles",
    restricted: "restreintes",
  },
  one: (name, routes) =>
    routes === 0
      ? `${name} n’appelle encore aucune route.`
      : `${name} appelle ${things(routes, "route", "routes")}.`,
  noPurpose: "Personne n’a écrit à quoi elle sert.",
  facts: {
    team: "Équipe",
    criticality: "Criticité",
    risk: "Niveau de risque",
    data: "Classe de données",
    regulation: "Classe réglementaire",
    review: "Revue prévue",
    described: "Décrite",
  },
  routes: "Quelles routes appelle-t-elle ?",
  routesSub: "Les parts disent quelle version lui répond maintenant.",
  noRoutes: "Aucune route ne lui appartient.",
  noRoutesText: "Elle est prête à appeler une route ; créez-en une là où ses appels doivent aller.",
  goRoutes: "Routes",
  uses: "Aussi utilisée par",
  usesNone: "Rien d’autre.",
  usedAs: {
    promotion: "proposition",
    token: "jeton",
    policy: "politique",
  },
  describe: "Décrire une application…",
  describeTitle: "Décrire une application",
  describeConfirm: "Décrire l’application",
  change: "Modifier…",
  changeTitle: (name) => `Modifier ${name}`,
  changeText:
    "Les politiques s’y réfèrent. Ce qu’elle peut appeler est jugé à nouveau dès le prochain passage d’étape.",
  changeConfirm: "Enregistrer la description",
  name: "Nom",
  nameHelp: "Unique dans l’équipe, par exemple helpdesk-web.",
  team: "Équipe",
  purpose: "Ce qu’elle fait",
};
