import { describe, expect, it, vi } from "vitest";
import { marginsOf, suitesText } from "./lists";

vi.hoisted(() => localStorage.setItem("tenure.language", "fr"));

describe("margins in French", () => {
  it("are typed with a comma and sent with a point", () => {
    const margins = { default: "0.02", suites: { "ticket-routing": "0.01" } };
    expect(marginsOf("0,02", "ticket-routing = 0,01")).toEqual(margins);
    expect(suitesText(margins)).toBe("ticket-routing = 0,01");
  });
});
