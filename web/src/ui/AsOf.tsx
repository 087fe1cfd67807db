import { Popover } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type FormEvent, type ReactNode, useState } from "react";
import { knownOf } from "../lib/ask";
import { position } from "../lib/format";
import { minute, zoneLabel } from "../lib/time";
import { t } from "../messages";
import { Button } from "./Button";
import { TextField } from "./Fields";
import { useNow, useZone } from "./Instant";

/** `@18422` or an instant, as the address carries it. */
export function useKnown(): string | undefined {
  return useSearch({ strict: false }).known;
}

/** The API takes the bare number. */
export function knownParam(known: string | undefined): string | undefined {
  return known?.replace(/^@/, "");
}

function knownLabel(known: string, zone: string): string {
  const digits = known.replace(/^@/, "");
  if (/^\d+$/.test(digits)) return position(Number(digits));
  return Number.isNaN(Date.parse(known)) ? known : minute(known, zone);
}

export function useSetKnown() {
  const navigate = useNavigate();
  return (known: string | undefined) =>
    navigate({ to: ".", search: (old: object) => ({ ...old, known }) as never, resetScroll: false });
}

/** The time that the page shows, and the way to another. */
export function AsOfPick() {
  const known = useKnown();
  const [zone] = useZone();
  const [open, setOpen] = useState(false);
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" width={320} shadow="md" trapFocus>
      <Popover.Target>
        <button
          type="button"
          className="pick asofpick"
          data-asof
          aria-expanded={open}
          onClick={() => setOpen((was) => !was)}
        >
          <span className="k">{t.frame.asOf}</span> {known ? knownLabel(known, zone) : t.frame.now}
          <IconChevronDown size={14} stroke={1.75} aria-hidden="true" />
        </button>
      </Popover.Target>
      <Popover.Dropdown className="pop" aria-label={t.frame.asOfTitle}>
        <AsOfForm known={known} close={() => setOpen(false)} />
      </Popover.Dropdown>
    </Popover>
  );
}

function AsOfForm({ known, close }: { known: string | undefined; close: () => void }) {
  const [zone] = useZone();
  const now = useNow();
  const setKnown = useSetKnown();
  const [text, setText] = useState(known ? knownLabel(known, zone) : "");
  const parsed = knownOf(text, zone, now);
  const wrong = text.trim() !== "" && parsed === null;
  const go = (to: string | undefined) => {
    close();
    setKnown(to);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (parsed) go(parsed);
  };
  return (
    <form className="form" onSubmit={submit}>
      <TextField
        label={t.frame.asOfField}
        help={t.frame.asOfHelp(zoneLabel(zone))}
        error={wrong ? t.frame.asOfWrong : undefined}
        value={text}
        change={setText}
        placeholder={t.common.timeExample}
        mono
        autoFocus
      />
      <div className="acts">
        {known && <Button onClick={() => go(undefined)}>{t.frame.backToNow}</Button>}
        <Button look="primary" type="submit" disabled={!parsed}>
          {t.frame.asOfShow}
        </Button>
      </div>
    </form>
  );
}

/** A frame around a page that shows the past, so that nobody takes it for the present. */
export function AsOfFrame({ children }: { children: ReactNode }) {
  const known = useKnown();
  const [zone] = useZone();
  const setKnown = useSetKnown();
  if (!known) return children;
  return (
    <div className="asof">
      <div className="strip unk" role="status">
        <span>{t.frame.asOfFrame(knownLabel(known, zone))}</span>
        <span className="sp" />
        <button type="button" className="link" onClick={() => setKnown(undefined)}>
          {t.frame.backToNow}
        </button>
      </div>
      {children}
    </div>
  );
}

/** What of a page cannot be shown as it was, in as-of mode, says that it is of now. */
export function ShowsNow() {
  if (!useKnown()) return null;
  return <p className="strip warn">{t.frame.showsNow}</p>;
}

/** What changes things is off while the page shows the past. */
export function OffInPast({ children }: { children: ReactNode }) {
  if (!useKnown()) return children;
  return (
    <fieldset className="offpast" disabled>
      {children}
    </fieldset>
  );
}
