const listeners = new Set<() => void>();

/** Tells when a choice was changed. The answer ends it. */
export function onStored(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** A choice of this browser that survives a reload. Storage may be off; then it lives as long as the page. */
const memory = new Map<string, string>();

export function readStored(name: string): string | null {
  try {
    return localStorage.getItem(name) ?? memory.get(name) ?? null;
  } catch {
    return memory.get(name) ?? null;
  }
}

export function writeStored(name: string, value: string) {
  memory.set(name, value);
  try {
    localStorage.setItem(name, value);
  } catch {
    // The memory above holds it.
  }
  for (const listener of listeners) listener();
}
