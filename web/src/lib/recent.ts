import { readStored, writeStored } from "./stored";
import { useStored } from "./useStored";

/** A page that was open before. */
export interface Recent {
  href: string;
  label: string;
}

const NAME = "tenure.recent";
const MOST = 8;

function parse(text: string | null): Recent[] {
  try {
    const found: unknown = JSON.parse(text ?? "[]");
    return Array.isArray(found) ? found.filter((one) => one?.href && one?.label) : [];
  } catch {
    return [];
  }
}

/**
 * Notes that a page was opened; the newest stands first, each label and each address once.
 * A page may learn its name after it was opened: then that name counts.
 */
export function visited(page: Recent) {
  const others = parse(readStored(NAME)).filter((one) => one.label !== page.label && one.href !== page.href);
  writeStored(NAME, JSON.stringify([page, ...others].slice(0, MOST)));
}

export function useRecent(): Recent[] {
  return parse(useStored(NAME, "[]")[0]);
}
