const things = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`;

export const waivers = {
  title: "Waivers",
  inForce: (n: number) => (n === 0 ? "none" : `${n} in force`),
  none: "Everything has to hold. Where a policy lets a requirement be waived, the requirement says so.",
  answers: (who: string) => `${who} answers for it`,
  until: "until",
  ended: "ended",
  expired: "expired",
  givenBy: (who: string) => `given by ${who}`,
  policy: (policy: string) => `under ${policy}`,
  past: (n: number) => `${n} that ${n === 1 ? "counts" : "count"} no more`,
  noReason: "The reason was erased.",
  give: "Waive…",
  giveTitle: (title: string) => `Waive “${title}”?`,
  giveText: (version: string, target: string) =>
    `For a time, ${version} may go to ${target}, and run there, though this does not hold. It stays in the list, and in the log, with who answers for it.`,
  voids: (n: number) =>
    `${things(n, "approval", "approvals")} given before ${n === 1 ? "is" : "are"} void then.`,
  owner: "Who answers for it",
  days: "Days that it counts",
  daysHelp: (when: string) => `1 to 90. Until ${when}.`,
  daysWrong: "A number of days from 1 to 90.",
  giveConfirm: (days: number) => `Waive for ${things(days, "day", "days")}`,
  giveChips: ["Evidence follows within the time", "The risk is accepted by its owner"],
  end: "End…",
  endTitle: (title: string) => `End the waiver of “${title}”?`,
  endText:
    "The requirement has to hold from now on. Approvals that were given with the waiver are void then.",
  endConfirm: "End the waiver",
  endChips: ["It holds now", "The risk is not accepted any more"],
} as const;
