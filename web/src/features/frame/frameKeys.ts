import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { logHead } from "../../api/audit";
import { toClipboard } from "../../lib/clipboard";
import { hereNow } from "../../lib/here";
import { useKeys } from "../../lib/keys";
import { t } from "../../messages";
import { useSetKnown } from "../../ui/AsOf";
import { say } from "../../ui/Say";
import { openPalette } from "./Palette";

const GO = {
  t: "/",
  m: "/models",
  e: "/evidence",
  r: "/routes",
  o: "/ran",
  f: "/findings",
  a: "/audit",
} as const;

/** The field or button that a key leads to, when the page has one. */
function focusOn(selector: string): boolean {
  const found = document.querySelector<HTMLElement>(selector);
  if (found instanceof HTMLButtonElement) found.click();
  else found?.focus();
  if (found instanceof HTMLInputElement) found.select();
  return found !== null;
}

async function copy(text: string) {
  await toClipboard(text);
  say(t.keys.copied(text));
}

/** The same question at the command line; where no command asks it, to the API. */
function question(): string {
  const { cli, api } = hereNow();
  return cli ?? t.keys.curl(api ?? "/today");
}

/** The keys that work on every page. */
export function useFrameKeys({ help, activity }: { help: () => void; activity: () => void }) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const setKnown = useSetKnown();
  /** The page as it is now, also for who opens the link next year. */
  const link = () => {
    const url = new URL(location.href);
    const head = client.getQueryData(logHead().queryKey)?.position;
    if (hereNow().entity && head !== undefined && !url.searchParams.has("known"))
      url.searchParams.set("known", `@${head}`);
    return url.toString().replaceAll("%40", "@").replaceAll("%3A", ":");
  };
  const go = Object.fromEntries(
    Object.entries(GO).map(([key, to]) => [`g ${key}`, () => void navigate({ to })]),
  );
  useKeys(
    {
      ...go,
      "?": help,
      h: activity,
      "/": (event) => {
        event.preventDefault();
        if (!focusOn("main input[type=search], main [data-filter]")) openPalette();
      },
      ".": () => void openPalette(),
      t: (event) => {
        event.preventDefault();
        focusOn("main [data-time]") || focusOn("[data-asof]");
      },
      n: () => void setKnown(undefined),
      c: () => void copy(link()),
      y: () => void copy(question()),
    },
    true,
  );
}
