import { useNavigate, useSearch } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { position } from "../lib/format";
import { t } from "../messages/en";

/** `@18422` or an instant, as the address carries it. */
export function useKnown(): string | undefined {
  return useSearch({ strict: false }).known;
}

/** The API takes the bare number. */
export function knownParam(known: string | undefined): string | undefined {
  return known?.replace(/^@/, "");
}

function knownLabel(known: string): string {
  const digits = known.replace(/^@/, "");
  return /^\d+$/.test(digits) ? position(Number(digits)) : known;
}

export function AsOfPick() {
  const known = useKnown();
  return (
    <span className="pick">
      <span className="k">{t.frame.asOf}</span> {known ? knownLabel(known) : t.frame.now}
    </span>
  );
}

/** A frame around a page that shows the past, so that nobody takes it for the present. */
export function AsOfFrame({ children }: { children: ReactNode }) {
  const known = useKnown();
  const navigate = useNavigate();
  if (!known) return children;
  return (
    <div className="asof">
      <div className="strip unk" role="status">
        <span>{t.frame.asOfFrame(knownLabel(known))}</span>
        <span className="sp" />
        <button
          type="button"
          className="link"
          onClick={() => navigate({ to: ".", search: (old) => ({ ...old, known: undefined }) })}
        >
          {t.frame.backToNow}
        </button>
      </div>
      {children}
    </div>
  );
}
