import type { ReactNode } from "react";
import { OfflineError, ProblemError } from "../api/problem";
import { t } from "../messages";
import { Button } from "./Button";
import { Command, CopyButton } from "./CopyButton";
import { Glyph } from "./Glyph";
import { FieldText, Place, ProblemDetail, ProblemTitle } from "./Problem";
import { Refusals } from "./Refusals";

interface EmptyProps {
  title: string;
  text?: string;
  command?: string;
  /** It is all that the page has to say. */
  page?: boolean;
  children?: ReactNode;
}

/** What belongs here, and how it gets here. */
export function EmptyState({ title, text, command, page = false, children }: EmptyProps) {
  const Heading = page ? "h1" : "h3";
  return (
    <div className="empty">
      <Heading>{title}</Heading>
      {text && <p>{text}</p>}
      {children && <div className="acts">{children}</div>}
      {command && <Command text={command} />}
    </div>
  );
}

/** What went wrong, with the two words that support asks for. */
export function ErrorState({
  error,
  retry,
  panel = false,
}: {
  error: unknown;
  retry?: () => void;
  /** Only a part of the page failed. */
  panel?: boolean;
}) {
  const problem = error instanceof ProblemError ? error.problem : null;
  const offline = error instanceof OfflineError;
  return (
    <div className="empty error" role="alert">
      <h3>
        <Glyph kind={problem && problem.status < 500 ? "warn" : "fail"} />{" "}
        {problem ? <ProblemTitle of={problem} /> : offline ? t.common.offlineTitle : t.frame.crashTitle}
      </h3>
      {problem ? <ProblemDetail of={problem} /> : <p>{offline ? t.common.offlineText : String(error)}</p>}
      {problem?.refusals && <Refusals of={problem.refusals} />}
      {problem?.errors?.map((field) => (
        <p key={field.pointer}>
          <Place at={field.pointer} /> <FieldText of={field} />
        </p>
      ))}
      {panel && <p>{t.common.errorStays}</p>}
      {problem && (
        <p className="meta">
          {t.common.code(problem.code)}
          {problem.instance && (
            <>
              {" · "}
              <span className="nw">
                {t.common.requestId(problem.instance)}
                <CopyButton text={problem.instance} what={t.common.requestId(problem.instance)} />
              </span>
            </>
          )}
        </p>
      )}
      {retry && (
        <Button small onClick={retry}>
          {t.common.retry}
        </Button>
      )}
    </div>
  );
}

/** The shape of what comes, after a moment in which nothing flashes. */
export function Skeleton({ rows = 6, head = false }: { rows?: number; head?: boolean }) {
  return (
    <div className="skel" role="status" aria-label={t.common.loading}>
      {head && <i className="h" />}
      {head && <i className="p" />}
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholder lines have no identity
        <i key={row} />
      ))}
    </div>
  );
}

interface Loading<T> {
  data: T | undefined;
  error: unknown;
  refetch: () => unknown;
}

interface LoadProps<T> {
  query: Loading<T>;
  rows?: number;
  head?: boolean;
  children: (data: T) => ReactNode;
}

/** One panel that loads on its own and fails on its own. */
export function Load<T>({ query, rows = 4, head = false, children }: LoadProps<T>) {
  if (query.data !== undefined) return children(query.data);
  if (query.error) return <ErrorState error={query.error} retry={() => query.refetch()} panel={!head} />;
  return <Skeleton rows={rows} head={head} />;
}
