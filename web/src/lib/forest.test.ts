import { describe, expect, it } from "vitest";
import { broken, clip, differenceOf, lengthOf, marksOf, place, reachOf, scaleOf, sizeOf } from "./forest";

const bar = (low: number, high: number, weak = false) => ({
  delta: (low + high) / 2,
  low,
  high,
  margin: 2,
  weak,
});

describe("a forest plot", () => {
  it("reaches as far as what counts, not as far as what is weak", () => {
    expect(reachOf([bar(-4.4, -0.4), bar(-50, 50, true)])).toBeCloseTo(4.84);
    expect(reachOf([bar(-50, 50, true)])).toBeCloseTo(55);
    expect(reachOf([bar(-0.1, 0.1)])).toBe(4);
    expect(reachOf([])).toBe(1);
    expect(reachOf([bar(-500, 0)])).toBe(100);
  });

  it("has round marks around zero", () => {
    expect(marksOf(4.84)).toEqual([-4, -2, 0, 2, 4]);
    expect(marksOf(1)).toEqual([-1, -0.5, 0, 0.5, 1]);
    expect(marksOf(100)).toEqual([-100, -50, 0, 50, 100]);
  });

  it("clips what lies beyond its ends", () => {
    expect(place(0, 4, 100, 200)).toEqual({ x: 150, clipped: false });
    expect(place(-9, 4, 100, 200)).toEqual({ x: 100, clipped: true });
    expect(place(4, 4, 100, 200)).toEqual({ x: 200, clipped: false });
  });

  it("breaks a heading between words, into two lines at most", () => {
    expect(broken("Verdict", 8)).toEqual(["Verdict"]);
    expect(broken("Difference, 95 % interval", 16)).toEqual(["Difference, 95 %", "interval"]);
    expect(broken("Difference, 95 % interval of confidence", 16)).toEqual([
      "Difference, 95 %",
      "interval of con…",
    ]);
    expect(broken("Vergleichbarkeit", 8)).toEqual(["Verglei…"]);
  });

  it("writes differences in points, and other units as they are", () => {
    const point = { delta: "-0.0081", ci_low: "-0.0192", ci_high: "0.003", unit: "fraction" };
    expect(differenceOf(point)).toEqual({ value: "−0.8", interval: "[−1.9, +0.3]" });
    const seconds = { delta: "0.25", ci_low: "0.21", ci_high: "0.29", unit: "seconds" };
    expect(differenceOf(seconds)?.interval).toBe("[+0.210, +0.290]");
    expect(differenceOf({ delta: "1.4", unit: "percent" })).toEqual({ value: "+1.40", interval: null });
    expect(differenceOf({ unit: "fraction" })).toBeNull();
    expect(lengthOf("0.0532", "fraction")).toBe("5.3");
    expect(lengthOf("12.4", "percent")).toBe("12");
    expect(lengthOf("0.02", "fraction")).toBe("2");
    expect(scaleOf("seconds")).toBeNull();
  });

  it("has three sizes and cuts long names", () => {
    expect([null, 299, 300, 1999, 2000].map(sizeOf)).toEqual([5, 5, 7, 7, 9]);
    expect(clip("ticket-routing fr", 10)).toBe("ticket-ro…");
    expect(clip("mmlu", 10)).toBe("mmlu");
  });
});
