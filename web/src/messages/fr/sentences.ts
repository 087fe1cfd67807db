import type { Params, Sentences, Write } from "../en/sentences";
import { weaknesses } from "./sentencesEvidence";
import { forms } from "./sentencesForms";
import { events } from "./sentencesLog";
import { refusals } from "./sentencesReasons";
import { comparisons, rows, verdicts } from "./sentencesToday";
import { worded } from "./sentencesWords";
import { type Form, fill, type Template, templatesOf } from "./template";

/** Every template, by the kind of the sentence and its code. */
export const sayings: Record<string, Record<string, Template>> = {
  comparison: comparisons,
  event: events,
  reason: { ...refusals, ...weaknesses },
  today: rows,
  verdict: verdicts,
};

/** Names that the service makes up where there is none. */
const nameless: Record<string, string> = {
  "a new application": "une nouvelle application",
  "a new artefact": "un nouveau fichier de résultats",
  "a new claim_rule": "une nouvelle règle d’émetteur",
  "a new comparison": "une nouvelle comparaison",
  "a new evaluation": "une nouvelle évaluation",
  "a new grant": "un nouveau rôle",
  "a new match_rule": "une nouvelle règle de correspondance",
  "a new model": "un nouveau modèle",
  "a new policy": "une nouvelle politique",
  "a new principal": "un nouveau membre",
  "a new promotion": "une nouvelle promotion",
  "a new route": "une nouvelle route",
  "a new suite": "une nouvelle suite",
  "a new team": "une nouvelle équipe",
  "a new token": "un nouveau jeton",
  "a new version": "une nouvelle version",
  nobody: "un inconnu",
  Somebody: "Quelqu’un",
};

/** Of several alike things the first is named and the others are counted. */
function withOthers(label: unknown, others: unknown): unknown {
  if (typeof others !== "number") return label;
  return `${label} et ${others} ${others === 1 ? "autre" : "autres"}`;
}

function named(params: Params): Params {
  const { actor, label } = params;
  const name = (of: unknown) =>
    typeof of === "string" ? (Object.hasOwn(nameless, of) ? nameless[of] : of) : of;
  return { ...params, actor: name(actor), label: withOthers(name(label), params.others) };
}

/** Of which side of a comparison a reason speaks, where its template does not say so itself. */
function onSide(text: string, template: Template, side: unknown): string {
  if (typeof side !== "string" || templatesOf(template).some((one) => one.includes("{side"))) return text;
  const inner = templatesOf(template)[0]?.startsWith("{metric")
    ? text
    : text.charAt(0).toLowerCase() + text.slice(1);
  return `Sur la ${side === "base" ? "base" : "candidate"} : ${inner}`;
}

function said(kind: string, code: string, params: Params, write: Write): string {
  const templates = sayings[kind] ?? {};
  const template = Object.hasOwn(templates, code) ? templates[code] : undefined;
  if (template === undefined) return "";
  const within =
    (inner: string): Form =>
    (value) => {
      const { code: innerCode, params: parts } = (value ?? {}) as { code?: string; params?: Params };
      return (innerCode && said(inner, innerCode, parts ?? {}, write)) || undefined;
    };
  const nested = { reason: within("reason"), verdict: within("verdict") };
  const whole: Record<string, Form> = {
    ...forms,
    ...nested,
    words: (value) => (typeof value === "string" ? worded(value, write) : undefined),
  };
  const text = fill(template, kind === "event" ? named(params) : params, whole, write) ?? "";
  return text && kind === "reason" ? onSide(text, template, params.side) : text;
}

export const sentences: Sentences = {
  said,
  worded: (english, write) => worded(english, write) ?? "",
};
