import { useQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { today } from "../api/overview";
import { Rows } from "../features/today/Rows";
import { Running } from "../features/today/Running";
import { Since } from "../features/today/Since";
import { useHere } from "../lib/here";
import { t } from "../messages";
import { ShowsNow } from "../ui/AsOf";
import { Command } from "../ui/CopyButton";
import { Crumbs } from "../ui/Crumbs";
import { Head, Two } from "../ui/Page";
import { Sentence } from "../ui/Sentence";
import { Load } from "../ui/States";

const m = t.today;

export function Today() {
  const query = useQuery(today());
  const { env, team } = useSearch({ from: "/app/" });
  useHere({ api: "/today" });
  return (
    <>
      <Crumbs of={[{ label: m.title }]} />
      <ShowsNow />
      <Load query={query} head rows={8}>
        {({ headline, items, recent }) => (
          <>
            <Head
              title={<Sentence as="today" of={headline} />}
              sub={items.length > 0 ? m.sub : m.emptyText}
            />
            <div className="topline">
              <Two
                lead={items.length > 0 ? <Rows items={items} /> : <Start />}
                aside={
                  <>
                    <Running env={env} slug={team} />
                    <Since recent={recent} />
                  </>
                }
              />
            </div>
          </>
        )}
      </Load>
    </>
  );
}

function Start() {
  const cards = [
    { to: "/models", label: m.startModel, text: m.startModelText, command: m.startModelCommand },
    {
      to: "/evidence?tab=imports",
      label: m.startImport,
      text: m.startImportText,
      command: m.startImportCommand,
    },
    { to: "/routes", label: m.startRoute, text: m.startRouteText, command: m.startRouteCommand },
  ];
  return (
    <section>
      <div className="gh">
        <h2>{m.start}</h2>
      </div>
      <ul className="cards">
        {cards.map((card) => (
          <li key={card.to} className="startcard">
            <Link to={card.to}>{card.label}</Link>
            <span className="dim">{card.text}</span>
            <Command text={card.command} />
          </li>
        ))}
      </ul>
    </section>
  );
}
