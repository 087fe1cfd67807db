import { describe, expect, it } from "vitest";
import { listOf, marginsOf, suitesText, tagsOf, tagsText } from "./lists";

describe("what is typed into a policy", () => {
  it("is a list by commas and spaces", () => {
    expect(listOf("support, search  claims,")).toEqual(["support", "search", "claims"]);
  });

  it("names tags by key and value, and an equals sign may stand in a value", () => {
    expect(tagsOf("tier=critical, note=a=b\nlang")).toEqual([
      { key: "tier", value: "critical" },
      { key: "note", value: "a=b" },
      { key: "lang", value: "" },
    ]);
    expect(tagsText(tagsOf("tier=critical,lang=fr"))).toBe("tier=critical, lang=fr");
  });

  it("declares margins for all suites and for single ones, or none", () => {
    expect(marginsOf(" ", "\n")).toBeNull();
    const declared = marginsOf("0.02", "ticket-routing = 0.01\nchat-load=0.5");
    expect(declared).toEqual({
      default: "0.02",
      suites: { "ticket-routing": "0.01", "chat-load": "0.5" },
    });
    expect(suitesText(declared)).toBe("ticket-routing = 0.01\nchat-load = 0.5");
    expect(marginsOf("", "chat-load = 0.5")).toEqual({ suites: { "chat-load": "0.5" } });
  });
});
