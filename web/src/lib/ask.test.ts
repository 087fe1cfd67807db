import { describe, expect, it } from "vitest";
import { askOf, knownOf } from "./ask";

const NOW = new Date("2026-11-23T13:06:00Z");

describe("a question with a time", () => {
  it("names what and when, in the reader's zone", () => {
    expect(askOf("support-bot 3 mar 14:00", "Europe/Paris", NOW)).toEqual({
      subject: "support-bot",
      at: "2026-03-03T13:00:00Z",
    });
    expect(askOf("support-bot 2026-03-03 14:00", "UTC", NOW)).toEqual({
      subject: "support-bot",
      at: "2026-03-03T14:00:00Z",
    });
  });

  it("means the last such day when no year is typed", () => {
    expect(askOf("x 24 december 9:30", "UTC", NOW)?.at).toBe("2025-12-24T09:30:00Z");
    expect(askOf("x 24 Dec 2026 09:30", "UTC", NOW)?.at).toBe("2026-12-24T09:30:00Z");
  });

  it("is none without a time", () => {
    expect(askOf("support-bot 7", "UTC", NOW)).toBeNull();
    expect(askOf("v7 3 foo 14:00", "UTC", NOW)).toBeNull();
  });
});

describe("a time known", () => {
  it("is a log position or an instant", () => {
    expect(knownOf("@18\u2009422", "UTC", NOW)).toBe("@18422");
    expect(knownOf("18422", "UTC", NOW)).toBe("@18422");
    expect(knownOf("2026-11-11 15:00:00", "Europe/Paris", NOW)).toBe("2026-11-11T14:00:00Z");
    expect(knownOf("11 nov 15:00", "Europe/Paris", NOW)).toBe("2026-11-11T14:00:00Z");
    expect(knownOf("yesterday", "UTC", NOW)).toBeNull();
  });
});
