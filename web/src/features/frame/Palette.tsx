import { Spotlight, spotlight } from "@mantine/spotlight";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { search } from "../../api/overview";
import { askOf } from "../../lib/ask";
import { position } from "../../lib/format";
import { useHereActions } from "../../lib/here";
import { useRecent } from "../../lib/recent";
import { minute } from "../../lib/time";
import { t } from "../../messages";
import { useZone } from "../../ui/Instant";
import { Sentence } from "../../ui/Sentence";
import { PAGES } from "./pages";

export const openPalette = spotlight.open;

interface Line {
  key: string;
  label: string;
  detail?: ReactNode;
  run?: () => void;
}

/** Every word that was typed is in the label, in any order. */
function fits(label: string, query: string): boolean {
  const text = label.toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** What this page can do, where to go, what was open, and everything that has a name. */
export function Palette({ help }: { help: () => void }) {
  const navigate = useNavigate();
  const [zone] = useZone();
  const [query, setQuery] = useState("");
  const actions = useHereActions();
  const recent = useRecent();
  const typed = query.trim();
  const ask = askOf(typed, zone, new Date());
  const hits = useQuery(search(ask ? ask.subject : typed)).data?.items ?? [];
  const go = (href: string) => () => void navigate({ href });

  const here: Line[] = actions.map(({ label, refusal, run }) => ({
    key: label,
    label,
    detail: refusal && <Sentence as="reason" of={refusal} />,
    ...(!refusal && { run }),
  }));
  const pages: Line[] = [
    ...PAGES.map(({ to, label }) => ({ key: to, label, run: go(to) })),
    { key: "keys", label: t.keys.title, run: help },
  ];
  const before: Line[] = recent.map(({ href, label }) => ({ key: href, label, run: go(href) }));
  const at = /^@?\s*(\d{1,12})$/.exec(typed)?.[1];
  const exact: Line[] = at
    ? [{ key: "at", label: t.frame.openPosition(position(Number(at))), run: go(`/audit/${at}`) }]
    : [];
  const when = ask ? minute(ask.at, zone) : "";
  const found: Line[] = ask
    ? [
        ...hits
          .filter((hit) => hit.kind === "route")
          .map((hit) => ({
            key: hit.id,
            label: t.frame.ranOn(hit.label, when),
            run: go(`/ran?at=${ask.at}&route=${hit.id}`),
          })),
        { key: "ran", label: t.frame.ranAll(when), run: go(`/ran?at=${ask.at}`) },
      ]
    : hits.map((hit) => ({
        key: hit.kind + hit.id,
        label: hit.label,
        detail: `${t.frame.hitKinds[hit.kind]} · ${hit.detail}`,
        run: go(hit.href),
      }));
  const groups = [
    { label: t.frame.searchHere, lines: here.filter((line) => fits(line.label, typed)) },
    { label: t.frame.searchFound, lines: [...exact, ...found] },
    { label: t.frame.searchPages, lines: pages.filter((line) => fits(line.label, typed)) },
    { label: t.frame.searchRecent, lines: before.filter((line) => fits(line.label, typed)) },
  ].filter((group) => group.lines.length > 0);
  return (
    <Spotlight.Root
      query={query}
      onQueryChange={setQuery}
      shortcut={["mod + K"]}
      overlayProps={{ blur: 0, backgroundOpacity: 0.4 }}
      classNames={{ content: "pal", action: "palaction", actionsGroup: "palgroup" }}
      transitionProps={{ duration: 0 }}
      attributes={{ content: { "aria-label": t.frame.search } }}
      scrollable
      maxHeight="min(70vh, 560px)"
    >
      <Spotlight.Search placeholder={t.frame.searchHint} aria-label={t.frame.search} />
      <Spotlight.ActionsList>
        {groups.map((group) => (
          <Spotlight.ActionsGroup key={group.label} label={group.label}>
            {group.lines.map((line) => (
              <Spotlight.Action
                key={line.key}
                label={line.label}
                // Typed as a text; any words are drawn.
                {...(line.detail != null && { description: line.detail as string })}
                aria-disabled={line.run ? undefined : true}
                closeSpotlightOnTrigger={line.run !== undefined}
                onClick={line.run}
              />
            ))}
          </Spotlight.ActionsGroup>
        ))}
        {groups.length === 0 && <Spotlight.Empty>{t.frame.searchNothing}</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
