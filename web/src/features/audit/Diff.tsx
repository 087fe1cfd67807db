import type { FieldChange } from "../../api/types";
import { MINUS } from "../../lib/format";
import { full } from "../../lib/time";
import { t } from "../../messages";
import { useZone } from "../../ui/Instant";

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/;

function written(value: unknown, zone: string): string {
  if (value === null || value === undefined) return t.common.none;
  if (typeof value !== "string") return JSON.stringify(value);
  return INSTANT.test(value) ? full(value, zone) : value;
}

/** `/runs/0/slots` as people say it; the exact path stands on hover. */
function fieldName(path: string): string {
  const parts = path.split("/").filter(Boolean);
  return parts.map((part) => (/^\d+$/.test(part) ? Number(part) + 1 : part.replaceAll("_", " "))).join(" › ");
}

/** Changed fields only: what was, what is. Signs and words, not colours, tell them apart. */
export function Diff({ changes }: { changes: FieldChange[] }) {
  const [zone] = useZone();
  if (changes.length === 0) return <p className="dim">{t.audit.nothingChanged}</p>;
  return (
    <table className="diff">
      <thead>
        <tr>
          <th scope="col">{t.audit.field}</th>
          <th scope="col">{t.audit.was}</th>
          <th scope="col">{t.audit.now}</th>
        </tr>
      </thead>
      <tbody>
        {changes.map((change) => (
          <tr key={change.path}>
            <th scope="row">
              <span title={change.path} lang="en">
                {fieldName(change.path)}
              </span>
            </th>
            <td>
              <code className="wrap">
                {MINUS} {written(change.was, zone)}
              </code>
            </td>
            <td>
              <code className="wrap b">+ {written(change.now, zone)}</code>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
