import { useLayoutEffect, useRef, useSyncExternalStore } from "react";
import type { Spoken } from "./spoken";

/** Something that the page which is open can do. */
export interface HereAction {
  label: string;
  /** Why it is not possible; such an action stays visible and does nothing. */
  refusal?: Spoken | null | undefined;
  run: () => void;
}

/** What the open page offers to the palette and to the keys that stand around every page. */
export interface Here {
  actions?: readonly HereAction[];
  /** The command that answers the same question. */
  cli?: string | undefined;
  /** The path of the API that answers it. */
  api?: string | undefined;
  /** The thing that the page is about: its history is the activity. */
  entity?: string | undefined;
}

const registered = new Set<{ current: Here }>();
const listeners = new Set<() => void>();

function tell() {
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Offers something while the component is on screen. */
export function useHere(here: Here) {
  const latest = useRef(here);
  useLayoutEffect(() => {
    latest.current = here;
    tell();
  });
  useLayoutEffect(() => {
    registered.add(latest);
    tell();
    return () => {
      registered.delete(latest);
      tell();
    };
  }, []);
}

/** Everything that is offered now; of two words on one question the later one counts. */
export function hereNow(): Here & { actions: readonly HereAction[] } {
  const all = [...registered].map((one) => one.current);
  return { ...Object.assign({}, ...all), actions: all.flatMap((one) => one.actions ?? []) };
}

/** What can be done on this page, also when that is only known after somebody asked. */
export function useHereActions(): readonly HereAction[] {
  // Pages say what they offer whenever they are drawn; only other words are a change.
  useSyncExternalStore(subscribe, () =>
    JSON.stringify(hereNow().actions.map(({ label, refusal }) => [label, refusal])),
  );
  return hereNow().actions.map(({ label, refusal }) => ({
    label,
    refusal,
    run: () =>
      hereNow()
        .actions.find((one) => one.label === label)
        ?.run(),
  }));
}
