import { Link } from "@tanstack/react-router";
import type { Reason } from "../api/types";
import { Command } from "./CopyButton";

/** Sentences of the service that say what is not allowed and what clears it. */
export function Refusals({ of }: { of: Reason[] }) {
  if (of.length === 0) return null;
  return (
    <ul className="refusals">
      {of.map((reason) => (
        <li key={reason.code + reason.message}>
          {reason.message}
          {reason.remedies.map((remedy) => (
            <span className="rem" key={remedy.text}>
              {remedy.href ? <Link to={remedy.href}>{remedy.text}</Link> : remedy.text}
              {remedy.command && <Command text={remedy.command} />}
            </span>
          ))}
        </li>
      ))}
    </ul>
  );
}
