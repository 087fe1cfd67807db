import type { Problem, Reason } from "./types";

/** What the service answered when it did not do what was asked. */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail || problem.title);
    this.name = "ProblemError";
    this.problem = problem;
  }

  get status(): number {
    return this.problem.status;
  }

  get refusals(): Reason[] {
    return this.problem.refusals ?? [];
  }
}

/** The service did not answer at all. */
export class OfflineError extends Error {
  constructor(cause: unknown) {
    super("offline", { cause });
    this.name = "OfflineError";
  }
}

export function statusOf(error: unknown): number | null {
  return error instanceof ProblemError ? error.status : null;
}

/** Somebody changed the entity since it was read. */
export function isStale(error: unknown): boolean {
  return statusOf(error) === 412;
}
