import type { FieldProblem } from "../../api/types";
import { t } from "../../messages";
import { English } from "../../ui/English";

/** What is wrong with a field of a policy, and what would be right. */
export function ProblemText({ of: { message, expected } }: { of: FieldProblem }) {
  return (
    <>
      <English>{message}</English>
      {expected && (
        <>
          {" "}
          {t.policy.expected} <English>{expected}.</English>
        </>
      )}
    </>
  );
}
