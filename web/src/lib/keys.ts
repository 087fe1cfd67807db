import { useEffect, useRef } from "react";
import { readStored } from "./stored";

/** A key, or `g` and a second key: `g r`. Capitals are typed with Shift. */
export type Bindings = Record<string, (event: KeyboardEvent) => void>;

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
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
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
  layers.find((layer) => layer.current[name])?.current[name]?.(event);
}

/**
 * Single keys: never inside a field, never with a modifier, never below an open dialog.
 * What came last answers first; what stands around every page (`base`) answers last.
 */
export function useKeys(bindings: Bindings, base = false) {
  const layer = useRef<Bindings>(bindings);
  useEffect(() => {
    layer.current = bindings;
  });
  useEffect(() => {
    if (layers.length === 0) window.addEventListener("keydown", onKey);
    if (base) layers.push(layer);
    else layers.unshift(layer);
    return () => {
      layers.splice(layers.indexOf(layer), 1);
      if (layers.length === 0) window.removeEventListener("keydown", onKey);
    };
  }, [base]);
}
