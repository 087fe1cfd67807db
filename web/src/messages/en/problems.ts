import type { Write } from "./sentences";

/** A field of a request that is wrong, as the service says it. */
export interface Field {
  message: string;
  expected: string;
}

/** What the service says of what it did not take: "" where there are no words but its own, as always in English. */
export interface Problems {
  /** A code in words. */
  title: (code: string) => string;
  /** What happened, of a problem that lists neither fields nor reasons. */
  detail: (english: string, write: Write) => string;
  /** What is wrong with a field. */
  wrong: (field: Field, write: Write) => string;
  /** What would be right, without a full stop. */
  expected: (english: string, write: Write) => string;
  /** Where in a file, as far as it is no pointer. */
  place: (english: string, write: Write) => string;
  /** What is odd about a file that was read all the same. */
  note: (english: string, write: Write) => string;
}

const own = () => "";

export const problems: Problems = {
  title: own,
  detail: own,
  wrong: own,
  expected: own,
  place: own,
  note: own,
};
