export type GlyphKind = "pass" | "fail" | "warn" | "unknown" | "info" | "clock" | "bar" | "reject" | "waived";

const TONE: Record<GlyphKind, string> = {
  pass: "pass",
  fail: "fail",
  warn: "warn",
  unknown: "unk",
  info: "info",
  clock: "dim",
  bar: "dim",
  reject: "fail",
  waived: "warn",
};

/** The sign of a result. A word or a label always stands beside it. */
export function Glyph({ kind, label }: { kind: GlyphKind; label?: string }) {
  return (
    <>
      <svg className={`i ${TONE[kind]}`} width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
        {SHAPE[kind]}
      </svg>
      {label && <span className="vh">{label}</span>}
    </>
  );
}

const ring = <circle cx="8" cy="8" r="7" fill="none" stroke="currentColor" strokeWidth="1.5" />;
const line = { fill: "none", stroke: "currentColor", strokeWidth: 1.75, strokeLinecap: "round" } as const;

const SHAPE = {
  pass: (
    <>
      {ring}
      <path d="m5 8.2 2.1 2.1L11 6.2" {...line} />
    </>
  ),
  fail: (
    <>
      <circle cx="8" cy="8" r="7.5" fill="currentColor" />
      <path d="m5.4 5.4 5.2 5.2M10.6 5.4l-5.2 5.2" stroke="var(--surface)" strokeWidth="1.75" />
    </>
  ),
  reject: (
    <>
      {ring}
      <path d="m5.4 5.4 5.2 5.2M10.6 5.4l-5.2 5.2" {...line} />
    </>
  ),
  warn: (
    <>
      <path d="M8 1.8 15 14H1z" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinejoin="round" />
      <path d="M8 6.2v3.6M8 11.7v.2" {...line} />
    </>
  ),
  unknown: (
    <>
      <circle
        cx="8"
        cy="8"
        r="7"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeDasharray="2.6 1.8"
      />
      <path d="M6.1 6.4a1.95 1.95 0 1 1 2.7 1.8c-.6.3-.8.6-.8 1.2M8 11.3v.2" {...line} strokeWidth="1.6" />
    </>
  ),
  info: (
    <>
      {ring}
      <circle cx="8" cy="8" r="3" fill="currentColor" />
    </>
  ),
  /** A shield: it does not hold, and somebody answers for that. */
  waived: (
    <>
      <path
        d="M8 1.5 2.5 3.6v4c0 3.3 2.2 5.8 5.5 6.9 3.3-1.1 5.5-3.6 5.5-6.9v-4z"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinejoin="round"
      />
      <path d="M8 5v3.4M8 10.6v.2" {...line} />
    </>
  ),
  clock: (
    <>
      {ring}
      <path d="M8 4.4V8l2.2 1.6" {...line} strokeWidth="1.5" />
    </>
  ),
  bar: (
    <>
      {ring}
      <path d="m3.2 3.2 9.6 9.6" {...line} strokeWidth="1.5" />
    </>
  ),
};
