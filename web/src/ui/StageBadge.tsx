import type { Stage } from "../api/types";
import { t } from "../messages";

const TONE: Record<Stage, string> = {
  registered: "mut",
  staging: "info",
  production: "pass",
  deprecated: "warn",
  archived: "mut",
  retired: "mut",
  revoked: "fail",
};

const outline = <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="1.5" />;

const SHAPE: Record<Stage, React.ReactNode> = {
  registered: outline,
  staging: (
    <>
      {outline}
      <path d="M8 2a6 6 0 0 0 0 12z" fill="currentColor" />
    </>
  ),
  production: <circle cx="8" cy="8" r="6.75" fill="currentColor" />,
  deprecated: (
    <>
      <path d="M8 1.8 15 14H1z" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinejoin="round" />
      <path d="M8 6.2v3.4M8 11.6v.2" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" />
    </>
  ),
  archived: (
    <rect
      x="2.5"
      y="2.5"
      width="11"
      height="11"
      rx="1"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeDasharray="2.6 1.8"
    />
  ),
  retired: (
    <>
      <rect
        x="2.5"
        y="2.5"
        width="11"
        height="11"
        rx="1"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
      />
      <rect x="5.5" y="5.5" width="5" height="5" fill="currentColor" />
    </>
  ),
  revoked: (
    <>
      <circle cx="8" cy="8" r="7.5" fill="currentColor" />
      <path d="m5.4 5.4 5.2 5.2M10.6 5.4l-5.2 5.2" stroke="var(--surface)" strokeWidth="1.75" />
    </>
  ),
};

export function StageGlyph({ stage }: { stage: Stage }) {
  const tone = TONE[stage] === "mut" ? "mut" : TONE[stage];
  return (
    <svg className={`i ${tone}`} width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
      {SHAPE[stage]}
    </svg>
  );
}

/** What a version may do: a shape and a word, never a colour alone. */
export function StageBadge({ stage }: { stage: Stage }) {
  return (
    <span className={`stage ${stage === "retired" ? "struck" : ""}`}>
      <StageGlyph stage={stage} /> {t.common.stages[stage]}
    </span>
  );
}

export function StageMay({ stage }: { stage: Stage }) {
  return (
    <span className="stage">
      <StageGlyph stage={stage} /> {t.common.allowedUpTo[stage]}
    </span>
  );
}

const ORDER: Stage[] = [
  "production",
  "staging",
  "registered",
  "deprecated",
  "archived",
  "retired",
  "revoked",
];

/** How many versions stand where, most allowed first. */
export function StageTally({ counts }: { counts: Record<string, number> }) {
  const present = ORDER.filter((stage) => (counts[stage] ?? 0) > 0);
  if (present.length === 0) return <span className="dim">{t.models.noVersions}</span>;
  return (
    <span className="tally">
      {present.map((stage) => (
        <span key={stage} title={t.models.tally(t.common.stages[stage], counts[stage] ?? 0)}>
          <StageGlyph stage={stage} /> <span className="vh">{t.common.stages[stage]}</span>
          {counts[stage]}
        </span>
      ))}
    </span>
  );
}
