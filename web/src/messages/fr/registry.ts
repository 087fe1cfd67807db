import type { Messages } from "../en";
import { things } from "./grammar";

export const models: Messages["models"] = {
  cli: "tenure models list",
  title: "Modèles",
  headline: (n, more) => {
    if (n === 0) return "Aucun modèle n’est enregistré.";
    return more
      ? `Plus de ${n} modèles enregistrés.`
      : `${things(n, "modèle enregistré", "modèles enregistrés")}.`;
  },
  sub: "Un modèle est un nom que donne votre équipe. Ses versions ne changent jamais ; leur étape dit ce qu’elles ont le droit de faire.",
  filter: "Filtrer par nom",
  columns: {
    name: "Modèle",
    team: "Équipe",
    newest: "Dernière",
    stages: "Versions par étape",
    serves: "Sert actuellement",
    aliases: "Alias",
    created: "Enregistré",
  },
  register: "Enregistrer un modèle…",
  registerTitle: "Enregistrer un modèle",
  registerConfirm: "Enregistrer le modèle",
  nameLabel: "Nom",
  nameHelp: "1 à 255 caractères, sans / ni :. Il peut être changé plus tard.",
  descriptionLabel: "À quoi il sert",
  emptyTitle: "Aucun modèle n’est enregistré.",
  emptyText:
    "Un modèle regroupe les versions qui font un même travail. Enregistrez le premier ici ou en ligne de commande.",
  emptyCommand: "tenure models register support-chat",
  tally: (stage, n) => `${n} ${stage}`,
  noVersions: "pas encore de version",
  notServing: "rien",
  andMore: (n) => `et ${n} de plus`,
};

export const model: Messages["model"] = {
  headline: (name, n, serving) => {
    if (n === 0) return `${name} n’a pas encore de version.`;
    const does =
      serving === 0 ? "aucune ne sert" : `${serving === 1 ? "une sert" : `${serving} servent`} actuellement`;
    return `${name} a ${n === 1 ? "une version" : `${n} versions`} ; ${does}.`;
  },
  facts: {
    team: "Équipe",
    newest: "Dernière version",
    serves: "Sert (fait)",
    registered: "Enregistré",
    tags: "Étiquettes",
  },
  versions: "Quelle version est où ?",
  select: (n) => `Sélectionner la version ${n}`,
  selectHint: "Sélectionnez deux versions pour les comparer.",
  comparePair: (base, candidate) => `Comparer la version ${candidate} à la version ${base}`,
  versionsSub:
    "L’étape est ce qu’une version a le droit de faire. Le service est ce qu’elle fait maintenant.",
  columns: {
    number: "Version",
    stage: "Étape (droit)",
    serves: "Sert (fait)",
    aliases: "Alias",
    source: "Source",
    by: "Enregistrée par",
    created: "Enregistrée",
  },
  aliases: "Alias",
  aliasSub: "Un nom qui désigne une version et peut être déplacé.",
  noAliases: "Aucun alias ne désigne une version de ce modèle.",
  move: "Déplacer…",
  moveTitle: (alias) => `Déplacer ${alias}`,
  moveTo: "Vers la version",
  moveConfirm: (alias, n) => `Déplacer ${alias} vers la version ${n}`,
  newAlias: "Ajouter un alias…",
  aliasName: "Alias",
  register: "Enregistrer une version…",
  registerTitle: (name) => `Enregistrer une version de ${name}`,
  registerConfirm: "Enregistrer la version",
  sourceKind: "D’où vient le modèle",
  sourceKinds: {
    hosted: "hébergé par un fournisseur",
    weights: "poids que nous détenons",
    opaque: "décrit en mots",
  },
  platform: "Plateforme",
  nativeId: "Identifiant chez le fournisseur",
  uri: "Adresse des poids",
  digest: "Empreinte",
  digestHelp: "sha256: et 64 chiffres hexadécimaux",
  text: "Description de la source",
  note: "Ce qui change dans cette version",
  emptyTitle: "Aucune version n’est enregistrée.",
  emptyText: "Une version fixe une source et une configuration. Une fois enregistrée, elle ne change jamais.",
  cli: (name) => `tenure versions list ${name}`,
  emptyCommand: (name) => `tenure versions register ${name} --hosted anthropic claude-sonnet-4-5`,
  about: "À propos",
  noDescription: "Personne n’a écrit à quoi sert ce modèle.",
};

export const version: Messages["version"] = {
  cli: (model, n) => `tenure versions show ${model}/${n}`,
  tabs: {
    promotion: "Promotion",
    evidence: "Preuves",
    serving: "Service",
    lineage: "Lignée",
    history: "Historique",
  },
  facts: {
    stage: "Étape (droit)",
    serving: "Sert (fait)",
    source: "Source",
    aliases: "Alias",
    basis: "Comment elle est arrivée là",
    registered: "Enregistrée",
    policy: "Politique",
  },
  basis: {
    registered: "enregistrée",
    promoted: "promue",
    adopted: "adoptée, elle servait déjà",
    imported: "importée",
  },
  adoptedDue: (date) => `adoptée, preuves attendues le ${date}`,
  servesNothing: "rien",
  actions: {
    deprecate: "Déprécier…",
    archive: "Archiver…",
    revoke: "Révoquer…",
    kill: "Arrêter…",
    request_promotion_staging: "Demander la préproduction…",
    request_promotion_production: "Demander la production…",
  },
  about: "Configuration",
  sourceTitle: "Source",
  parameters: "Paramètres",
  template: "Gabarit d’invite",
  adapter: "Adaptateur",
  servedAs: "Servie comme",
  madeFrom: "Issue de",
  madeInto: "A donné",
  noLineage: "Aucun parent n’est enregistré. Cette version commence sa propre lignée.",
  noChildren: "Rien n’est issu de cette version.",
  kinds: {
    fine_tune: "affinage",
    quantisation: "quantification",
    pruning: "élagage",
    distillation: "distillation",
    merge: "fusion",
    adapter: "adaptateur",
    reconfiguration: "reconfiguration",
  },
  lineageColumns: { relation: "Relation", version: "Version", technique: "Technique", stage: "Étape" },
  servingTitle: "Où a-t-elle servi, et quand ?",
  servingEmpty: "Cette version n’a servi sur aucune route.",
  servingEmptyText: "Une route envoie des appels à une version dès qu’une bascule lui donne une part.",
  historyTitle: "Que s’est-il passé jusqu’ici ?",
  sources: {
    hosted: (platform, id) => `${platform} · ${id}`,
    region: (region) => ` · ${region}`,
  },
  notFound: (model, n) => `${model} n’a pas de version ${n}.`,
};
