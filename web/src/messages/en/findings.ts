const things = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`;

const kinds: Record<string, string> = {
  runs_without_evidence: "runs without evidence",
  requirements_unmet: "does not meet its requirements",
};

/** What clears a finding, by its kind. */
const remedies: Record<string, string> = {
  runs_without_evidence:
    "Measure this version and import the result. The finding closes with the first evidence that may decide.",
  requirements_unmet:
    "Meet the requirements, have them waived, or take the version off its routes. The finding closes by itself then.",
};

const said = (kind: string) => kinds[kind] ?? kind.replaceAll("_", " ");

export const findings = {
  cli: "tenure findings list",
  cliClosed: "tenure findings list --closed",
  title: "Findings",
  headline: (n: number, more: boolean, late: number) => {
    const count = more
      ? `More than ${n} findings are open`
      : `${things(n, "finding is", "findings are")} open`;
    return late === 0 ? `${count}; none is late.` : `${count}; ${things(late, "is", "are")} late.`;
  },
  headlineNone: "No finding is open.",
  headlineClosed: (n: number, more: boolean) =>
    more ? `More than ${n} findings are closed.` : `${things(n, "finding is", "findings are")} closed.`,
  sub: "What the service noticed about what runs, and nobody cleared yet. The first due stands first.",
  kinds,
  /** `code-review/2 does not meet 2 requirements.` */
  sentence: (label: string, kind: string, count: number | undefined) =>
    kind === "requirements_unmet" && count !== undefined
      ? `${label} does not meet ${things(count, "requirement", "requirements")}.`
      : `${label} ${said(kind)}.`,
  nameless: "Something",
  columns: {
    what: "What does not hold",
    state: "State",
    due: "Due",
    since: "Since",
    owner: "Owner",
    remedy: "What clears it",
  },
  states: { open: "open", acknowledged: "taken", closed: "closed" },
  remedies,
  remedyAny: "Look at it, and say why it does not matter or clear its cause.",
  importCommand: (label: string) => `tenure evaluations import results.json --version ${label}`,
  free: "nobody yet",
  noDue: "no date",
  filters: {
    state: "State",
    kind: "What does not hold",
    assignee: "Taken by",
    states: { acknowledged: "taken", open: "taken by nobody", closed: "closed" },
    stateAny: "not closed",
    mine: "me",
  },
  emptyTitle: "Nothing is found.",
  emptyText:
    "What runs is held to the policies again and again. What holds no more stands here, with the day by which it should.",
  emptyClosedTitle: "Nothing was closed yet.",
  emptyClosedText: "A finding closes when its cause is gone, or when somebody says why it does not matter.",
  facts: { about: "About", team: "Team", taken: "Taken by", since: "Since", due: "Due", closed: "Closed" },
  missing: "What is missing?",
  missingSub: (n: number) => `${things(n, "requirement does", "requirements do")} not hold where it runs.`,
  missingNow: "Judged now. What does not stand here holds again; the finding follows within minutes.",
  codes: "Not met when it was found",
  more: (n: number) => `and ${n} more`,
  clears: "What clears it?",
  affected: "What it touches",
  affectedNone: "It serves nowhere now.",
  routes: "Routes",
  proposals: "Open proposals",
  version: "Version",
  mine: "Take it",
  give: "Give to…",
  close: "Close…",
  giveTitle: "Who works on this?",
  giveTo: "Person",
  giveNobody: "nobody, put it back",
  giveText: "Whoever has it finds it among theirs. What is put back is open again.",
  giveConfirm: (name: string) => `Give to ${name}`,
  putBackConfirm: "Put it back",
  closeTitle: "Close this finding?",
  closeText:
    "For what does not matter. A finding whose cause the service watches closes by itself; it cannot be closed by hand.",
  closeConfirm: "Close finding",
  closeChips: ["It is about to be taken off", "Accepted by its owner"],
} as const;
