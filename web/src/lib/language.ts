import { readStored, writeStored } from "./stored";

export const LANGUAGES = ["en", "fr"] as const;
export type Language = (typeof LANGUAGES)[number];

/** Where the choice of a language is kept. */
export const LANGUAGE_STORED = "tenure.language";

/** The language that was chosen, else the first that the browser asks for and the console speaks, else English. */
export function languageOf(chosen: string | null, asked: readonly string[]): Language {
  const wanted = [chosen, ...asked].map((tag) => tag?.split("-")[0]?.toLowerCase());
  return wanted.flatMap((tag) => LANGUAGES.filter((one) => one === tag))[0] ?? "en";
}

/** The reader's language. It is the same for as long as the page is open. */
export const language = languageOf(readStored(LANGUAGE_STORED), navigator.languages);

/** Words, numbers and times are of one language: another one starts anew. */
export function speak(chosen: Language) {
  writeStored(LANGUAGE_STORED, chosen);
  location.reload();
}
