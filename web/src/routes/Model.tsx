import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Navigate, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { namedActions } from "../api/names";
import { modelByName, modelVersions } from "../api/registry";
import { modelsBeside } from "../api/siblings";
import type { Model as ModelType, Version } from "../api/types";
import { EntityHistory } from "../features/audit/EntityHistory";
import { PastState } from "../features/audit/PastState";
import { Aliases } from "../features/registry/Aliases";
import { HiddenStrip } from "../features/registry/HiddenStrip";
import { NameMenu } from "../features/registry/NameMenu";
import { RegisterVersion } from "../features/registry/RegisterVersion";
import { ServesList } from "../features/registry/Serves";
import { useHere } from "../lib/here";
import { useKeys } from "../lib/keys";
import { sourceText } from "../lib/source";
import { minute } from "../lib/time";
import { t } from "../messages";
import { ActionButton } from "../ui/ActionButton";
import { useKnown } from "../ui/AsOf";
import { LinkButton } from "../ui/Button";
import { Crumbs } from "../ui/Crumbs";
import { Instant, useZone } from "../ui/Instant";
import { actorName, VersionLink } from "../ui/Links";
import { Facts, Head, Panel, Section, Two } from "../ui/Page";
import { type Column, ResourceTable } from "../ui/ResourceTable";
import { StageBadge } from "../ui/StageBadge";
import { EmptyState, Load } from "../ui/States";
import { NotFound } from "./NotFound";

export function Model() {
  const { model: name } = useParams({ from: "/app/models/$model" });
  const query = useQuery(modelByName(name));
  const past = useKnown() !== undefined;
  useHere({ entity: query.data?.id, cli: t.model.cli(name), api: `/models?name=${name}` });
  return (
    <>
      <Crumbs
        of={[
          { label: t.models.title, to: "/models" },
          { label: name, siblings: modelsBeside() },
        ]}
      />
      <Load query={query} head>
        {(model) => {
          if (!model) return <NotFound />;
          if (model.name !== name && !model.hidden_at)
            return (
              <Navigate to="/models/$model" params={{ model: model.name }} search={{ was: name }} replace />
            );
          return past ? <PastState kind="model" id={model.id} name={model.name} /> : <Page model={model} />;
        }}
      </Load>
    </>
  );
}

function Page({ model }: { model: ModelType }) {
  const [adding, setAdding] = useState(false);
  const actions = useQuery(namedActions("model", model.id)).data?.items;
  const refusalOf = (name: string) => actions?.find(({ action }) => action === name)?.refusal;
  const refusal = refusalOf("register_version");
  useHere({ actions: [{ label: t.model.register, refusal, run: () => setAdding(true) }] });
  const [zone] = useZone();
  const navigate = useNavigate();
  const { was } = useSearch({ from: "/app/models/$model" });
  const former = model.former_names.find((one) => one.name === was);
  const count = Object.values(model.stage_counts).reduce((sum, n) => sum + n, 0);
  const serving = new Set(model.serves.map((serve) => serve.version.id)).size;
  const f = t.model.facts;
  const facts = [
    { label: f.team, value: model.team.name },
    {
      label: f.newest,
      value: model.newest ? (
        <>
          {t.common.version(model.newest.number)} <StageBadge stage={model.newest.stage} />
        </>
      ) : (
        <span className="dim">{t.common.none}</span>
      ),
    },
    { label: f.serves, value: <ServesList serves={model.serves} most={1} /> },
    { label: f.registered, value: <Instant at={model.created_at} /> },
    {
      label: f.tags,
      value: model.tags.length
        ? model.tags.map((tag) => <code key={tag.key}>{`${tag.key}=${tag.value} `}</code>)
        : t.common.none,
    },
  ];
  return (
    <>
      <Head
        title={t.model.headline(model.name, count, serving)}
        sub={model.description ?? t.model.noDescription}
        actions={
          <>
            {count > 1 && (
              <LinkButton to="/models/$model/compare" params={{ model: model.name }}>
                {t.compare.compareWith}
              </LinkButton>
            )}
            {!model.hidden_at && (
              <ActionButton look="primary" refusal={refusal} run={() => setAdding(true)}>
                {t.model.register}
              </ActionButton>
            )}
            <NameMenu
              kind="model"
              of={model}
              renamed={(name) =>
                !model.hidden_at && navigate({ to: "/models/$model", params: { model: name } })
              }
            />
          </>
        }
      />
      {former && (
        <p className="strip info" role="status">
          {t.names.renamed(former.name, model.name, minute(former.until, zone))}
        </p>
      )}
      <HiddenStrip since={model.hidden_at} />
      <Facts of={facts} />
      <Two
        lead={
          <>
            <Section title={t.model.versions} sub={t.model.versionsSub}>
              <Versions model={model} />
            </Section>
            <EntityHistory entity={model.id} />
          </>
        }
        aside={
          <Panel title={t.model.aliases}>
            <Aliases model={model} refusal={refusalOf("move_alias")} />
          </Panel>
        }
      />
      {adding && <RegisterVersion model={model} close={() => setAdding(false)} />}
    </>
  );
}

const { columns: c } = t.model;
const COLUMNS: Column<Version>[] = [
  {
    key: "number",
    head: c.number,
    main: true,
    cell: (version) => <VersionLink of={{ model_name: version.model.name, number: version.number }} />,
  },
  { key: "stage", head: c.stage, main: true, cell: (version) => <StageBadge stage={version.stage} /> },
  {
    key: "serves",
    head: c.serves,
    main: true,
    named: true,
    cell: (version) => <ServesList serves={version.serves} />,
  },
  { key: "aliases", head: c.aliases, cell: (version) => version.aliases.join(", ") },
  {
    key: "source",
    head: c.source,
    cell: (version) => <code className="wrap">{sourceText(version.source)}</code>,
  },
  {
    key: "created",
    head: c.created,
    right: true,
    cell: (version) => (
      <>
        <Instant at={version.created_at} form="brief" />
        <span className="meta">{t.common.by(actorName(version.registered_by))}</span>
      </>
    ),
  },
];

function Versions({ model }: { model: ModelType }) {
  const query = useInfiniteQuery(modelVersions(model.id));
  const navigate = useNavigate();
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  const [chosen, setChosen] = useState<string[]>([]);
  const toggle = (id: string) =>
    setChosen((was) => (was.includes(id) ? was.filter((one) => one !== id) : [...was, id].slice(-2)));
  const numbers = rows.filter(({ id }) => chosen.includes(id)).map(({ number }) => number);
  const [base, candidate] = numbers.sort((a, b) => a - b);
  const pair = base !== undefined && candidate !== undefined && { base: `${base}`, with: `${candidate}` };
  const compare = { to: "/models/$model/compare", params: { model: model.name } } as const;
  useKeys({
    c: () => {
      if (!pair) return false;
      navigate({ ...compare, search: pair });
      return true;
    },
  });
  const open = (version: Version) =>
    navigate({
      to: "/models/$model/versions/$number",
      params: { model: version.model.name, number: String(version.number) },
    });
  return (
    <Load query={query}>
      {() =>
        rows.length > 0 ? (
          <>
            <ResourceTable
              label={t.model.versions}
              rows={rows}
              columns={COLUMNS}
              id={(version) => version.id}
              open={open}
              pages={query}
              select={{ chosen, toggle, label: ({ number }) => t.model.select(number) }}
            />
            <p className="morerow pickbar" role="status">
              {pair ? (
                <LinkButton {...compare} search={pair}>
                  {t.model.comparePair(pair.base, pair.with)}
                </LinkButton>
              ) : (
                <span className="meta">{t.model.selectHint}</span>
              )}
            </p>
          </>
        ) : (
          <EmptyState
            title={t.model.emptyTitle}
            text={t.model.emptyText}
            command={t.model.emptyCommand(model.name)}
          />
        )
      }
    </Load>
  );
}
