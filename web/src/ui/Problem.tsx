import type { FieldProblem, Problem } from "../api/types";
import { problems } from "../messages";
import { English } from "./English";
import { useWrite } from "./Sentence";

/** The code of a problem in words. */
export function ProblemTitle({ of: { code, title } }: { of: Problem }) {
  return problems.words.title(code) || <English>{title}</English>;
}

/** What happened. Of fields and reasons it only repeats what each of them says. */
export function ProblemDetail({ of: { detail, title, errors = [], refusals = [] } }: { of: Problem }) {
  const write = useWrite();
  if (!detail || detail === title || errors.length + refusals.length > 0) return null;
  return <p>{problems.words.detail(detail, write) || <English>{detail}</English>}</p>;
}

/** What is wrong with a field. */
export function FieldText({ of }: { of: FieldProblem }) {
  return problems.words.wrong(of, useWrite()) || <English>{of.message}</English>;
}

/** Which field it is, or where in a file. */
export function Place({ at, wrap = false }: { at: string; wrap?: boolean }) {
  const place = problems.words.place(at, useWrite()) || at;
  return <code {...(wrap && { className: "meta wrap" })}>{place}</code>;
}

/** What would be right in a field. */
export function FieldExpected({ of: { expected } }: { of: FieldProblem }) {
  return problems.words.expected(expected, useWrite()) || <English>{expected}</English>;
}

/** What is odd about a file that was read all the same. */
export function NoteText({ of: { message } }: { of: { message: string } }) {
  return problems.words.note(message, useWrite()) || <English>{message}</English>;
}
