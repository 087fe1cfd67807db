const things = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`;

export const evidence = {
  title: "Evidence",
  headline: "What do we know, and can it be trusted?",
  sub: "Evaluations are read from the files of the tools that ran them. Nothing is typed over, unknown stays unknown.",
  tabs: { evaluations: "Evaluations", imports: "Import", suites: "Suites", policies: "Policies" },
  columns: {
    suite: "Suite and task",
    version: "Version",
    result: "Result",
    trust: "Trust",
    run: "Run",
    decides: "Decides",
  },
  trust: {
    public: "public",
    internal: "internal",
    safety: "safety",
    bias: "bias",
    performance: "performance",
    unclassified: "unclassified",
  } as Record<string, string>,
  sources: { run: "run", declared: "declared", recorded: "recorded by hand" },
  eligible: "may decide",
  notEligible: "may not decide",
  noVersion: "no version matched",
  emptyTitle: "No evaluations yet.",
  emptyText: "Drop a results file on the import page, or import it from the command line.",
  emptyCommand: "tenure evaluations import results.json --version ticket-triage/4",
  goImport: "Import a file",
  metricOf: (name: string, value: string) => `${name} ${value}`,
  shot: (n: number) => `${n}-shot`,
} as const;

export const evaluation = {
  headline: (suite: string, metric: string, value: string) => `${suite}: ${metric} ${value}.`,
  headlineBare: (suite: string) => `${suite}: no value is known.`,
  facts: {
    version: "Version",
    run: "Run",
    tool: "Tool",
    reported: "Reported by",
    source: "How it came",
    decides: "Decides",
  },
  metrics: "What was measured?",
  metricsSub: "Exact values as the file holds them; rounded only on screen.",
  columns: {
    metric: "Metric",
    value: "Value and 95 % interval",
    exact: "As in the file",
    direction: "Better",
    method: "Interval by",
  },
  directions: { higher: "higher", lower: "lower", target: "near its target", none: "neither" },
  details: "How it was run",
  fields: {
    task: "Task",
    filter: "Filter",
    shots: "Examples",
    model: "Model as named",
    dataset: "Dataset",
    prompt: "Prompt",
    errors: "Errors",
    commit: "Commit",
  },
  file: "File",
  download: "Download the file as it came",
  whyNot: "Why it may not decide",
} as const;

export const imports = {
  drop: "Drop a results file here",
  dropSub:
    "From lm-eval, Inspect, promptfoo, HELM, LightEval, load tests, a model card, JUnit, or our own JSON and CSV. Up to 64 MB. Nothing is stored before you say so.",
  choose: "Choose a file",
  reading: (name: string) => `Reading ${name}`,
  preview: (name: string) => `What would be stored from ${name}?`,
  recognised: (format: string, layout: string | null) =>
    `Recognised as ${format}${layout ? `, ${layout}` : ""}.`,
  already: "This file is stored already. Nothing new would be added.",
  version: "For version",
  versionHelp:
    "Model and number, for example ticket-triage/4. Without it the match rules decide, or it waits.",
  modelRef: "Which model of the file",
  modelRefHelp: "Only when the file is about several: the name as the file says it.",
  sending: (name: string) => `Sending ${name}`,
  waits: (n: number) => `${things(n, "evaluation waits", "evaluations wait")} for a version.`,
  noSuchVersion: "No version has this name.",
  newSuites: (n: number, names: string) => `${things(n, "new suite", "new suites")}: ${names}.`,
  unmapped: (n: number) => `${things(n, "field", "fields")} kept in the file but read into no column`,
  notes: "What the service noted",
  store: (n: number) => `Store ${things(n, "evaluation", "evaluations")}`,
  stored: (n: number) => `${things(n, "evaluation is", "evaluations are")} stored.`,
  another: "Import another file",
  facts: { tool: "Tool", model: "Model as named", run: "Run", file: "File" },
  waiting: {
    title: (n: number) => `${things(n, "model waits", "models wait")} for a version`,
    sub: "No match rule knows these names. No gate reads their numbers.",
    unnamed: "A model without a name",
    from: (file: string, format: string, n: number) =>
      `${file}, ${format}, ${things(n, "evaluation", "evaluations")}`,
    version: (model: string) => `Version of ${model}`,
    saveRule: (model: string) => `Later files that name ${model} mean this version too`,
    assign: "Choose this version",
  },
} as const;

export const suites = {
  columns: {
    name: "Suite",
    team: "Team",
    trust: "Trust",
    language: "Language",
    tasks: "Tasks",
    recent: "Evaluations, 90 d",
    metric: "Primary metric",
  },
  emptyTitle: "No suite is defined.",
  emptyText:
    "A suite groups tasks and says how far they can be trusted. An import creates missing ones as unclassified.",
  emptyCommand: "tenure suites create ticket-routing --trust internal",
  anyLanguage: "any",
} as const;
