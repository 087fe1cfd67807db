import type { Messages } from "../en";
import { things } from "./grammar";

const routesOf = (n: number) => things(n, "route", "routes");

export const routes: Messages["routes"] = {
  cli: "tenure routes list",
  title: "Routes",
  headline: (n, mixed) => {
    if (n === 0) return "Aucune route n’est définie.";
    const split =
      mixed === 0
        ? "chacune envoie tous les appels à une version"
        : mixed === 1
          ? "une partage ses appels entre plusieurs versions"
          : `${mixed} partagent leurs appels entre plusieurs versions`;
    return `${routesOf(n)} ; ${split}.`;
  },
  sub: "Une route est ce qu’une application appelle. Ses parts disent quelle version répond.",
  columns: {
    route: "Route",
    shares: "Sert actuellement",
    application: "Application",
    fallbacks: "Replis",
    change: "Dernier changement",
  },
  emptyTitle: (env) => (env ? `Aucune route en ${env}.` : "Aucune route n’est définie."),
  emptyText: "Une route a besoin d’une version à l’étape que demande son environnement.",
  emptyCommand:
    'tenure routes create production/support-bot --application support-bot --version support-chat/7 --reason "First route"',
  create: "Créer une route…",
  createTitle: "Créer une route",
  createConfirm: "Créer la route",
  environment: "Environnement",
  key: "Clé",
  keyHelp: "Ce que demande l’application, par exemple support-bot.",
  application: "Application",
  version: "Version qui sert tous les appels",
  noApplication: "Aucune application n’est décrite. Décrivez-en d’abord une à la page Applications.",
  seq: (n) => `#${String(n).padStart(4, "0")}`,
};

export const route: Messages["route"] = {
  serves: (parts) => `${parts.join(", ")}.`,
  part: (name, percent) => `${name} sert ${percent}`,
  off: "Rien ne sert. Les appelants reçoivent le repli qu’ils déclarent.",
  lastChange: (when, who) => `Dernier changement le ${when} par ${who}.`,
  fallbacks: (name) => `Si ${name} n’est pas disponible :`,
  fallbacksOnly: "Replis :",
  noFallback: "aucun repli n’est prévu",
  killed: (names) => `Arrêtées ici : ${names}.`,
  tabs: { now: "Maintenant", snapshots: "Instantanés", connect: "Connexion", history: "Historique" },
  switch: "Basculer…",
  rollback: "Rétablir…",
  kill: "Arrêter…",
  swim: "Quelle version répondait, et quand ?",
  swimSub: (from, to, zone, changes) =>
    `Du ${from} au ${to}, ${zone}.${changes === undefined ? "" : ` ${changes}.`}`,
  changes: (n, routes) => {
    const counted = n === 0 ? "Aucun changement" : things(n, "changement", "changements");
    return routes > 1 ? `${counted} sur ${routesOf(routes)}` : counted;
  },
  ranges: { day: "24 h", week: "7 j", month: "30 j", year: "1 an", life: "Tout" },
  range: "Période",
  view: "Vue",
  atTime: "À ce moment",
  facts: {
    inForce: "En vigueur",
    slots: "Emplacements",
    decided: "Décidé par",
    reason: "Motif",
    evidence: "Preuves",
    snapshot: "Instantané",
    log: "Journal",
    killed: "Arrêtées",
  },
  inForce: (from, to) => `du ${from} au ${to}`,
  inForceOpen: (from) => `depuis le ${from}`,
  nothingAt: "Tenure n’a aucune trace de cette route à ce moment.",
  previous: "Changement précédent",
  next: "Changement suivant",
  copyTime: "le lien vers ce moment",
  exact: "Moment exact",
  now: "Maintenant",
  known: "Tel que connu à",
  logHead: "la tête du journal",
  knownText: (position) => `${position}. La réponse pour ce moment et cette position ne change jamais.`,
  who: "Qui reçoit quoi maintenant ?",
  whoSub:
    "La clé décide de l’emplacement, l’emplacement décide de la version. Un appelant garde son emplacement.",
  unit: "Clé de l’appelant",
  unitExample: "ticket-88213",
  slotIs: (slot) => `est à l’emplacement ${slot} et reçoit`,
  slotNothing: (slot) => `est à l’emplacement ${slot} et ne reçoit rien.`,
  pinned: "parce qu’elle est épinglée",
  slotAxis: "10 000 emplacements",
  slotMark: (slot) => `emplacement ${slot}`,
  legend: {
    switch: "bascule",
    promotion: "promotion",
    rollback: "rétablissement",
    kill: "arrêt",
    created: "création",
  },
  keysChange: "changement",
  keyNow: "n",
  keysNow: "maintenant",
  events: "Événements",
  lane: (route) => `Parts de ${route}`,
  cursor: "Curseur de temps",
  noRecord: "aucune trace",
  tableColumns: {
    route: "Route",
    from: "Du",
    to: "Au",
    shares: "Parts",
    by: "Décidé par",
    log: "Journal",
  },
  to: "au",
  promotion: "promotion",
  grounds: { "version.adopted": "adoptée", "version.registered": "enregistrée" },
  still: "toujours en vigueur",
  snapshotColumns: { seq: "Instantané", from: "En vigueur depuis le", shares: "Parts", fallbacks: "Replis" },
  connectTitle: "Comment une application demande-t-elle ?",
  connectSub: "Une requête répond quelle version appeler. La même clé reçoit la même version.",
  call: (environment, key) =>
    `curl -H "Authorization: Bearer $TENURE_TOKEN" "$TENURE_URL/api/v1/resolve/${environment}/${key}?unit=ticket-88213"`,
  cli: (environment, key) => `tenure which ${environment}/${key} --unit ticket-88213`,
  cliRan: (environment, key) => `tenure ran --route ${environment}/${key}`,
  choose: "Version",
  share: "Part en pour cent",
  shareSum: (sum) => `Les parts totalisent ${sum} ; elles doivent totaliser 100 %.`,
  addVersion: "Ajouter une version",
  remove: (name) => `Supprimer ${name}`,
  switchTitle: (route) => `Basculer ${route} ?`,
  switchConfirm: (parts) => `Basculer vers ${parts}`,
  killTitle: (name, route) =>
    name ? `Arrêter ${name} sur ${route} ?` : `Arrêter une version sur ${route} ?`,
  killConfirm: (name) => `Arrêter ${name} ici`,
  rollbackTitle: (route) => `Rétablir ${route} ?`,
  rollbackTo: "À l’instantané",
  rollbackConfirm: (seq) => `Rétablir ${seq}`,
  killChoose: "Version à arrêter",
};

export const ran: Messages["ran"] = {
  cli: (when) => `tenure ran --at ${when}`,
  title: "Ce qui servait",
  headline: (n, when) =>
    n === 0
      ? `Tenure n’a aucune trace pour le ${when}.`
      : `${things(n, "route servait", "routes servaient")} le ${when}.`,
  sub: (position) => `Tel que connu à la position ${position} du journal. Cette réponse ne change jamais.`,
  time: "Moment",
  known: "Tel que connu à",
  knownHelp: "Position, ou rien",
  ask: "Demander",
  columns: {
    route: "Route",
    shares: "Servait",
    since: "En vigueur",
    by: "Décidé par",
    why: "Pourquoi",
    log: "Journal",
  },
  emptyTitle: "Rien ne servait à ce moment.",
  emptyText:
    "Soit aucune route n’existait, soit Tenure n’avait encore rien consigné. Choisissez un moment ultérieur.",
  copy: "le lien vers cette réponse",
  lanes: "Autour de ce moment",
  noReason: "sans motif",
  adopted: "adoptée",
};
