import { Popover } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type { Reason } from "../api/types";
import { type Look, lookOf } from "./Button";
import { Refusals } from "./Refusals";

interface ActionProps {
  /** Why it is not possible; null when it is. Decided by the service. */
  refusal: Reason | null | undefined;
  /** Every reason, where there may be several. */
  refusals?: Reason[] | undefined;
  look?: Look;
  small?: boolean;
  /** What it says to who does not see beside what it stands. */
  label?: string;
  run: () => void;
  children: ReactNode;
}

/** An action that is possible, or says why not. It never looks alive and does nothing. */
export function ActionButton(props: ActionProps) {
  const { refusal, refusals, look = "plain", small = false, label, run, children } = props;
  const [open, setOpen] = useState(false);
  if (!refusal) {
    return (
      <button type="button" className={lookOf(look, small)} aria-label={label} onClick={run}>
        {children}
      </button>
    );
  }
  return (
    <Popover
      opened={open}
      onChange={setOpen}
      position="bottom-end"
      width={340}
      withArrow
      trapFocus={false}
      shadow="md"
    >
      <Popover.Target>
        <button
          type="button"
          aria-disabled="true"
          aria-label={label}
          className={`btn off ${small ? "sm" : ""}`}
          onClick={() => setOpen((was) => !was)}
          onFocus={(event) => event.target.matches(":focus-visible") && setOpen(true)}
          onBlur={() => setOpen(false)}
        >
          {children}
        </button>
      </Popover.Target>
      <Popover.Dropdown className="pop">
        <Refusals of={refusals ?? [refusal]} />
      </Popover.Dropdown>
    </Popover>
  );
}
