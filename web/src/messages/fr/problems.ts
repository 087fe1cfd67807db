import type { Problems } from "../en/problems";
import type { Write } from "../en/sentences";
import { fields } from "./problemsFields";
import { files } from "./problemsFiles";
import { notes } from "./problemsNotes";
import { details, kinds, particulars, places, titles, wrongs } from "./problemsWords";
import { forms as common, of } from "./sentencesForms";
import { type Form, phraseBook } from "./template";

const ofFields = phraseBook(fields);
const ofFiles = phraseBook(files);
const ofNotes = phraseBook(notes);
const ofDetails = phraseBook(details);
const ofWrongs = phraseBook(wrongs);
const ofPlaces = phraseBook(places);

/** Every way in which the words for problems say a part. */
export const forms: Record<string, Form> = {
  anyRole: (value, write) =>
    typeof value === "string" ? common.roles?.(value.split(" or "), write) : undefined,
  particular: of(particulars),
  phrase: (value, write) => (typeof value === "string" ? phrase(value, write) : undefined),
  thing: of(kinds),
};

/** Words that are no sentence: they begin small and have no full stop. */
function phrase(english: string, write: Write): string | undefined {
  return ofFields(english, forms, write) ?? ofFiles(english, forms, write);
}

const FIRST = /^./u;

/** A sentence of the service that was made of such words, by these books. */
function sentence(english: string, read: (words: string) => string | undefined): string | undefined {
  const words = english.replace(/\.$/, "");
  const small = words.replace(FIRST, (first) => first.toLowerCase());
  const said = read(words) ?? read(small);
  return said && `${said.replace(FIRST, (first) => first.toUpperCase())}.`;
}

/** What is wrong with a file that was sent: the service says its name first. */
function ofFile(english: string, write: Write): string | undefined {
  for (const { index } of english.matchAll(/: /g)) {
    const said = sentence(english.slice(index + 2), (words) => ofFiles(words, forms, write));
    if (said) return `${english.slice(0, index)}\u202f: ${said}`;
  }
  return undefined;
}

export const problems: Problems = {
  title: (code) => (Object.hasOwn(titles, code) && titles[code]) || "",
  detail: (english, write) => ofDetails(english, forms, write) ?? "",
  wrong: ({ message, expected }, write) => {
    if (message === `Expected ${expected}.`) {
      const right = phrase(expected, write);
      return right ? `Attendu\u202f: ${right}.` : "";
    }
    return ofWrongs(message, forms, write) ?? ofFile(message, write) ?? "";
  },
  expected: (english, write) => phrase(english, write) ?? "",
  place: (english, write) => ofPlaces(english, forms, write) ?? "",
  note: (english, write) =>
    sentence(english, (words) => ofNotes(words, forms, write) ?? ofFiles(words, forms, write)) ?? "",
};
