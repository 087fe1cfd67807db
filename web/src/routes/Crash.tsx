import { t } from "../messages";
import { Button } from "../ui/Button";
import { EmptyState } from "../ui/States";

export function Crash({ error }: { error: unknown }) {
  return (
    <div className="alone">
      <EmptyState title={t.frame.crashTitle} text={t.frame.crashText}>
        <Button onClick={() => location.reload()}>{t.frame.reload}</Button>
      </EmptyState>
      <p className="meta" lang="en">
        {error instanceof Error ? error.message : String(error)}
      </p>
    </div>
  );
}
