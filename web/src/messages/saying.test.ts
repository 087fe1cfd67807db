import { describe, expect, it, vi } from "vitest";
import { brief, count } from "../lib/format";
import { minute } from "../lib/time";
import { sentences } from "./fr/sentences";

// A language is chosen before anything that speaks is evaluated.
vi.hoisted(() => localStorage.setItem("tenure.language", "fr"));

const write = { count, decimal: brief, time: (instant: string) => minute(instant, "UTC") };
const said = (kind: string, code: string, params: object) =>
  sentences.said(kind, code, params as Record<string, unknown>, write);

describe("a sentence of the service in French", () => {
  it("names who is not known, and lists, as French does", () => {
    expect(
      said("event", "version.promoted", { actor: "Lee Park", label: "triage version 4", stage: "staging" }),
    ).toBe("Lee Park a promu triage version 4 en préproduction.");
    expect(
      said("event", "route.switched", {
        actor: "Somebody",
        label: "staging/bot",
        versions: ["a/1", "a/2", "b/1"],
      }),
    ).toBe("Quelqu’un a basculé staging/bot sur a/1, a/2 et b/1.");
    expect(said("event", "finding.opened", { label: "chat version 2", cause: "runs_without_evidence" })).toBe(
      "Un constat s’est ouvert\u202f: chat version 2 sert sans preuve.",
    );
    expect(
      said("event", "finding.opened", { label: "chat version 2", cause: "requirements_unmet", others: 5 }),
    ).toBe(
      "Des constats se sont ouverts\u202f: chat version 2 et 5 autres ne remplissent pas leurs exigences.",
    );
    expect(said("event", "model.hidden", { actor: "Ines", label: "chat", others: 1 })).toBe(
      "Ines a masqué le modèle chat et 1 autre.",
    );
    expect(said("event", "approval.voided", { label: "PR-0071", void_reason: "role_lost" })).toBe(
      "Une approbation de PR-0071 est devenue nulle\u202f: son auteur a perdu le rôle.",
    );
  });

  it("counts what waits and what is late", () => {
    const headline = (params: object) => said("today", "today", params);
    expect(headline({ count: 0, late: 0, soon: 0 })).toBe("Rien ne vous attend.");
    expect(headline({ count: 3, late: 1, soon: 1, days: 2 })).toBe(
      "3 décisions vous attendent\u202f; une est en retard de 2 jours\u202f; une arrive à échéance d’ici un jour.",
    );
    expect(headline({ count: 2, late: 2, soon: 0, days: 1 })).toBe(
      "2 décisions vous attendent\u202f; 2 sont en retard, la première de 1 jour.",
    );
    expect(headline({ count: 1, late: 1, soon: 0 })).toBe("1 décision vous attend\u202f; une est en retard.");
  });

  it("tells a verdict within a row", () => {
    const verdict = { code: "no_policy", params: { number: 4, target: "staging" }, message: "" };
    expect(
      said("today", "complete.detail", { version: "triage version 4", target: "staging", verdict }),
    ).toBe(
      "triage version 4. Aucune politique ne protège ce passage\u202f: la version 4 peut passer en préproduction.",
    );
    expect(said("today", "finding.message", { cause: "requirements_unmet", count: 3, team: "Support" })).toBe(
      "3 versions de Support ne remplissent pas leurs exigences.",
    );
  });

  it("says how many requirements are not met, and of how many", () => {
    const unmet = (fail: number, unknown: number) =>
      said("verdict", "requirements_unmet", { number: 4, target: "production", fail, unknown, total: 7 });
    const before = "La version 4 ne peut pas passer en production\u202f: ";
    expect(unmet(2, 1)).toBe(`${before}2 exigences sur 7 ne sont pas remplies, 1 est inconnue.`);
    expect(unmet(1, 0)).toBe(`${before}1 exigence sur 7 n’est pas remplie.`);
    expect(unmet(0, 2)).toBe(`${before}2 exigences sur 7 sont inconnues.`);
    const reason = { code: "hidden", params: { kind: "route", name: "staging/bot" } };
    expect(said("verdict", "blocked", { reason })).toBe("La route staging/bot est masquée.");
  });

  it("says on what a version is worse", () => {
    expect(
      said("comparison", "worse", { candidate: "a/2", base: "a/1", worse_on: ["gsm8k", "mgsm fr"] }),
    ).toBe("a/2 fait moins bien que a/1 sur gsm8k, mgsm fr.");
    expect(said("comparison", "unclear", { candidate: "a/2", base: "a/1", unclear: 1, total: 3 })).toBe(
      "Il n’est pas montré que a/2 fait aussi bien que a/1\u202f: 1 comparaison critique sur 3 ne le montre pas.",
    );
  });

  it("says numbers, sides and agreement", () => {
    const reason = (code: string, params: object) => said("reason", code, params);
    expect(
      reason("deprecated_share", { version: "a/1", had: 1500, route: "production/bot", asked: 2000 }),
    ).toBe(
      "a/1 est dépréciée\u202f: elle avait 1\u202f500 emplacements sur 10\u202f000 sur production/bot et n’en reçoit pas davantage\u202f; 2\u202f000 étaient demandés.",
    );
    expect(reason("source_declared", { side: "candidate" })).toBe(
      "Sur la candidate\u202f: ses nombres sont affirmés par quelqu’un, non mesurés par une exécution.",
    );
    expect(
      reason("requirement_failed", { title: "French quality", measured: "0.874 [0.838, 0.902] n 1412" }),
    ).toBe("French quality\u202f: mesuré 0,874 [0,838\u202f; 0,902] n\u00a0=\u00a01\u202f412.");
    expect(
      reason("requirement_unknown", {
        title: "Latency",
        measured: "unknown",
        why: "cmp is not known. Unknown does not pass.",
      }),
    ).toBe("Latency\u202f: cmp n’est pas connu. L’inconnu ne passe pas.");
    expect(reason("approver_is_author", { why: "registered the version", act: "approve" })).toBe(
      "Vous avez enregistré la version et ne pouvez donc pas l’approuver.",
    );
    expect(reason("approver_is_author", { why: "opened the promotion", name: "Ana Ruiz" })).toBe(
      "Ana Ruiz a ouvert la promotion.",
    );
    expect(reason("promotion_expired", { until: "2026-12-01T13:00:00.000000Z" })).toBe(
      "La promotion pouvait être décidée jusqu’au 1er déc. 2026, 13:00.",
    );
    expect(reason("not_permitted", { roles: ["reviewer", "admin"] })).toBe(
      "Il faut le rôle approbateur ou administrateur dans l’équipe.",
    );
    expect(reason("not_permitted", { permission: "policy.publish" })).toBe(
      "Il vous manque ici le droit policy.publish.",
    );
    expect(reason("load_differs", { base: "concurrency=8,input=550", candidate: "none" })).toBe(
      "La charge diffère\u202f: concurrence 8, entrée 550 sur la base, aucune sur la candidate.",
    );
    expect(reason("tag_unreadable", { side: "base", tag: "parameters" })).toBe(
      "Sur la base, l’étiquette parameters ne se lit pas.",
    );
  });

  it("without a code keeps the names that stand in it", () => {
    expect(sentences.worded("Switch production/bot to other versions first.", write)).toBe(
      "Basculez d’abord production/bot sur d’autres versions.",
    );
    expect(sentences.worded("Promote it to production.", write)).toBe("Promouvez-la en production.");
    expect(sentences.worded("Run it on your laptop.", write)).toBe("");
  });

  it("is left to the words of the service where something is missing", () => {
    expect(said("event", "version.promoted", { actor: "Lee", label: "a version 1" })).toBe("");
    expect(said("event", "version.promoted", { actor: "Lee", label: "a version 1", stage: "moon" })).toBe("");
    expect(said("event", "thing.was_done", { actor: "Lee", label: "x" })).toBe("");
    expect(said("reason", "toString", {})).toBe("");
  });
});
