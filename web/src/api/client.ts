import createClient from "openapi-fetch";
import { problems, sentences } from "../messages";
import type { paths } from "./pending";
import { OfflineError, ProblemError } from "./problem";
import type { Problem } from "./types";

export const api = createClient<paths>({ baseUrl: "", credentials: "same-origin" });

type Answer<T> = Promise<{ data?: T; error?: unknown; response: Response }>;

/** The answer, or the problem as an exception, of which nothing is shown in words. */
export async function takeUnsaid<T>(answer: Answer<T>): Promise<T> {
  const settled = await answer.catch((cause: unknown) => {
    throw new OfflineError(cause);
  });
  if (settled.response.ok) return settled.data as T;
  throw new ProblemError(asProblem(settled.error, settled.response));
}

/** The same, with words: what it says can be said in the reader's language by then. */
export async function take<T>(answer: Answer<T>): Promise<T> {
  try {
    const [taken] = await Promise.all([takeUnsaid(answer), sentences.ready()]);
    return taken;
  } catch (error) {
    if (error instanceof ProblemError) await Promise.all([sentences.ready(), problems.ready()]);
    throw error;
  }
}

/** The same of an answer that may say what is wrong with what was sent, though it is no problem. */
export async function takeRemarks<T>(answer: Answer<T>): Promise<T> {
  const [taken] = await Promise.all([take(answer), problems.ready()]);
  return taken;
}

/** A proxy in between may answer with anything; the page still needs a status and an id. */
function asProblem(body: unknown, response: Response): Problem {
  if (typeof body === "object" && body !== null && "code" in body && "status" in body) return body as Problem;
  return {
    type: "about:blank",
    title: response.statusText || String(response.status),
    status: response.status,
    code: `http_${response.status}`,
    detail: "",
    instance: response.headers.get("x-request-id") ?? "",
  };
}

export function etag(revision: number): string {
  return `"${revision}"`;
}

/** A preview has no reason yet, and the service asks for one even then. Nothing is written. */
export const DRY_REASON = "Preview only, nothing is done";

/** A command that is sent twice is done once. A look changes nothing and needs no key. */
export function only(dry: boolean, once: string): Record<string, string> {
  return dry ? {} : { "Idempotency-Key": once };
}
