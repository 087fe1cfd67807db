import { describe, expect, it, vi } from "vitest";
import { askOf, knownOf } from "./ask";
import { differenceOf } from "./forest";
import {
  asRead,
  asTyped,
  brief,
  briefText,
  bytes,
  count,
  decimal,
  estimate,
  limit,
  position,
  signed,
  slots,
} from "./format";
import { LANGUAGE_STORED, language } from "./language";
import { clock, day, dayOfYear, full, minute, zoneLabel } from "./time";

// A language is chosen before anything that speaks is evaluated.
vi.hoisted(() => localStorage.setItem("tenure.language", "fr"));

describe("in French", () => {
  it("speaks what was chosen", () => {
    expect(localStorage.getItem(LANGUAGE_STORED)).toBe("fr");
    expect(language).toBe("fr");
  });

  it("divides with a comma and groups with a narrow space", () => {
    expect(count(-12032)).toBe("\u221212\u202f032");
    expect(position(18422)).toBe("@18\u202f422");
    expect(decimal("-0.80")).toBe("\u22120,80");
    expect(signed(0.8, 1)).toBe("+0,8");
    expect(brief("0.8810679611650486")).toBe("0,8811");
    expect(slots(9525)).toBe("95,25\u202f%");
    expect(bytes(64_000_000)).toBe("64,0\u00a0Mo");
    expect(bytes(12)).toBe("12\u00a0o");
  });

  it("divides the ends of an interval with a semicolon, for a comma stands in both", () => {
    expect(
      estimate({ value: "0.8142", ci_low: "0.7921", ci_high: "0.8341", n: 1319, unit: "fraction" }),
    ).toBe("81,4\u202f% [79,2\u202f; 83,4] n\u00a0=\u00a01\u202f319");
    expect(estimate({ value: "0.62", unit: "seconds" })).toBe("0,62\u00a0s");
    expect(limit("0.925", "fraction")).toBe("92,5\u202f%");
    expect(limit("-0.02", null)).toBe("\u22120,02");
    expect(differenceOf({ delta: "-0.008", ci_low: "-0.019", ci_high: "0.003", unit: "fraction" })).toEqual({
      value: "\u22120,8",
      interval: "[\u22121,9\u202f; +0,3]",
    });
  });

  it("leaves the sentences of the service as they are", () => {
    expect(briefText("0.8810679611650486 [0.84123456, 0.91] n 412")).toBe("0.8811 [0.8412, 0.91] n 412");
  });

  it("takes a comma where a decimal is typed, and sends a point", () => {
    expect(asTyped("0.85")).toBe("0,85");
    expect(asRead("0,85")).toBe("0.85");
    expect(asRead("0.85")).toBe("0.85");
  });

  it("writes days and times as they are written in French", () => {
    const at = "2026-03-03T13:00:07Z";
    expect(minute(at, "Europe/Paris")).toBe("3 mars 2026, 14:00");
    expect(full(at, "UTC")).toBe("3 mars 2026, 13:00:07");
    expect(clock("2026-01-01T00:00:00Z", "UTC")).toBe("00:00");
    expect(day("2026-09-30T22:30:00Z", "Europe/Paris")).toBe("1er oct. 2026");
    expect(dayOfYear("2026-09-29T12:00:00Z", "UTC")).toBe("29 sept.");
    expect(day("2026-08-21T12:00:00Z", "UTC")).toBe("21 août 2026");
    expect(zoneLabel("Europe/Paris", new Date(at))).toBe("Paris, UTC+1");
    expect(zoneLabel("America/New_York", new Date(at))).toBe("New York, UTC\u22125");
    expect(zoneLabel("UTC")).toBe("UTC");
  });

  it("understands the times that it writes, with and without accents, and English ones", () => {
    const now = new Date("2026-11-23T13:06:00Z");
    const asked = (text: string) => askOf(text, "UTC", now)?.at;
    expect(asked("support-bot 3 mars 14:00")).toBe("2026-03-03T14:00:00Z");
    expect(asked("support-bot 1er fevr. 2026, 14:00")).toBe("2026-02-01T14:00:00Z");
    expect(asked("x 24 décembre 9:30")).toBe("2025-12-24T09:30:00Z");
    expect(asked("x 3 juil. 9:30")).toBe("2026-07-03T09:30:00Z");
    expect(asked("x 3 may 9:30")).toBe("2026-05-03T09:30:00Z");
    expect(asked("x 3 jui 9:30")).toBeUndefined();
    expect(knownOf(minute("2026-10-01T14:00:00Z", "UTC"), "UTC", now)).toBe("2026-10-01T14:00:00Z");
    expect(knownOf("@18\u202f422", "UTC", now)).toBe("@18422");
  });
});
