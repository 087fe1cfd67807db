import { type Language, language } from "../lib/language";
import type { Messages } from "./en";

/** Each language is a file of its own, and nobody waits for two. */
const SPOKEN: Record<Language, () => Promise<Messages>> = {
  en: async () => (await import("./en")).en,
  fr: async () => (await import("./fr")).fr,
};

/** The reader's words, asked for before the application is there. */
export const words = SPOKEN[language]();
