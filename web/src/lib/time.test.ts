import { describe, expect, it } from "vitest";
import { clock, day, fromField, full, isDay, isRecent, span, toField, utcIso, zoneLabel } from "./time";

describe("time", () => {
  const at = "2026-03-03T13:00:07.123456Z";

  it("writes an instant in the zone of the reader", () => {
    expect(full(at, "Europe/Paris")).toBe("3 Mar 2026, 14:00:07");
    expect(full(at, "UTC")).toBe("3 Mar 2026, 13:00:07");
    expect(day("2026-09-30T22:30:00Z", "Europe/Paris")).toBe("1 Oct 2026");
    expect(day("2026-09-10T12:00:00Z", "UTC")).toBe("10 Sep 2026");
    expect(clock("2026-01-01T00:00:00Z", "UTC")).toBe("00:00");
    expect(zoneLabel("Europe/Paris", new Date(at))).toBe("Paris, UTC+1");
  });

  it("reads a field as a time in the zone, also beside a change of the offset", () => {
    expect(fromField("2026-03-03T14:00:07", "Europe/Paris")).toBe("2026-03-03T13:00:07Z");
    expect(fromField("2026-03-29T03:30", "Europe/Paris")).toBe("2026-03-29T01:30:00Z");
    expect(fromField("yesterday", "UTC")).toBeNull();
    expect(toField(at, "Europe/Paris")).toBe("2026-03-03T14:00:07");
    expect(utcIso(at)).toBe("2026-03-03T13:00:07Z");
  });

  it("names the span in its largest unit", () => {
    expect(span(at, "2026-03-03T15:30:07.123456Z")).toEqual({ amount: 2, unit: "h", past: false });
    expect(span(at, "2026-02-19T13:00:07.123456Z")).toEqual({ amount: 12, unit: "d", past: true });
    expect(isRecent(at, new Date("2026-03-11T00:00:00Z"))).toBe(false);
  });

  it("knows a day of the calendar from a text that is none", () => {
    expect(isDay("2026-12-01")).toBe(true);
    for (const none of ["2026-02-30", "2026-13-01", "1 Dec 2026", "2026-12-1", ""])
      expect(isDay(none)).toBe(false);
  });
});
