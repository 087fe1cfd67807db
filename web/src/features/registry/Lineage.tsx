import type { Version } from "../../api/types";
import { sourceText } from "../../lib/source";
import { t } from "../../messages";
import { Digest } from "../../ui/CopyButton";
import { VersionLink } from "../../ui/Links";
import { KeyValues, Panel, Section, Two } from "../../ui/Page";
import { StageBadge } from "../../ui/StageBadge";

type Relative = Version["lineage"][number];
const c = t.version.lineageColumns;

function Relatives({ of, empty }: { of: Relative[]; empty: string }) {
  if (of.length === 0) return <p className="dim">{empty}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by key
    <section className="scrolls" aria-label={c.relation} tabIndex={0}>
      <table className="res">
        <thead>
          <tr>
            <th scope="col">{c.relation}</th>
            <th scope="col">{c.version}</th>
            <th scope="col">{c.technique}</th>
            <th scope="col">{c.stage}</th>
          </tr>
        </thead>
        <tbody>
          {of.map((relative) => (
            <tr key={relative.kind + relative.version.id}>
              <td className="main">{t.version.kinds[relative.kind]}</td>
              <td className="main">
                <VersionLink of={relative.version} long />
              </td>
              <td className="main">{relative.technique ?? t.common.unknown}</td>
              <td className="main">
                <StageBadge stage={relative.version.stage} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function written(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** What it is made from, what is made from it, and with which configuration. */
export function Lineage({ version }: { version: Version }) {
  const { configuration: conf, source } = version;
  const parameters = Object.entries(conf.parameters as Record<string, unknown>);
  return (
    <Two
      lead={
        <>
          <Section title={t.version.madeFrom}>
            <Relatives of={version.lineage} empty={t.version.noLineage} />
          </Section>
          <Section title={t.version.madeInto}>
            <Relatives of={version.children} empty={t.version.noChildren} />
          </Section>
        </>
      }
      aside={
        <>
          <Panel title={t.version.sourceTitle}>
            <p className="mono wrap">{sourceText(source)}</p>
            {source.kind === "weights" && <Digest value={source.digest} />}
          </Panel>
          <Panel title={t.version.about}>
            <KeyValues
              of={[
                ...parameters.map(([name, value]): [string, string] => [name, written(value)]),
                [
                  t.version.template,
                  conf.prompt_template_digest ? (
                    <Digest key="template" value={conf.prompt_template_digest} />
                  ) : (
                    t.common.none
                  ),
                ],
                [t.version.adapter, conf.adapter?.uri ?? t.common.none],
                [
                  t.version.servedAs,
                  conf.served_as
                    ? t.version.sources.hosted(conf.served_as.platform, conf.served_as.model)
                    : t.common.unknown,
                ],
              ]}
            />
          </Panel>
        </>
      }
    />
  );
}
