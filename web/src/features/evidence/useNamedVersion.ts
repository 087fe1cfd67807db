import { useQuery } from "@tanstack/react-query";
import { versionOf } from "../../api/registry";

/** `ticket-triage/4` as a model and a number. */
export function versionIn(text: string): { model: string; number: number } | null {
  const match = /^([^/\s]+)\/(\d+)$/.exec(text.trim());
  return match?.[1] ? { model: match[1], number: Number(match[2]) } : null;
}

export function useNamedVersion(text: string) {
  const named = versionIn(text);
  const query = useQuery({ ...versionOf(named?.model ?? "", named?.number ?? 0), enabled: named !== null });
  const missing = named !== null && query.data === null;
  return {
    id: named ? query.data?.id : undefined,
    missing: missing || (text.trim() !== "" && named === null),
  };
}
