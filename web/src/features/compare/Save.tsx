import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { saveComparison, savedComparisons } from "../../api/comparison";
import type { Compared } from "../../api/types";
import { useCommand } from "../../api/useCommand";
import { short } from "../../lib/format";
import { t } from "../../messages";
import { TextArea } from "../../ui/Fields";
import { FormDialog } from "../../ui/FormDialog";
import { Instant } from "../../ui/Instant";
import { actorName } from "../../ui/Links";
import { Panel } from "../../ui/Page";
import { numbersOf } from "./rows";

const c = t.compare;

/** Keeps what is on screen, with everything that it was computed from. */
export function Save({ of, close }: { of: Compared; close: () => void }) {
  const [note, setNote] = useState("");
  const command = useCommand(saveComparison, close);
  // No line ends within the digest.
  const digest = short(of.inputs_digest).replace("…", "\u2060…\u2060");
  return (
    <FormDialog
      title={c.saveTitle(of.candidate.number, numbersOf(of).base)}
      confirm={c.saveConfirm}
      close={close}
      ready
      command={command}
      submit={() =>
        command.mutate({
          base_id: of.base.id,
          candidate_id: of.candidate.id,
          margin: of.margin ?? null,
          note: note.trim() || null,
        })
      }
    >
      <p>{c.saveText(of.rows.length, digest)}</p>
      <TextArea label={c.saveNote} value={note} change={setNote} rows={2} />
    </FormDialog>
  );
}

/** The comparisons with this version that were kept. */
export function Saved({ version }: { version: string }) {
  const query = useInfiniteQuery(savedComparisons(version));
  const kept = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Panel title={c.saved} note={kept.length === 0 ? c.noneSaved : undefined}>
      {kept.length > 0 && (
        <ul className="ev">
          {kept.map((one) => (
            <li key={one.id}>
              {c.question(one.candidate.number, numbersOf(one).base)}
              <span className="meta">
                <Instant at={one.created_at} form="brief" /> {c.savedBy(actorName(one.saved_by))} ·{" "}
                <code>{short(one.result_digest)}</code>
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
