import { t } from "../../messages/en";
import { Dialog } from "../../ui/Dialog";

export function KeyHelp({ close }: { close: () => void }) {
  return (
    <Dialog title={t.keys.title} close={close}>
      <table className="keys">
        <tbody>
          {t.keys.rows.map(([key, what]) => (
            <tr key={key}>
              <th scope="row">
                <kbd>{key}</kbd>
              </th>
              <td>{what}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Dialog>
  );
}
