import { useSyncExternalStore } from "react";
import { onStored, readStored, writeStored } from "./stored";

export function useStored(name: string, initial: string): [string, (value: string) => void] {
  const value = useSyncExternalStore(onStored, () => readStored(name)) ?? initial;
  return [value, (next) => writeStored(name, next)];
}
