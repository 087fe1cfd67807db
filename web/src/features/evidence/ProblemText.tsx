import type { FieldProblem } from "../../api/types";
import { t } from "../../messages";
import { FieldExpected, FieldText } from "../../ui/Problem";

/** What is wrong with a field of a policy, and what would be right where that is not the same. */
export function ProblemText({ of }: { of: FieldProblem }) {
  const more = of.expected !== "" && !of.message.includes(of.expected);
  return (
    <>
      <FieldText of={of} />
      {more && (
        <>
          {" "}
          {t.policy.expected} <FieldExpected of={of} />.
        </>
      )}
    </>
  );
}
