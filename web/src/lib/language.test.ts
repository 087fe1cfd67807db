import { describe, expect, it } from "vitest";
import { languageOf } from "./language";

describe("the language", () => {
  it("is the one that was chosen", () => {
    expect(languageOf("fr", ["en-GB"])).toBe("fr");
    expect(languageOf("en", ["fr-FR", "fr"])).toBe("en");
  });

  it("is else the first that the browser asks for and the console speaks", () => {
    expect(languageOf(null, ["de-DE", "fr-CA", "en"])).toBe("fr");
    expect(languageOf(null, ["de", "EN-us", "fr"])).toBe("en");
  });

  it("is English for everybody else, also for who chose what is not spoken", () => {
    expect(languageOf(null, ["de-DE", "frr"])).toBe("en");
    expect(languageOf(null, [])).toBe("en");
    expect(languageOf("tlh", ["de"])).toBe("en");
    expect(languageOf("tlh", ["fr"])).toBe("fr");
  });
});
