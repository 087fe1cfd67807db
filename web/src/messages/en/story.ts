export const story = {
  title: "What happened, in order?",
  comment: "Comment",
  commentHelp: "Everybody who sees this reads it. It is never changed, and decides nothing. ⌘↵ sends it.",
  send: "Comment",
  sending: "Sending",
  erased: "The text was erased.",
  evidence: "Download evidence",
  evidencePage: "As a page",
  evidenceDays: (days: number) => `Download evidence of ${days} days`,
} as const;
