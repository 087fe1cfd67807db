const things = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`;

/** How many requirements came out how. */
interface Counts {
  fail: number;
  unknown: number;
  waived?: number;
  warn: number;
  pass: number;
}

export const requirements = {
  title: (target: string) => `What is missing for ${target}?`,
  titleDecided: "What was decided, and on what?",
  sub: ({ fail, unknown, waived = 0, warn, pass }: Counts, when: string) =>
    [
      `${fail} fail, ${unknown} unknown, `,
      waived > 0 && `${waived} waived, `,
      warn > 0 && `${warn} only ${warn === 1 ? "warns" : "warn"}, `,
      `${pass} pass. Evaluated ${when}.`,
    ]
      .filter(Boolean)
      .join(""),
  subNone: (when: string) => `Nothing is asked. Evaluated ${when}.`,
  columns: {
    requirement: "Requirement and what clears it",
    measured: "Measured",
    limit: "Against the limit",
    evidence: "Evidence",
  },
  outcomes: { pass: "passes", fail: "fails", unknown: "is unknown", warn: "warns", waived: "is waived" },
  relations: {
    at_least: (value: string) => `${value} or more`,
    at_most: (value: string) => `${value} or less`,
    equals: (value: string) => `exactly ${value}`,
  },
  needs: (what: string) => `needs ${what}`,
  needsAt: (value: string, end: "low" | "high") => `needs ${value} at the ${end} end`,
  needsItems: (what: string) => `needs ${what} items`,
  waivedUntil: "Does not hold, and is waived until",
  waivedEnd: ".",
  noNeed: "no limit is written",
  noEvidence: "none",
  n: (n: string) => `n ${n}`,
  passed: (n: number) => `${n} pass`,
  details: "Details",
  why: "Why it is asked",
  rule: "Rule",
  policy: "Policy",
  policyVersion: (name: string, n: number) => `${name} v${n}`,
  none: "No policy covers this. It moves freely.",
  noneText: "A policy says what a version must show before it goes up, and who must approve it.",
  setOne: "Write a policy",
  bullet: (measured: string, need: string) => `${measured}, ${need}`,
} as const;

export const approvals = {
  title: "Approvals",
  given: (given: number, quorum: number) => `${given} of ${quorum} given`,
  notNeeded: "none needed",
  ends: (time: string) => `Ends ${time}`,
  state: { valid: "", void: "void", expired: "expired" },
  voidReasons: {
    proposal_changed: "The proposal changed after it.",
    role_lost: "Its giver does not review for this team any more.",
    expired: "Its time ran out.",
    withdrawn: "Its giver took it back.",
  },
  changed: {
    policy: (name: string, added: boolean) =>
      added ? `${name} guards it now.` : `${name} guards it no more.`,
    evaluation: (name: string, added: boolean) =>
      added ? `New evaluation: ${name}.` : `An evaluation that counts no more: ${name}.`,
    waiver: (name: string, added: boolean) =>
      added ? `New waiver: ${name}.` : `A waiver that counts no more: ${name}.`,
    stage: (name: string, added: boolean) => (added ? `Stage now: ${name}.` : `Stage then: ${name}.`),
  },
  role: (role: string, given: boolean) =>
    given ? `role ${role}: held by one who approved` : `one of them with the role ${role}`,
  missing: (n: number, role: string) => (n === 1 ? `one more ${role}` : `${n} more of role ${role}`),
  nobodyMay: "Nobody else may approve this. Give the role to one more person.",
  mayNot: "May not approve",
  binds: "Binds to proposal",
  voids: "Any edit voids it; a new evaluation does.",
  rejected: "rejected",
} as const;

export const promotion = {
  title: "Promotions",
  headline: (label: string, model: string, n: number, target: string, state: string) =>
    `${label}: ${model} version ${n} to ${target} ${state}.`,
  states: {
    open: "is open",
    awaiting_approval: "waits for approval",
    approved: "is approved",
    applied: "was applied",
    refused: "was refused",
    withdrawn: "was withdrawn",
    expired: "has expired",
  },
  stateNames: {
    open: "open",
    awaiting_approval: "approval",
    approved: "approved",
    applied: "applied",
    refused: "refused",
    withdrawn: "withdrawn",
    expired: "expired",
  },
  track: "State of the proposal",
  opened: (label: string, who: string, when: string) => `Proposal ${label}, opened by ${who} on ${when}.`,
  mayGo: (n: number, target: string) => `Version ${n} may go to ${target}.`,
  atTop: (n: number, stage: string) => `Version ${n} is in ${stage}. There is no higher stage.`,
  closed: (n: number, stage: string) => `Version ${n} is ${stage} and goes nowhere from here.`,
  facts: {
    version: "Version",
    from: "From",
    to: "To",
    opened: "Opened",
    expires: "Expires",
    policy: "Policy",
  },
  approve: "Approve…",
  reject: "Reject…",
  withdraw: "Withdraw…",
  apply: "Apply…",
  request: (target: string) => `Request ${target}…`,
  requestTitle: (n: number, target: string) => `Request ${target} for version ${n}?`,
  furtherTitle: (n: number, target: string) => `Request ${target} for a further use of version ${n}?`,
  further: "Request a further use",
  use: "Use",
  useAny: "Any application",
  useChoose: "Choose an application",
  useHelp: "For one application, only the policies of that use guard it. For any, all of them do.",
  furtherHelp: "Its stage stays. Policies of this use decide whether it may serve there.",
  requestConfirm: (n: number, target: string) => `Request ${target} for version ${n}`,
  approveTitle: (label: string) => `Approve ${label} as shown?`,
  approveText: (requirements: number, evaluations: number, policies: string) =>
    `Binds to ${things(requirements, "requirement", "requirements")}, ${things(evaluations, "evaluation", "evaluations")}, ${policies}. Any edit voids it.`,
  approveOpen: (n: number) =>
    `${things(n, "requirement is", "requirements are")} still open. Your approval does not close them.`,
  approveConfirm: (label: string) => `Approve ${label}`,
  rejectTitle: (label: string) => `Reject ${label}?`,
  rejectConfirm: (label: string) => `Reject ${label}`,
  withdrawTitle: (label: string) => `Withdraw ${label}?`,
  withdrawText: "The proposal closes. A new one can be opened at any time.",
  withdrawConfirm: (label: string) => `Withdraw ${label}`,
  applyTitle: (n: number, from: string, to: string) => `Move version ${n} from ${from} to ${to}?`,
  applyText: "It says what the version may do. No call moves; a switch of a route does that.",
  applyConfirm: (n: number, to: string) => `Move version ${n} to ${to}`,
  comment: "Comment",
  hash: "Proposal",
  replay: "Replay",
  replaying: "Replaying",
  replaySame: "Decided again on the stored facts: the same verdict.",
  replayOther: "Decided again on the stored facts: a different verdict.",
  open: "Open proposal",
  openOnes: "Proposals",
} as const;

export const proof = { facts: "Facts", evaluator: "Evaluator" } as const;
