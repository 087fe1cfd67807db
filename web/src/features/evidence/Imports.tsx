import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { importFile } from "../../api/evidence";
import { useCommand } from "../../api/useCommand";
import { useKeys } from "../../lib/keys";
import { t } from "../../messages";
import { Button } from "../../ui/Button";
import { TextField } from "../../ui/Fields";
import { Glyph } from "../../ui/Glyph";
import { ErrorState, Skeleton } from "../../ui/States";
import { ImportPreview } from "./ImportPreview";
import { MatchRules } from "./MatchRules";
import { useNamedVersion } from "./useNamedVersion";
import { Waiting } from "./Waiting";

const m = t.imports;

/** A file is read first and stored second; what is on screen in between is what would be stored. */
export function Imports() {
  return (
    <>
      <ImportForm />
      <Waiting />
      <MatchRules />
    </>
  );
}

function ImportForm() {
  const [file, setFile] = useState<File | null>(null);
  const [left, setLeft] = useState(0);
  const [name, setName] = useState("");
  const [model, setModel] = useState("");
  const [sent, setSent] = useState(0);
  const version = useNamedVersion(name);
  const settled = name.trim() === "" || version.id !== undefined;
  const input = { file: file as File, version: version.id, model: model.trim() || undefined };
  const preview = useQuery({
    queryKey: ["import-preview", file?.name, file?.size, file?.lastModified, version.id, input.model],
    queryFn: () => importFile({ ...input, dry: true, progress: setSent }),
    enabled: file !== null && settled,
    retry: false,
  });
  const store = useCommand(importFile);
  const again = () => {
    store.reset();
    setFile(null);
  };
  if (store.data) {
    return (
      <div className="empty">
        <h3>
          <Glyph kind="pass" /> {m.stored(store.data.evaluations.length)}
        </h3>
        {store.data.evaluations.map(({ id, suite, task }) =>
          id ? (
            <p key={id}>
              <Link className="obj" to="/evidence/evaluations/$evaluation" params={{ evaluation: id }}>
                {suite.name === task ? task : `${suite.name} · ${task}`}
              </Link>
            </p>
          ) : null,
        )}
        <Button onClick={again}>{m.another}</Button>
      </div>
    );
  }
  const sending = preview.isFetching || store.isPending;
  return (
    <div className="form">
      <DropZone
        take={(files) => {
          setFile(files[0] ?? null);
          setLeft(Math.max(files.length - 1, 0));
        }}
        chosen={file?.name ?? null}
      />
      {file && left > 0 && <div className="strip info">{m.oneAtATime(file.name, left)}</div>}
      <TextField
        label={m.version}
        help={m.versionHelp}
        error={version.missing ? m.noSuchVersion : undefined}
        value={name}
        change={setName}
        mono
      />
      {(preview.error || model) && (
        <TextField label={m.modelRef} help={m.modelRefHelp} value={model} change={setModel} mono />
      )}
      {file && sending && sent < file.size && (
        <progress aria-label={m.sending(file.name)} max={file.size} value={sent} />
      )}
      {file && preview.isFetching && <Skeleton rows={4} head />}
      {preview.error && <ErrorState error={preview.error} retry={() => preview.refetch()} />}
      {file && settled && preview.data && (
        <ImportPreview
          result={preview.data}
          name={file.name}
          busy={store.isPending}
          error={store.error}
          store={() => store.mutate({ ...input, dry: false, progress: setSent })}
        />
      )}
    </div>
  );
}

function DropZone({ take, chosen }: { take: (files: FileList) => void; chosen: string | null }) {
  const field = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  useKeys({ u: () => field.current?.click() });
  const given = (files: FileList | null) => files?.[0] && take(files);
  return (
    <section
      className={`drop ${over ? "over" : ""}`}
      aria-label={m.drop}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        given(event.dataTransfer.files);
      }}
    >
      <b>{chosen ?? m.drop}</b>
      <span className="meta">{m.dropSub}</span>
      <input
        ref={field}
        type="file"
        className="vh"
        tabIndex={-1}
        aria-label={m.choose}
        accept=".json,.jsonl,.eval,.zip,.csv,.xml,.md,.yaml,.yml"
        onChange={(event) => given(event.target.files)}
      />
      <Button onClick={() => field.current?.click()}>{m.choose}</Button>
    </section>
  );
}
