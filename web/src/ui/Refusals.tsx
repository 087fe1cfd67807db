import { Link } from "@tanstack/react-router";
import type { Reason } from "../api/types";
import { Command } from "./CopyButton";
import { Sentence, Words } from "./Sentence";

/** What a policy asks for is cleared in the words of its author. */
const AUTHORED = ["requirement_failed", "requirement_unknown"];

interface WayProps {
  of: Reason["remedies"][number];
  authored: boolean;
}

/** What clears a reason, in words. */
function Way({ of: { text, href }, authored }: WayProps) {
  const words = <Words of={text} authored={authored} />;
  return href ? <Link to={href}>{words}</Link> : words;
}

/** Sentences of the service that say what is not allowed and what clears it. */
export function Refusals({ of }: { of: Reason[] }) {
  if (of.length === 0) return null;
  return (
    <ul className="refusals">
      {of.map((reason) => (
        <li key={reason.code + reason.message}>
          <Sentence as="reason" of={reason} />
          {reason.remedies.map((remedy) => (
            <span className="rem" key={remedy.text}>
              <Way of={remedy} authored={AUTHORED.includes(reason.code)} />
              {remedy.command && <Command text={remedy.command} />}
            </span>
          ))}
        </li>
      ))}
    </ul>
  );
}
