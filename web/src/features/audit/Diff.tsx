import type { FieldChange } from "../../api/types";
import { MINUS } from "../../lib/format";
import { t } from "../../messages/en";

function written(value: unknown): string {
  if (value === null || value === undefined) return t.common.none;
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Changed fields only: what was, what is. Signs and words, not colours, tell them apart. */
export function Diff({ changes }: { changes: FieldChange[] }) {
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
              <code>{change.path}</code>
            </th>
            <td>
              <code className="wrap">
                {MINUS} {written(change.was)}
              </code>
            </td>
            <td>
              <code className="wrap b">+ {written(change.now)}</code>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
