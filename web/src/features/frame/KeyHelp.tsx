import { KEYS_STORED } from "../../lib/keys";
import { useStored } from "../../lib/useStored";
import { t } from "../../messages";
import { Dialog } from "../../ui/Dialog";

export function KeyHelp({ close }: { close: () => void }) {
  const [on, setOn] = useStored(KEYS_STORED, "on");
  return (
    <Dialog title={t.keys.title} close={close} wide>
      <label className="check">
        <input
          type="checkbox"
          checked={on !== "off"}
          onChange={(event) => setOn(event.target.checked ? "on" : "off")}
        />
        {t.keys.single}
      </label>
      <div className="keygroups">
        {t.keys.groups.map(({ title, rows }) => (
          <section key={title}>
            <h3>{title}</h3>
            <table className="keys">
              <tbody>
                {rows.map(([key, what]) => (
                  <tr key={key}>
                    <th scope="row">
                      {key.split(" ").map((one) => (
                        <kbd key={one}>{one}</kbd>
                      ))}
                    </th>
                    <td>{what}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
