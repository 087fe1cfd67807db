import { useLayoutEffect, useRef } from "react";
import { readStored } from "./stored";

/**
 * What keys do: by a key, or by `g` and a second key as in `g r`. Capitals are typed with Shift.
 * A binding that answers `false` leaves the key to the next layer.
 */
export type Bindings = Record<string, (event: KeyboardEvent) => unknown>;

/** Where the choice to switch single keys off is kept. */
export const KEYS_STORED = "tenure.keys";
const CHORD = "g";
const CHORD_MS = 1_000;

interface Layer {
  current: Bindings;
}
const layers: Layer[] = [];
let prefixAt = Number.NEGATIVE_INFINITY;

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return target.type !== "checkbox" && target.type !== "radio";
  return target.isContentEditable || /^(TEXTAREA|SELECT)$/.test(target.tagName);
}

function isFree(event: KeyboardEvent): boolean {
  if (event.metaKey || event.ctrlKey || event.altKey || event.defaultPrevented) return false;
  return !isTyping(event.target) && !document.querySelector('[role="dialog"]');
}

function onKey(event: KeyboardEvent) {
  if (!isFree(event) || readStored(KEYS_STORED) === "off") return;
  const chord = event.timeStamp - prefixAt < CHORD_MS;
  prefixAt = !chord && event.key === CHORD ? event.timeStamp : Number.NEGATIVE_INFINITY;
  const name = chord ? `${CHORD} ${event.key}` : event.key;
  for (const { current } of layers) {
    const binding = current[name];
    if (binding && binding(event) !== false) return;
  }
}

/**
 * Single keys: never inside a field, never with a modifier, never below an open dialog.
 * What came last answers first; what stands around every page (`base`) answers last.
 * A key works from the moment in which what it is about is drawn, hence the layout effects.
 */
export function useKeys(bindings: Bindings, base = false) {
  const layer = useRef<Bindings>(bindings);
  useLayoutEffect(() => {
    layer.current = bindings;
  });
  useLayoutEffect(() => {
    if (layers.length === 0) window.addEventListener("keydown", onKey);
    if (base) layers.push(layer);
    else layers.unshift(layer);
    return () => {
      layers.splice(layers.indexOf(layer), 1);
      if (layers.length === 0) window.removeEventListener("keydown", onKey);
    };
  }, [base]);
}
