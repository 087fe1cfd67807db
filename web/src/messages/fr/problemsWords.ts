/** Codes of problems in words. */
export const titles: Record<string, string> = {
  malformed: "Demande illisible",
  unauthenticated: "Personne n’est connecté",
  token_invalid: "Jeton non valable",
  token_expired: "Jeton expiré",
  token_revoked: "Jeton révoqué",
  link_invalid: "Lien non valable",
  forbidden: "Non permis",
  unknown_principal: "Personne inconnue",
  not_found: "Introuvable",
  method_not_allowed: "Méthode non admise",
  refused: "Refusé",
  request_in_progress: "Demande en cours",
  secret_shown_once: "Secret montré une seule fois",
  stale: "Modifié entre-temps",
  too_large: "Trop grand",
  unsupported_media_type: "Type de contenu non admis",
  invalid: "Non valable",
  idempotency_key_reused: "Clé d’idempotence réutilisée",
  precondition_required: "Révision attendue",
  too_many_requests: "Trop de demandes",
  internal: "Défaut du service",
  keys_unavailable: "Clés de l’émetteur inaccessibles",
  too_old: "Données trop anciennes",
  unavailable: "Base de données inaccessible",
};

/** What happened, by what it is in English, where a problem lists neither fields nor reasons. */
export const details: Record<string, string> = {
  "Nobody is signed in. Send `Authorization: Bearer` or sign in.":
    "Connectez-vous, ou envoyez un jeton dans l’en-tête Authorization.",
  "The token is not one of this service, or its signature is wrong.":
    "Le jeton n’est pas de ce service, ou sa signature est fausse.",
  "The token has expired. Make a new one.": "Le jeton a expiré. Créez-en un nouveau.",
  "The token was revoked.": "Le jeton a été révoqué.",
  "The one-time link is unknown, used or expired. Ask for a new one.":
    "Le lien à usage unique est inconnu, déjà utilisé ou expiré. Demandez-en un nouveau.",
  "This needs the role {roles} on the team it concerns.":
    "Il faut le rôle {roles:anyRole} dans l’équipe concernée.",
  "A token of one application resolves its routes and does nothing else.":
    "Le jeton d’une application résout ses routes et ne fait rien d’autre.",
  "This needs a token that is bound to no application and no environment.":
    "Il faut un jeton lié à aucune application et à aucun environnement.",
  "A session acts only from the console's own pages.":
    "Une session n’agit que depuis les pages de la console.",
  "The token's issuer is trusted, but its subject is nobody here.":
    "L’émetteur du jeton est connu, mais son sujet n’est personne ici.",
  "No such {kind}.": "{kind:thing} n’existe pas, ou vous n’y avez pas accès.",
  "Here it is {allow}.": "Ici, c’est {allow}.",
  "A request with the same Idempotency-Key is being worked on.":
    "Une demande avec la même clé d’idempotence est en cours.",
  "The request succeeded before; its answer held a secret and is not repeated.":
    "La demande a déjà réussi ; sa réponse contenait un secret et n’est pas répétée.",
  "It changed since; its revision is now {n}.": "Modifié depuis ; la révision est maintenant {n}.",
  "At most {n} bytes are taken here.": "Ici, {n} octets au plus sont pris.",
  "Send {type}.": "Envoyez du {type}.",
  "The Idempotency-Key was used for another request.": "La clé d’idempotence a servi à une autre demande.",
  "A transition needs `If-Match` with the revision that was seen.":
    "Il faut dire dans If-Match quelle révision a été vue.",
  "Too often. Come back after `Retry-After` seconds.": "Trop souvent. Revenez un peu plus tard.",
  "A fault of the service. It is logged under the request id.":
    "Le journal du service le garde sous l’identifiant de la requête.",
  "The keys of the token's issuer cannot be had. Come back later, or use an API token.":
    "Les clés de l’émetteur du jeton ne peuvent pas être lues. Revenez plus tard, ou utilisez un jeton de l’API.",
  "What this instance knows is older than the route allows, and the database is away.":
    "Ce que cette instance sait est plus ancien que la route ne l’admet, et la base de données est absente.",
  "The database cannot be reached. Resolving keeps answering from memory.":
    "La base de données ne répond pas. La résolution continue de mémoire.",
};

/** What there is not, by its kind. */
export const kinds: Record<string, string> = {
  application: "Cette application",
  artefact: "Ce fichier de résultats",
  "claim rule": "Cette règle d’émetteur",
  code: "Ce code",
  comment: "Ce commentaire",
  comparison: "Cette comparaison",
  content: "Ce contenu",
  decision: "Cette décision",
  entity: "Cet objet",
  evaluation: "Cette évaluation",
  event: "Cette entrée du journal",
  file: "Ce fichier",
  finding: "Ce constat",
  grant: "Ce rôle",
  "match rule": "Cette règle de correspondance",
  member: "Ce membre",
  model: "Ce modèle",
  operation: "Cette opération",
  policy: "Cette politique",
  promotion: "Cette promotion",
  route: "Cette route",
  session: "Cette session",
  suite: "Cette suite",
  token: "Ce jeton",
  version: "Cette version",
  waiver: "Cette dérogation",
};

/** What is wrong with a field, by what it is in English, where it is more than what would be right. */
export const wrongs: Record<string, string> = {
  "A number is compared with something that is none.": "Un nombre est comparé à ce qui n’en est pas un.",
  "A {type} has no field {name}.": "Une valeur de type {type} n’a pas de champ {name}.",
  "At most {n} bytes; these are {m}.": "{n} octets au plus ; il y en a {m}.",
  "It holds {n} results.": "Il contient {n|# résultat|# résultats}.",
  "It may take {n} steps; at most {m}.": "Elle peut demander {n} étapes ; {m} au plus.",
  "It must say true or false.": "Elle doit dire vrai ou faux.",
  "It nests deeper than {n}.": "Elle s’emboîte sur plus de {n} niveaux.",
  "Maps and messages cannot be made here.": "On ne peut pas construire ici d’objets ni de messages.",
  "No results of task {task} with filter {filter} are waiting for these items.":
    "Aucun résultat de la tâche {task} avec le filtre {filter} n’attend ces éléments.",
  "Task {task} has {n} metrics.": "La tâche {task} a {n|# métrique|# métriques}.",
  "Task {task} stands twice with filter {filter}.":
    "La tâche {task} figure deux fois avec le filtre {filter}.",
  "The documents {n} and {m} are both about the {kind} {label}.":
    "Les documents {n} et {m} parlent tous deux de {label}.",
  "The file is about {n} models.": "Le fichier parle de {n|# modèle|# modèles}.",
  "The key {key} stands twice.": "La clé {key} figure deux fois.",
  "The margin of {suite} is not above 0, or the name is too long.":
    "La marge de {suite} n’est pas au-dessus de 0, ou le nom est trop long.",
  "The metrics of task {task} take {n} bytes.": "Les métriques de la tâche {task} prennent {n} octets.",
  "The slots sum to {n}, not 10000.": "La somme des emplacements est {n}, non 10 000.",
  "The task's name has {n} bytes.": "Le nom de la tâche a {n} octets.",
  "The value of {metric} is too long.": "La valeur de {metric} est trop longue.",
  "The {what} of task {task} is wrong.": "Dans la tâche {task}, ceci est faux : {what:particular}.",
  "There are {n} documents.": "Il y a {n|# document|# documents}.",
  "The field {name} is {words}, never {text}.": "Le champ {name} vaut {words}, jamais {text}.",
  "There is no field {name} here.": "Il n’y a pas de champ {name} ici.",
  "There is no function {name}.": "Il n’y a pas de fonction {name}.",
  "There is no parameter {name}. Did you mean {nearest}?":
    "Il n’y a pas de paramètre {name}. Vouliez-vous dire {nearest} ?",
  "There is no parameter {name}.": "Il n’y a pas de paramètre {name}.",
  "There is no {name}.": "Il n’y a pas de {name}.",
  // What the reader of JSON says of a body.
  "duplicate field `{name}`.": "Le champ {name} figure deux fois.",
  "missing field `{name}`.": "Le champ {name} manque.",
  "unknown field `{name}`, expected {names}.": "Il n’y a pas de champ {name}.",
};

/** Places in a file, where they are no pointers. */
export const places: Record<string, string> = {
  "case {n}": "cas {n}",
  "line {n}": "ligne {n}",
  "line {n}, column {column}": "ligne {n}, colonne {column}",
};

/** Parts of a run, by what they are in English. */
export const particulars: Record<string, string> = {
  "dataset digest": "l’empreinte des données",
  filter: "le filtre",
  "items' metric": "la métrique des éléments",
  "metric key": "la clé d’une métrique",
  "metric name": "le nom d’une métrique",
  "parent task": "la tâche parente",
  "prompt template digest": "l’empreinte du gabarit de l’invite",
  slice: "la tranche",
  "stderr method": "la méthode de l’erreur type",
  "suite digest": "l’empreinte de la suite",
  "suite version": "la version de la suite",
  "tool commit": "le commit de l’outil",
  "tool version": "la version de l’outil",
};
