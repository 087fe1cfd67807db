import { describe, expect, it } from "vitest";
import { axisOf, neighbours, ticks } from "./axis";

const at = (text: string) => new Date(text).getTime();

describe("axis", () => {
  it("puts ticks on midnights of the reader, also after the clock changed", () => {
    const found = ticks(at("2026-10-24T12:00:00Z"), at("2026-10-27T12:00:00Z"), "Europe/Paris", 3);
    const written = found.map((tick) => new Date(tick).toISOString());
    expect(written).toContain("2026-10-24T22:00:00.000Z");
    expect(written).toContain("2026-10-25T23:00:00.000Z");
  });

  it("maps times to places and back, and stays inside", () => {
    const axis = axisOf(0, 100, 10, 210);
    expect(axis.x(50)).toBe(110);
    expect(axis.at(110)).toBe(50);
    expect(axis.x(500)).toBe(210);
    expect(axis.at(-5)).toBe(0);
  });

  it("finds the change before and after", () => {
    expect(neighbours([30, 10, 20], 20)).toEqual({ previous: 10, next: 30 });
    expect(neighbours([], 20)).toEqual({ previous: null, next: null });
  });
});
