import { Link } from "@tanstack/react-router";
import type { Reason } from "../api/types";
import { Command } from "./CopyButton";
import { English } from "./English";

/** Sentences of the service that say what is not allowed and what clears it. */
export function Refusals({ of }: { of: Reason[] }) {
  if (of.length === 0) return null;
  return (
    <ul className="refusals">
      {of.map((reason) => (
        <li key={reason.code + reason.message}>
          <English>{reason.message}</English>
          {reason.remedies.map((remedy) => (
            <span className="rem" key={remedy.text}>
              <English>{remedy.href ? <Link to={remedy.href}>{remedy.text}</Link> : remedy.text}</English>
              {remedy.command && <Command text={remedy.command} />}
            </span>
          ))}
        </li>
      ))}
    </ul>
  );
}
