import type { RequirementResult } from "../api/types";

const WIDTH = 120;

type Measured = NonNullable<RequirementResult["measured"]>;
type Needed = NonNullable<RequirementResult["needed"]>;

interface BulletProps {
  measured: Measured | null | undefined;
  needed: Needed | null | undefined;
  label: string;
}

function numbers(...texts: (string | null | undefined)[]): number[] {
  return texts
    .filter((text): text is string => text != null && text !== "")
    .map(Number)
    .filter(Number.isFinite);
}

/** Room on both sides, so that neither the limit nor the interval sits on the edge. */
function scaleOf(values: number[]): (value: number) => number {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const room = (high - low || Math.abs(high) || 1) * 0.35;
  const from = low - room;
  return (value) => ((value - from) / (high + room - from)) * WIDTH;
}

/** The interval against its limit: the allowed side is shaded, the limit is a tick. */
export function Bullet({ measured, needed, label }: BulletProps) {
  const [limit] = numbers(needed?.value);
  // A limit on the number of items is held against that number.
  const items = needed?.on === "n";
  const [value] = items ? numbers(measured?.n?.toString()) : numbers(measured?.value);
  const [low] = numbers(items ? null : measured?.ci_low);
  const [high] = numbers(items ? null : measured?.ci_high);
  const known = [limit, value, low, high].filter((number) => number !== undefined);
  if (value === undefined || known.length === 0) return <UnknownBullet label={label} />;
  const x = scaleOf(known);
  return (
    <svg width={WIDTH} height="24" viewBox={`0 0 ${WIDTH} 24`} role="img" aria-label={label}>
      <rect x="0" y="4" width={WIDTH} height="16" fill="var(--muted-t)" />
      {limit !== undefined && <Allowed at={x(limit)} relation={needed?.relation} />}
      {low !== undefined && high !== undefined && (
        <>
          <line x1={x(low)} x2={x(high)} y1="12" y2="12" stroke="var(--text)" strokeWidth="2" />
          <path d={`M${x(low)} 8v8M${x(high)} 8v8`} stroke="var(--text)" strokeWidth="1.5" />
        </>
      )}
      <rect x={x(value) - 3.5} y="8.5" width="7" height="7" fill="var(--text)" />
    </svg>
  );
}

function Allowed({ at, relation }: { at: number; relation: Needed["relation"] | undefined }) {
  const from = relation === "at_least" ? at : 0;
  const width = relation === "at_least" ? WIDTH - at : relation === "at_most" ? at : 0;
  return (
    <>
      <rect
        x={from}
        y="4"
        width={width}
        height="16"
        fill="color-mix(in srgb,var(--pass) 14%,var(--surface))"
      />
      <line x1={at} x2={at} y1="0" y2="24" stroke="var(--fail)" strokeWidth="2" />
    </>
  );
}

function UnknownBullet({ label }: { label: string }) {
  return (
    <svg width={WIDTH} height="24" role="img" aria-label={label}>
      <rect
        x=".5"
        y="4.5"
        width={WIDTH - 1}
        height="15"
        fill="none"
        stroke="var(--unk)"
        strokeDasharray="3 3"
      />
    </svg>
  );
}
