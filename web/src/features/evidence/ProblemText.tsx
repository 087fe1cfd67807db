import type { FieldProblem } from "../../api/types";
import { t } from "../../messages";
import { FieldExpected, FieldText } from "../../ui/Problem";

/** What is wrong with a field of a policy, and what would be right. */
export function ProblemText({ of }: { of: FieldProblem }) {
  return (
    <>
      <FieldText of={of} />
      {of.expected && (
        <>
          {" "}
          {t.policy.expected} <FieldExpected of={of} />.
        </>
      )}
    </>
  );
}
