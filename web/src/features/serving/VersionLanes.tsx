import type { Version } from "../../api/types";
export function VersionLanes({ version }: { version: Version }) {
  return <p>{version.number}</p>;
}
