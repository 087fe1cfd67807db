// Words 40 % longer, as another language would have them. Only pictures and browser tests are built with them.
const MORE = 0.4;
const LETTERS = "éàôüïñ";
/** Commands, names of things and units are the same in every language. */
const COMMAND = /^(tenure|curl) /;
const NAME = /^\S*[\d_./:@=]\S*$/;

/** The text, with accented letters after it: longer words and more of them. */
export function longer(text) {
  if (!/\p{L}{3}/u.test(text) || COMMAND.test(text) || NAME.test(text)) return text;
  const more = Math.max(2, Math.ceil(text.length * MORE));
  const pad = LETTERS.repeat(Math.ceil(more / LETTERS.length)).slice(0, more);
  return text.includes(" ") ? `${text} ${pad.match(/.{1,6}/g).join(" ")}` : text + pad;
}

/** All messages of a language, those that are functions of something as well. */
export function allLonger(messages) {
  if (typeof messages === "string") return longer(messages);
  if (typeof messages === "function") return (...args) => allLonger(messages(...args));
  if (Array.isArray(messages)) return messages.map(allLonger);
  if (messages === null || typeof messages !== "object") return messages;
  return Object.fromEntries(Object.entries(messages).map(([name, value]) => [name, allLonger(value)]));
}

/** What the service says in words is longer too. */
export const answersLonger = (name, value) =>
  typeof value === "string" && ["message", "title", "text"].includes(name) ? longer(value) : value;

const WORDS = `
import { en as words } from "/src/messages/en.ts";
import { allLonger } from "/e2e/longer.mjs";
export const en = allLonger(words);
`;
const LONGER = "\0longer-words";

/** Puts the longer words in the place of the English ones, in a build of its own. */
export const longerWords = {
  name: "longer-words",
  enforce: "pre",
  resolveId: (source, importer) =>
    source === "./en" && importer?.endsWith("/src/messages/words.ts") ? LONGER : null,
  load: (id) => (id === LONGER ? WORDS : null),
};
