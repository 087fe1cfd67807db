import { describe, expect, it } from "vitest";
import {
  brief,
  briefText,
  bytes,
  count,
  decimal,
  estimate,
  initials,
  limit,
  placesFor,
  position,
  short,
  signed,
  slots,
} from "./format";

describe("format", () => {
  it("groups with a thin space and writes the true minus sign", () => {
    expect(count(1319)).toBe("1\u202f319");
    expect(count(-12032)).toBe("\u221212\u202f032");
    expect(decimal("-0.80")).toBe("\u22120.80");
    expect(signed(0.8, 1)).toBe("+0.8");
    expect(position(18422)).toBe("@18\u202f422");
  });

  it("writes shares of 10 000 slots", () => {
    expect(slots(9500)).toBe("95\u00a0%");
    expect(slots(9525)).toBe("95.25\u00a0%");
  });

  it("rounds the half-width to two significant digits and the value to that place", () => {
    expect(
      estimate({ value: "0.8142", ci_low: "0.7921", ci_high: "0.8341", n: 1319, unit: "fraction" }),
    ).toBe("81.4\u00a0% [79.2, 83.4] n\u00a01\u202f319");
    expect(estimate({ value: "0.874", ci_low: "0.838", ci_high: "0.902" })).toBe("0.874 [0.838, 0.902]");
    expect(estimate({ value: null })).toBeNull();
    expect(placesFor(0.032)).toBe(3);
    expect(placesFor(12)).toBe(0);
  });

  it("writes a limit as the value beside it", () => {
    expect(limit("0.85", "fraction")).toBe("85\u00a0%");
    expect(limit("0.925", "fraction")).toBe("92.5\u00a0%");
    expect(limit("14", "days")).toBe("14\u00a0days");
    expect(limit("-0.02", null)).toBe("\u22120.02");
    expect(estimate({ value: "0.62", unit: "seconds" })).toBe("0.62\u00a0s");
    expect(estimate({ value: "7", unit: "count" })).toBe("7");
    expect(estimate({ value: "21", unit: "days" })).toBe("21\u00a0days");
  });

  it("shortens without hiding that it did", () => {
    expect(short("sha256:7f3a91b2c4d5e6c2")).toBe("7f3a…c2");
    expect(bytes(64_000_000)).toBe("64.0\u00a0MB");
    expect(initials("Ana Ruiz")).toBe("AR");
    expect(initials("ci-eval")).toBe("CE");
  });

  it("shows what was measured with as many digits as people read", () => {
    expect(brief("0.8810679611650486")).toBe("0.8811");
    expect(brief("-12.3456789")).toBe("\u221212.35");
    expect(brief("0.0001234567")).toBe("0.0001235");
    expect(brief("1.2346e-7")).toBe("0.0000001235");
    expect(brief("48215.123456")).toBe("48215");
    expect(brief("0.85")).toBe("0.85");
    expect(estimate({ value: "0.6857142857142857" })).toBe("0.6857");
    expect(briefText("0.8810679611650486 [0.84123456, 0.91] n 412")).toBe("0.8811 [0.8412, 0.91] n 412");
  });
});
