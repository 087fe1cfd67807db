import { type Language, language } from "../lib/language";
import { problems as ownProblems, type Problems } from "./en/problems";
import { sentences as ownSentences, type Sentences } from "./en/sentences";

/** Words that are asked for when something needs them. Until they are there the service speaks for itself. */
class Later<Words> {
  words: Words;
  private asked: Promise<void> | undefined;
  private readonly others: Partial<Record<Language, () => Promise<Words>>>;

  constructor(own: Words, others: Partial<Record<Language, () => Promise<Words>>>) {
    this.words = own;
    this.others = others;
  }

  /** Settles when they are there, or cannot be had now; who asks next asks again. */
  ready(): Promise<void> {
    this.asked ??= this.ask().catch(() => {
      this.asked = undefined;
    });
    return this.asked;
  }

  private async ask() {
    const spoken = this.others[language];
    if (spoken) this.words = await spoken();
  }
}

/** Sentences of the service. They come while its first answer is on its way. */
export const sentences = new Later<Sentences>(ownSentences, {
  fr: async () => (await import("./fr/sentences")).sentences,
});

/** What the service says of what it did not take. Many visits never need them. */
export const problems = new Later<Problems>(ownProblems, {
  fr: async () => (await import("./fr/problems")).problems,
});
