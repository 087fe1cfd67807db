import type { ReactNode } from "react";

/** Words of the service, which speaks English whatever the reader's language is: what reads aloud is told so. */
export function English({ children }: { children: ReactNode }) {
  return <span lang="en">{children}</span>;
}
