import { useSyncExternalStore } from "react";

/** One short sentence about what a key just did; it leaves by itself. */
let said = "";
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();
const STAYS_MS = 2_500;

function set(text: string) {
  said = text;
  for (const listener of listeners) listener();
}

export function say(text: string) {
  clearTimeout(timer);
  set(text);
  timer = setTimeout(() => set(""), STAYS_MS);
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function Say() {
  const text = useSyncExternalStore(subscribe, () => said);
  return (
    <output className={text ? "say on" : "say"} aria-live="polite">
      {text}
    </output>
  );
}
