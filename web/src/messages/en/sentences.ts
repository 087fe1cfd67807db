/** How the console writes what stands in a sentence. */
export interface Write {
  count: (n: number) => string;
  decimal: (value: string) => string;
  time: (instant: string) => string;
}

/** The dynamic parts of a sentence. */
export type Params = Readonly<Record<string, unknown>>;

/** Sentences of the service by code and params: "" where there are no words but its own, as always in English. */
export interface Sentences {
  said: (kind: string, code: string, params: Params, write: Write) => string;
  /** Words that have no code. */
  worded: (english: string, write: Write) => string;
}

export const sentences: Sentences = { said: () => "", worded: () => "" };
