import { Fragment, type ReactNode } from "react";
import { useKnown } from "./AsOf";

interface HeadProps {
  title: ReactNode;
  sub?: ReactNode;
  actions?: ReactNode;
  why?: ReactNode;
  /** The actions change nothing, so they stay while the page shows the past. */
  harmless?: boolean;
}

/** The sentence that answers the page's question, and the one thing to do about it. */
export function Head({ title, sub, actions, why, harmless = false }: HeadProps) {
  const off = useKnown() !== undefined && !harmless;
  return (
    <header className="head">
      <div className="txt">
        <h1>{title}</h1>
        {sub && <p>{sub}</p>}
      </div>
      {actions && !off && (
        <div className="headacts">
          <div className="acts">{actions}</div>
          {why && <p className="why">{why}</p>}
        </div>
      )}
    </header>
  );
}

export function Facts({ of }: { of: { label: string; value: ReactNode }[] }) {
  return (
    <dl className="facts">
      {of.map((fact) => (
        <div key={fact.label}>
          <dt>{fact.label}</dt>
          <dd>{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}

interface SectionProps {
  title: string;
  sub?: ReactNode;
  tools?: ReactNode;
  children: ReactNode;
}

export function Section({ title, sub, tools, children }: SectionProps) {
  return (
    <section className="sec">
      <div className="sh">
        <div className="t">
          <h2>{title}</h2>
          {sub && <p>{sub}</p>}
        </div>
        {tools}
      </div>
      {children}
    </section>
  );
}

export function Panel({ title, note, children }: { title: string; note?: ReactNode; children: ReactNode }) {
  return (
    <section className="panel">
      <h2>
        {title}
        {note && <span>{note}</span>}
      </h2>
      {children}
    </section>
  );
}

export function Two({ lead, aside }: { lead: ReactNode; aside: ReactNode }) {
  return (
    <div className="two">
      <div className="lead">{lead}</div>
      <aside className="aside">{aside}</aside>
    </div>
  );
}

/** Names and values beside each other. */
export function KeyValues({ of }: { of: (readonly [string, ReactNode])[] }) {
  return (
    <dl className="kv">
      {of.map(([name, value]) => (
        <Fragment key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
