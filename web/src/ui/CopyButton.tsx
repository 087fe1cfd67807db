import { IconCheck, IconCopy } from "@tabler/icons-react";
import { Fragment, useState } from "react";
import { toClipboard } from "../lib/clipboard";
import { short } from "../lib/format";
import { t } from "../messages";

export function CopyButton({ text, what }: { text: string; what: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await toClipboard(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  return (
    <button type="button" className="icon" aria-label={t.common.copyOf(what)} onClick={copy}>
      {copied ? <IconCheck size={14} stroke={1.75} /> : <IconCopy size={14} stroke={1.75} />}
      <span className="vh" aria-live="polite">
        {copied && t.common.copied}
      </span>
    </button>
  );
}

/** A command as it is typed, with its copy button. A line ends between words: `--reason` is not broken in two. */
export function Command({ text }: { text: string }) {
  return (
    <span className="cmd">
      <span>
        {text.split(" ").map((word, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the words of a command stand where they stand
          <Fragment key={index}>
            {index > 0 && " "}
            <span className="word">{word}</span>
          </Fragment>
        ))}
      </span>
      <CopyButton text={text} what={text} />
    </span>
  );
}

/** A hash: short to read, whole to copy. */
export function Digest({ value }: { value: string }) {
  return (
    <span className="digest nw">
      <code title={value}>{short(value)}</code>
      <CopyButton text={value} what={short(value)} />
    </span>
  );
}
