import { Spotlight, spotlight } from "@mantine/spotlight";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { search } from "../../api/overview";
import { position } from "../../lib/format";
import { t } from "../../messages/en";

const { pages } = t.frame;
const PAGES = [
  { to: "/", label: pages.today },
  { to: "/models", label: pages.models },
  { to: "/evidence", label: pages.evidence },
  { to: "/routes", label: pages.routes },
  { to: "/ran", label: pages.ran },
  { to: "/audit", label: pages.audit },
  { to: "/settings", label: pages.settings },
];

export const openPalette = spotlight.open;

/** Go anywhere by name, identifier or log position. */
export function Palette() {
  const navigate = useNavigate();
  const [query, setQuery] = useState("");
  const hits = useQuery(search(query)).data?.items ?? [];
  const here = PAGES.filter((page) => page.label.toLowerCase().includes(query.trim().toLowerCase()));
  const at = /^@?(\d{1,12})$/.exec(query.trim())?.[1];
  const go = (href: string) => () => navigate({ href });
  const nothing = hits.length === 0 && here.length === 0 && !at;
  return (
    <Spotlight.Root
      query={query}
      onQueryChange={setQuery}
      shortcut={["mod + K"]}
      overlayProps={{ blur: 0, backgroundOpacity: 0.4 }}
      classNames={{ content: "pal", action: "palaction", actionsGroup: "palgroup" }}
      transitionProps={{ duration: 0 }}
      attributes={{ content: { "aria-label": t.frame.search } }}
    >
      <Spotlight.Search placeholder={t.frame.search} aria-label={t.frame.search} />
      <Spotlight.ActionsList>
        {at && (
          <Spotlight.Action label={t.frame.openPosition(position(Number(at)))} onClick={go(`/audit/${at}`)} />
        )}
        {hits.length > 0 && (
          <Spotlight.ActionsGroup label={t.frame.searchFound}>
            {hits.map((hit) => (
              <Spotlight.Action
                key={hit.id}
                label={hit.label}
                description={hit.detail}
                onClick={go(hit.href)}
              />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {here.length > 0 && (
          <Spotlight.ActionsGroup label={t.frame.searchPages}>
            {here.map((page) => (
              <Spotlight.Action key={page.to} label={page.label} onClick={go(page.to)} />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {nothing && <Spotlight.Empty>{query ? t.frame.searchNothing : t.frame.searchHint}</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
