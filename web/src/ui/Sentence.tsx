import { Fragment } from "react";
import { brief, briefText, count } from "../lib/format";
import type { Spoken } from "../lib/spoken";
import { minute } from "../lib/time";
import { sentences } from "../messages";
import { English } from "./English";
import { useZone } from "./Instant";

/** What a sentence is: the same code means different things in a verdict and in a refusal. */
export type Saying = "comparison" | "event" | "reason" | "today" | "verdict";

/** How numbers and times of a sentence are written. */
export function useWrite() {
  const [zone] = useZone();
  return { count, decimal: brief, time: (instant: string) => minute(instant, zone) };
}

/** A sentence of the service in the reader's language; its own English where the console has no words for it. */
export function Sentence({ as, of }: { as: Saying; of: Spoken }) {
  const own = sentences.words.said(as, of.code, of.params as Record<string, unknown>, useWrite());
  return own || <English>{briefText(of.message)}</English>;
}

/** Several of them, one after the other. */
export function Sentences({ as, of }: { as: Saying; of: readonly Spoken[] }) {
  return of.map((one) => (
    <Fragment key={one.code + one.message}>
      <Sentence as={as} of={one} />{" "}
    </Fragment>
  ));
}

/** Words of the service that have no code; those of who wrote a policy are in whatever language they chose. */
export function Words({ of, authored = false }: { of: string; authored?: boolean }) {
  return sentences.words.worded(of, useWrite()) || (authored ? of : <English>{of}</English>);
}
