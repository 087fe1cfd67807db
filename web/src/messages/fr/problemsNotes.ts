/** What is odd about a result file that was read all the same, by what it is in English. `{n}` is a number. */
export const notes: Record<string, string> = {
  "a list is a part of a metric of the whole corpus, not the score of an item":
    "une liste est une partie d’une métrique de tout le corpus, pas la note d’un élément",
  "a metric is one number, this is {node}": "une métrique est un nombre, ceci est {node:phrase}",
  "a score that is no number is kept as not scored":
    "une note qui n’est pas un nombre est gardée comme absence de note",
  "a score that is no number is not read": "une note qui n’est pas un nombre n’est pas lue",
  "a text of more than {n} bytes, or with control characters, stays in the raw file":
    "un texte de plus de {n} octets, ou avec des caractères de contrôle, reste dans le fichier d’origine",
  "more than {n} bytes stay in the raw file": "plus de {n} octets restent dans le fichier d’origine",
  "most failures say the same about the code of an assertion: the grader seems to have failed, not the model":
    "la plupart des échecs disent la même chose du code d’une assertion : c’est ce qui notait les réponses qui semble avoir échoué, pas le modèle",
  "no request that succeeded counts here: the zeros say nothing":
    "aucune requête réussie ne compte ici : les zéros ne disent rien",
  "num_fewshot is a list: its numbers are those of the tasks in the order of results":
    "num_fewshot est une liste : ses nombres sont ceux des tâches dans l’ordre de results",
  "num_fewshot lists {n} numbers for {tasks} tasks":
    "num_fewshot liste {n|# nombre|# nombres} pour {tasks} tâches",
  "only the day is stated: the time is read as its beginning in UTC":
    "seul le jour est dit : le moment lu est son début en UTC",
  "only the first {n} notes and pointers are kept":
    "seuls les {n} premières remarques et repères sont gardés",
  "sample {key} stands twice in epoch {epoch}; the first is read":
    "l’élément {key} figure deux fois dans l’époque {epoch} ; le premier est lu",
  "start_time is a counter of the process and no time: when it ran stays unknown":
    "start_time est un compteur du processus et non un moment : la date de l’exécution reste inconnue",
  "the card says {key}: {value}": "la fiche dit {key} : {value}",
  "the file mixes shares from 0 to 1 with other units, most likely percent":
    "le fichier mêle des parts de 0 à 1 à d’autres unités, très probablement des pourcentages",
  "the file turns the usual direction of {metric} around; the file's is used":
    "le fichier inverse le sens habituel de {metric} ; celui du fichier est utilisé",
  "the group has other numbers here than in results; those of results are read":
    "le groupe a ici d’autres nombres que dans results ; ceux de results sont lus",
  "the group names {group}, which has no results in this file":
    "le groupe nomme {group}, qui n’a pas de résultats dans ce fichier",
  "the language is not written as in BCP 47, like fr or pt-BR":
    "la langue n’est pas écrite comme dans BCP 47, telle que fr ou pt-BR",
  "the line begins with another metric than the lines before: it is left out":
    "la ligne commence par une autre métrique que les précédentes : elle est laissée de côté",
  "the log holds no score": "le journal ne contient aucune note",
  "the log holds {n} samples of more that ran":
    "le journal contient {n} éléments sur davantage qui ont tourné",
  "the number is written as a string": "le nombre est écrit comme une chaîne",
  "the record has another version than 0.2 or 0.3; it is read like version 0.3":
    "l’enregistrement a une autre version que 0.2 ou 0.3 ; il est lu comme la version 0.3",
  "the report does not say which model was tested": "le rapport ne dit pas quel modèle a été testé",
  "the report has another version than 1 or 2; it is read like version 2":
    "le rapport a une autre version que 1 ou 2 ; il est lu comme la version 2",
  "the run did not end well: its status is not stated":
    "l’exécution ne s’est pas bien terminée : son état n’est pas dit",
  "the run did not end well: its status is {status}":
    "l’exécution ne s’est pas bien terminée : son état est {status}",
  "the run put an adapter on the model: the version is the model with its adapter":
    "l’exécution a mis un adaptateur sur le modèle : la version est le modèle avec son adaptateur",
  "the run was told to compute no metric": "on a dit à l’exécution de ne calculer aucune métrique",
  "the time has no zone: when it ran stays unknown":
    "le moment est sans fuseau : la date de l’exécution reste inconnue",
  "the first row of the evaluation says another {name}; it counts":
    "la première ligne de l’évaluation dit autre chose pour {name} ; c’est elle qui compte",
  "the unit of the measure is not known: it stays in the raw file":
    "l’unité de la mesure n’est pas connue : elle reste dans le fichier d’origine",
  "this is no SHA-256 of 64 hex digits": "ce n’est pas un SHA-256 de 64 chiffres hexadécimaux",
  "values of this leaderboard are normalised against chance: they are not the raw metric":
    "les valeurs de ce classement sont normalisées par rapport au hasard : ce n’est pas la métrique brute",
  "what follows ± may be a standard error or an interval: it stays as it is written":
    "ce qui suit ± peut être une erreur type ou un intervalle : cela reste tel que c’est écrit",
  "{metric} is best at {target}, not high or low; the file's direction is not used":
    "{metric} est au mieux à {target}, ni haut ni bas ; le sens du fichier n’est pas utilisé",
  "{name} is a share from 0 to 1 elsewhere, here it is {value}: its unit is not certain":
    "{name} est ailleurs une part de 0 à 1, ici c’est {value} : son unité n’est pas certaine",
  "{name} stands twice in split {split}; the first is read":
    "{name} figure deux fois dans la partie {split} ; la première est lue",
  "{n} samples were not scored and are not in the numbers":
    "{n|# élément n’a pas été noté et n’est pas|# éléments n’ont pas été notés et ne sont pas} dans les nombres",
  "{n} statistics about changed questions or parts of a split stay in the raw file":
    "{n} statistiques sur des questions modifiées ou des parties d’un jeu restent dans le fichier d’origine",
  "{n} statistics about the run itself stay in the raw file":
    "{n} statistiques sur l’exécution elle-même restent dans le fichier d’origine",
  "{shown} is no standard error": "{shown} n’est pas une erreur type",
  "{shown} is no time of a run in seconds since 1970":
    "{shown} n’est pas le moment d’une exécution en secondes depuis 1970",
  "{shown} is no time of a run of a language model":
    "{shown} n’est pas le moment d’une exécution d’un modèle de langue",
  "{shown} is no time with a zone": "{shown} n’est pas un moment avec un fuseau",
  "{shown} is no value": "{shown} n’est pas une valeur",
};
