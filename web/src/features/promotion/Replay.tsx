import { useMutation } from "@tanstack/react-query";
import { replay } from "../../api/promotion";
import { t } from "../../messages";
import { Button } from "../../ui/Button";
import { Glyph } from "../../ui/Glyph";
import { ErrorState } from "../../ui/States";

const p = t.promotion;

/** Decides again from the stored facts, to show that the verdict follows from them. */
export function ReplayStrip({ promotion }: { promotion: string }) {
  const run = useMutation({ mutationFn: () => replay(promotion) });
  return (
    <div className="replay">
      <Button small onClick={() => run.mutate()} disabled={run.isPending}>
        {run.isPending ? p.replaying : p.replay}
      </Button>
      <span role="status">
        {run.data && (
          <>
            <Glyph kind={run.data.same ? "pass" : "fail"} /> {run.data.same ? p.replaySame : p.replayOther}
          </>
        )}
      </span>
      {run.data && !run.data.same && <pre>{JSON.stringify(run.data.first_difference, null, 2)}</pre>}
      {run.error && <ErrorState error={run.error} />}
    </div>
  );
}
