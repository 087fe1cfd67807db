import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { assignFile, waitingFiles } from "../../api/evidence";
import { useLacking } from "../../api/people";
import type { WaitingFile } from "../../api/types";
import { useCommand } from "../../api/useCommand";
import { t } from "../../messages";
import { ActionButton } from "../../ui/ActionButton";
import { Button } from "../../ui/Button";
import { TextField } from "../../ui/Fields";
import { Instant } from "../../ui/Instant";
import { Section } from "../../ui/Page";
import { ErrorState } from "../../ui/States";
import { useNamedVersion } from "./useNamedVersion";

const m = t.imports.waiting;

/** Models of files that no rule knows. Nothing is shown when nothing waits. */
export function Waiting() {
  const query = useInfiniteQuery(waitingFiles());
  const files = query.data?.pages.flatMap((page) => page.items) ?? [];
  if (query.error) return <ErrorState error={query.error} retry={() => query.refetch()} />;
  if (files.length === 0) return null;
  return (
    <Section title={m.title(files.length)} sub={m.sub}>
      <ul className="ev">
        {files.map((file) => (
          <WaitingRow key={`${file.artefact.sha256} ${file.model_ref ?? ""}`} file={file} />
        ))}
      </ul>
      {query.hasNextPage && <Button onClick={() => query.fetchNextPage()}>{t.common.loadMore}</Button>}
    </Section>
  );
}

function WaitingRow({ file }: { file: WaitingFile }) {
  const [name, setName] = useState("");
  const [rule, setRule] = useState(true);
  const version = useNamedVersion(name);
  const assign = useCommand(assignFile);
  const refusal = useLacking("evaluation.report");
  const label = file.model_ref ?? m.unnamed;
  return (
    <li className="form">
      <div>
        <b>{label}</b>
        <span className="meta">
          {m.from(file.artefact.file_name, file.format, file.evaluations)} · <Instant at={file.since} />
        </span>
      </div>
      <TextField
        label={m.version(label)}
        help={m.versionHelp}
        error={version.missing ? t.imports.noSuchVersion : undefined}
        value={name}
        change={setName}
        mono
      />
      {file.model_ref && (
        <label className="check">
          <input type="checkbox" checked={rule} onChange={(event) => setRule(event.target.checked)} />{" "}
          {m.saveRule(file.model_ref)}
        </label>
      )}
      {assign.error ? <ErrorState error={assign.error} /> : null}
      <div>
        {refusal ? (
          <ActionButton refusal={refusal} run={() => undefined}>
            {m.assign}
          </ActionButton>
        ) : (
          <Button
            look="primary"
            disabled={!version.id || assign.isPending}
            onClick={() =>
              version.id &&
              assign.mutate({
                sha256: file.artefact.sha256,
                model_ref: file.model_ref ?? null,
                version_id: version.id,
                save_rule: rule && file.model_ref != null,
              })
            }
          >
            {m.assign}
          </Button>
        )}
      </div>
    </li>
  );
}
