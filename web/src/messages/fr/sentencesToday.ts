import type { Template } from "./template";

const MOVE = "{version}, vers l’étape {target:stage}.";

/** What Today says, by the kind of a row and the part of it. */
export const rows: Record<string, Template> = {
  today: [
    "{count|Rien ne vous attend|# décision vous attend|# décisions vous attendent}{late|| ; une est en retard| ; # sont en retard, la première} de {days|# jour|# jours}{soon|| ; une arrive à échéance d’ici un jour| ; # arrivent à échéance d’ici un jour}.",
    "{count|Rien ne vous attend|# décision vous attend|# décisions vous attendent}{late|| ; une est en retard| ; # sont en retard}{soon|| ; une arrive à échéance d’ici un jour| ; # arrivent à échéance d’ici un jour}.",
  ],
  "review.message": "{label} attend votre approbation.",
  "review.detail": `${MOVE} {given|Personne ne l’a encore approuvée.|# approbation est donnée.|# approbations sont données.}`,
  "review.why": "Vous pouvez l’approuver : vous avez le rôle et n’y avez pas pris part.",
  "review.action": "Examiner",
  "review_again.message": "{label} a changé après votre approbation, qui est nulle.",
  "review_again.detail": MOVE,
  "review_again.why": "Vous l’aviez approuvée avant qu’elle ne change.",
  "review_again.action": "Examiner à nouveau",
  "complete.message": [
    "{label} est bloquée : il manque {missing|# élément|# éléments}.",
    "{label} est bloquée.",
  ],
  "complete.detail": ["{version}. {verdict:verdict}", MOVE],
  "complete.why": "Vous l’avez ouverte ou avez enregistré la version.",
  "complete.action": "Voir ce qui manque",
  "apply.message": "{label} a tout ce qu’il lui faut.",
  "apply.detail": MOVE,
  "apply.why": "Vous l’avez ouverte ou avez enregistré la version.",
  "apply.action": "Appliquer",
  "finding.message": ["{count} versions de {team} {cause:saidOfMany}.", "{label} {cause:said}."],
  "finding.detail": [
    "{names:join} et {more|# autre|# autres}. {cause:clears}",
    "{names:join}. {cause:clears}",
    "{cause:clears}",
  ],
  "finding.why": "Vous suivez les constats de {team}.",
  "finding.action": ["{count:given}Ouvrir le premier", "Ouvrir le constat"],
  "import.message": "{file} attend une version, avec {results|# résultat|# résultats}.",
  "import.detail": [
    "Le fichier nomme {model}. Tant qu’aucune version n’est choisie, il ne décide de rien.",
    "Le fichier ne nomme aucun modèle. Tant qu’aucune version n’est choisie, il ne décide de rien.",
  ],
  "import.why": "Vous importez les évaluations de {team}.",
  "import.action": "Choisir la version",
  "token.message": "Le jeton {name} prend bientôt fin.",
  "token.detail": "Ce qui l’utilise sera alors refusé. Un nouveau jeton prend sa place.",
  "token.why": ["{own:given}C’est votre jeton.", "Vous gérez les jetons."],
  "token.action": "Ouvrir les jetons",
  "members.message": "{count|# membre n’a aucun rôle|# membres n’ont aucun rôle}.",
  "members.detail":
    "{count|Il peut tout lire et ne décide de rien|Ils peuvent tout lire et ne décident de rien}.",
  "members.why": "Vous gérez les membres.",
  "members.action": "Donner des rôles",
};

const REFUSED = "La version {number} ne peut pas passer en {target:stage} : ";

/** What a verdict says of a move. */
export const verdicts: Record<string, Template> = {
  blocked: "{reason:reason}",
  requirements_unmet: [
    `{fail:given}{unknown:given}${REFUSED}{fail|# exigence|# exigences} sur {total} {fail|n’est pas remplie|ne sont pas remplies}, {unknown|# est inconnue|# sont inconnues}.`,
    `{fail:given}${REFUSED}{fail|# exigence|# exigences} sur {total} {fail|n’est pas remplie|ne sont pas remplies}.`,
    `${REFUSED}{unknown|# exigence|# exigences} sur {total} {unknown|est inconnue|sont inconnues}.`,
  ],
  approvals_missing:
    "La version {number} remplit toutes les exigences pour passer en {target:stage} ; {missing_approvals|# approbation manque|# approbations manquent}.",
  no_policy: "Aucune politique ne protège ce passage : la version {number} peut passer en {target:stage}.",
  allowed: "La version {number} peut passer en {target:stage} : rien ne manque.",
};

/** What a comparison says. */
export const comparisons: Record<string, Template> = {
  nothing: "Rien n’a été mesuré à la fois sur {candidate} et sur {base}.",
  worse: [
    "{candidate} fait moins bien que {base} sur {worse_on:join} et {more|# autre|# autres}.",
    "{candidate} fait moins bien que {base} sur {worse_on:join}.",
  ],
  no_critical:
    "Aucune suite interne, de sécurité ou de biais n’a été mesurée à la fois sur {candidate} et sur {base}.",
  unclear:
    "Il n’est pas montré que {candidate} fait aussi bien que {base} : {unclear|# comparaison critique|# comparaisons critiques} sur {total} ne le {unclear|montre|montrent} pas.",
  not_worse:
    "{candidate} ne fait {total|pas moins bien|moins bien} que {base} dans {total|la seule comparaison critique|aucune des # comparaisons critiques}.",
};
