import { useState } from "react";
import { readStored, writeStored } from "./stored";

const LAST = "tenure.visit";
const BEFORE = "tenure.visit-before";
/** A pause of this length makes the next look a new visit. */
const PAUSE_MS = 30 * 60_000;

/** When the visit before this one ended; null on the first. */
export function useLastVisit(now: Date): string | null {
  const [before] = useState(() => {
    const last = readStored(LAST);
    const isNew = last !== null && now.getTime() - new Date(last).getTime() > PAUSE_MS;
    if (isNew) writeStored(BEFORE, last);
    writeStored(LAST, now.toISOString());
    return readStored(BEFORE);
  });
  return before;
}
