import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { importFile } from "../../api/evidence";
import { versionOf } from "../../api/registry";
import { useCommand } from "../../api/useCommand";
import { t } from "../../messages/en";
import { Button } from "../../ui/Button";
import { TextField } from "../../ui/Fields";
import { Glyph } from "../../ui/Glyph";
import { ErrorState, Skeleton } from "../../ui/States";
import { ImportPreview } from "./ImportPreview";

const m = t.imports;

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

/** A file is read first and stored second; what is on screen in between is what would be stored. */
export function Imports() {
  const [file, setFile] = useState<File | null>(null);
  const [name, setName] = useState("");
  const version = useNamedVersion(name);
  const preview = useQuery({
    queryKey: ["import-preview", file?.name, file?.size, file?.lastModified, version.id],
    queryFn: () => importFile({ file: file as File, version: version.id ?? "", dry: true }),
    enabled: file !== null && version.id !== undefined,
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
        <Button onClick={again}>{m.another}</Button>
      </div>
    );
  }
  return (
    <div className="form">
      <DropZone take={setFile} chosen={file?.name ?? null} />
      <TextField
        label={m.version}
        help={m.versionHelp}
        error={version.missing ? m.noSuchVersion : undefined}
        value={name}
        change={setName}
        mono
      />
      {file && preview.isFetching && <Skeleton rows={4} head />}
      {preview.error && <ErrorState error={preview.error} retry={() => preview.refetch()} />}
      {file && preview.data && (
        <ImportPreview
          result={preview.data}
          name={file.name}
          busy={store.isPending}
          error={store.error}
          store={() => store.mutate({ file, version: version.id ?? "", dry: false })}
        />
      )}
    </div>
  );
}

function DropZone({ take, chosen }: { take: (file: File) => void; chosen: string | null }) {
  const field = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const first = (files: FileList | null) => files?.[0] && take(files[0]);
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
        first(event.dataTransfer.files);
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
        accept=".json,.jsonl,.eval,.md,.yaml,.yml"
        onChange={(event) => first(event.target.files)}
      />
      <Button onClick={() => field.current?.click()}>{m.choose}</Button>
    </section>
  );
}
