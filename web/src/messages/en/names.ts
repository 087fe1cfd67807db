export const names = {
  more: (name: string) => `More about ${name}`,
  actions: { rename: "Rename…", hide: "Hide…", unhide: "Show again…" },
  titles: {
    hide: (name: string) => `Hide ${name}?`,
    unhide: (name: string) => `Show ${name} again?`,
  },
  confirm: {
    hide: (name: string) => `Hide ${name}`,
    unhide: (name: string) => `Show ${name} again`,
  },
  undos: {
    hide: "Show it again, as long as nothing else was given its name.",
    unhide: "Hide it again.",
  },
  chips: {
    hide: ["Not used any more", "Registered by mistake"],
    unhide: ["Needed again", "Hidden by mistake"],
    rename: ["The old name misleads", "Follows the naming rules"],
  },
  renameTitle: (name: string) => `Rename ${name}`,
  renameConfirm: (name: string) => `Rename to ${name}`,
  newName: "Name from now on",
  newNameHelp: "Ids, history and links by id stay. Whoever asks for the old name is told the new one.",
  renamed: (was: string, name: string, when: string) => `${was} was renamed to ${name} on ${when}.`,
  hiddenSince: (when: string) =>
    `Hidden since ${when}. Lists leave it out, its name may be given again, its history stays.`,
  hidden: "hidden",
} as const;

export const filters = {
  label: "Filters",
  any: (what: string, any = "any") => `${what}: ${any}`,
  stage: "Has a version in stage",
  serving: "Serving",
  servingChoices: { true: "serves somewhere", false: "serves nowhere" },
  tag: "Tag, for example tier=1",
  hidden: "Hidden",
  hiddenNot: "left out",
  hiddenChoices: { any: "hidden ones too", true: "only hidden ones" },
  task: "Task",
  trust: "Trust",
  language: "Language, for example fr",
  harness: "Tool",
  argument: "Model argument, for example dtype=bfloat16",
  seed: "Seed, for example random_seed=7",
  shots: "Examples",
  decides: "Decides",
  from: "Ran at or after",
  to: "Ran before",
  noMatchTitle: "Nothing fits these filters.",
  noMatchText: "The filters hide the rest.",
  clear: "Clear the filters",
} as const;
