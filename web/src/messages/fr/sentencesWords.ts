import type { Write } from "../en/sentences";
import { forms } from "./sentencesForms";
import { phraseBook } from "./template";

/** Words of the service that have no code: they are known by what they are in English. A place is any name. */
export const words: Record<string, string> = {
  "Apply {label}, withdraw it, or wait until it is over.":
    "Appliquez {label}, abandonnez-la, ou attendez sa fin.",
  "Ask a person.": "Demandez à une personne.",
  "Ask a reviewer who neither registered nor evaluated the version.":
    "Demandez à un approbateur qui n’a ni enregistré ni évalué la version.",
  "Ask a reviewer who holds that role.": "Demandez à un approbateur qui a ce rôle.",
  "Ask a reviewer, in the console.": "Demandez à un approbateur, dans la console.",
  "Ask an administrator.": "Demandez à un administrateur.",
  "Ask another reviewer.": "Demandez à un autre approbateur.",
  "Ask for a promotion to {target} that names {application}.":
    "Demandez une promotion en {target:stage} qui nomme {application}.",
  "Ask somebody who holds it, or an administrator.": "Demandez à qui l’a, ou à un administrateur.",
  "Call it so in the file.": "Appelez-la ainsi dans le fichier.",
  "Change that suite, or choose another name.": "Modifiez cette suite, ou choisissez un autre nom.",
  "Choose another name, or rename or hide the other one.":
    "Choisissez un autre nom, ou renommez ou masquez ce qui le porte.",
  "Choose the version where the file waits.": "Choisissez la version là où le fichier attend.",
  "Correct the suite, or report the metric under another name.":
    "Corrigez la suite, ou rapportez la métrique sous un autre nom.",
  "Correct the unit of the metric in its suite.": "Corrigez l’unité de la métrique dans sa suite.",
  "Export one team after the other.": "Exportez une équipe après l’autre.",
  "Find out why; revive it there, or promote another version.":
    "Cherchez pourquoi ; remettez-la en service là, ou promouvez une autre version.",
  "Give the rest to another version, or reinstate this one by a promotion.":
    "Donnez le reste à une autre version, ou rétablissez celle-ci par une promotion.",
  "Give the suite a trust class.": "Donnez à la suite une classe de confiance.",
  "Give the version the tag {tag} with the size of its files in bytes.":
    "Donnez à la version l’étiquette {tag}, avec la taille de ses fichiers en octets.",
  "Go on where the work is tracked.": "Continuez là où le travail est suivi.",
  "Hide the other one first.": "Masquez d’abord l’autre.",
  "Import a result file that says how many items were scored.":
    "Importez un fichier de résultats qui dit combien d’éléments ont été notés.",
  "Import result files with their samples, or record the digest of the data on both.":
    "Importez des fichiers de résultats avec leurs éléments, ou enregistrez l’empreinte des données des deux côtés.",
  "Import result files with their samples.": "Importez des fichiers de résultats avec leurs éléments.",
  "Import results that say what a request cost (promptfoo does), or record a metric that counts money.":
    "Importez des résultats qui disent ce qu’a coûté une requête (promptfoo le fait), ou enregistrez une métrique qui compte de l’argent.",
  "Import the complete samples.": "Importez tous les éléments.",
  "It cannot be judged: {why}": "Elle ne peut pas être jugée : {why}",
  "It cannot be read: {why}": "Elle ne peut pas être lue : {why}",
  "Kill what serves on {route} first.": "Arrêtez d’abord ce qui sert sur {route}.",
  "Look at what changed, then decide again.": "Regardez ce qui a changé, puis décidez à nouveau.",
  "Look at what would be done now.": "Regardez ce qui serait fait maintenant.",
  "Look at where it points now, then move it again.":
    "Regardez ce qu’il désigne maintenant, puis déplacez-le à nouveau.",
  "Look at where the member stands now.": "Regardez dans quel état est maintenant le membre.",
  "Make a personal token that may approve, or approve in the console.":
    "Créez un jeton personnel qui peut approuver, ou approuvez dans la console.",
  "Make somebody else an administrator first.": "Nommez d’abord un autre administrateur.",
  "Meet it, or publish a version of the policy that lets it be waived.":
    "Remplissez-la, ou publiez une version de la politique qui admet la dérogation.",
  "Meet the requirements, have them waived, or take the version off its routes.":
    "Remplissez les exigences, obtenez une dérogation, ou retirez la version de ses routes.",
  "No evidence is stored, so the result is unknown. Unknown does not pass.":
    "Aucune preuve n’est stockée, le résultat est donc inconnu. L’inconnu ne passe pas.",
  "Nothing has to be waived.": "Aucune dérogation n’est nécessaire.",
  "Open a new one.": "Ouvrez-en une nouvelle.",
  "Promote it to {needed}.": "Promouvez-la en {needed:stage}.",
  "Publish the policy without it, or turn the policy off.":
    "Publiez la politique sans elle, ou désactivez la politique.",
  "Read that one.": "Lisez celle-là.",
  "Register a new version from the same source.": "Enregistrez une nouvelle version de la même source.",
  "Register a version of that model, or choose another name.":
    "Enregistrez une version de ce modèle, ou choisissez un autre nom.",
  "Retire that rule first.": "Retirez d’abord cette règle.",
  "Revive it on this route first, with a reason.":
    "Remettez-la d’abord en service sur cette route, avec un motif.",
  "Revive one that can no longer be named.": "Remettez-en une en service qui ne peut plus être nommée.",
  "Revoke the token.": "Révoquez le jeton.",
  "Run a load test (GuideLLM, AIPerf, vllm bench serve) on both under the same load and import its files.":
    "Exécutez un test de charge (GuideLLM, AIPerf, vllm bench serve) sur les deux sous la même charge et importez ses fichiers.",
  "Run both versions on the same items.": "Exécutez les deux versions sur les mêmes éléments.",
  "Run both versions on the same state of the suite.":
    "Exécutez les deux versions sur le même état de la suite.",
  "Run both versions the same way.": "Exécutez les deux versions de la même façon.",
  "Run both versions with the same tool under the same load, times on the same hardware.":
    "Exécutez les deux versions avec le même outil sous la même charge, les temps sur le même matériel.",
  "Run both with a tool that writes concurrency and lengths into its file.":
    "Exécutez les deux avec un outil qui écrit la concurrence et les longueurs dans son fichier.",
  "Run the items that failed again.": "Exécutez à nouveau les éléments qui ont échoué.",
  "Run the suite again and import the result.": "Exécutez à nouveau la suite et importez le résultat.",
  "Run the suite again.": "Exécutez à nouveau la suite.",
  "Run the suite and import the result file.": "Exécutez la suite et importez le fichier de résultats.",
  "Say in its suite what its value counts.": "Dites dans sa suite ce que compte sa valeur.",
  "Say in its suite which values are better.": "Dites dans sa suite quelles valeurs sont meilleures.",
  "Say in the file what is there, or make another under another name.":
    "Dites dans le fichier ce qui est là, ou créez-en un autre sous un autre nom.",
  "Sign in and make it under Settings, Tokens.": "Connectez-vous et créez-le sous Réglages, Jetons.",
  "Switch {route} to other fallbacks first.": "Donnez d’abord à {route} d’autres replis.",
  "Switch {route} to other versions first.": "Basculez d’abord {route} sur d’autres versions.",
  "Take a pin away first.": "Retirez d’abord un épinglage.",
  "Take it out of the file, or make another under another name.":
    "Retirez-la du fichier, ou créez-en une autre sous un autre nom.",
  "Take its pins away on {route} first.": "Retirez d’abord ses épinglages sur {route}.",
  "Take the alias away, or point it elsewhere.": "Retirez l’alias, ou faites-le désigner autre chose.",
  "Take the state out of the file, or say in it what is there.":
    "Retirez l’état du fichier, ou dites-y ce qui est là.",
  "Take what it serves away from {route} and hide it first.":
    "Retirez d’abord ce que sert {route} et masquez-la.",
  "The expression is not true or false.": "L’expression n’est ni vraie ni fausse.",
  "Turn it off first.": "Désactivez-la d’abord.",
  "Turn it off.": "Désactivez-la.",
  "Turn it on.": "Activez-la.",
  "Unhide it first.": "Affichez-le d’abord à nouveau.",
  "Use another metric.": "Utilisez une autre métrique.",
  "Use the same lengths for both versions.": "Utilisez les mêmes longueurs pour les deux versions.",
  "Write the tag {tag} as a whole number.": "Écrivez l’étiquette {tag} comme un nombre entier.",
  "Write the tag {tag} as one word, such as FP8.":
    "Écrivez l’étiquette {tag} en un seul mot, par exemple FP8.",
  "{name} is not known. Unknown does not pass.": "{name} n’est pas connu. L’inconnu ne passe pas.",
};

const book = phraseBook(words);

/** What these English words are in French; nothing when nobody translated them. */
export const worded = (english: string, write: Write) => book(english, forms, write);
