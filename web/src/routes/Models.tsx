import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useLacking, useTeamFilter } from "../api/people";
import { models } from "../api/registry";
import type { HiddenFilter, Model, Stage } from "../api/types";
import { RegisterModel } from "../features/registry/RegisterModel";
import { ServesList } from "../features/registry/Serves";
import { useHere } from "../lib/here";
import { t } from "../messages";
import { ActionButton } from "../ui/ActionButton";
import { ShowsNow } from "../ui/AsOf";
import { Button } from "../ui/Button";
import { Crumbs } from "../ui/Crumbs";
import { choicesOf, Filters, truth } from "../ui/Filters";
import { Instant } from "../ui/Instant";
import { ModelLink } from "../ui/Links";
import { Head } from "../ui/Page";
import { type Column, ResourceTable } from "../ui/ResourceTable";
import { StageTally } from "../ui/StageBadge";
import { EmptyState, Load } from "../ui/States";

const { columns: c } = t.models;
const COLUMNS: Column<Model>[] = [
  {
    key: "name",
    head: c.name,
    main: true,
    cell: (model) => (
      <>
        <ModelLink name={model.name} {...(model.hidden_at && { id: model.id })} />{" "}
        {model.hidden_at && <span className="badge mut">{t.names.hidden}</span>}
        {model.description && <span className="meta clip">{model.description}</span>}
      </>
    ),
  },
  { key: "team", head: c.team, cell: (model) => model.team.name },
  {
    key: "newest",
    head: c.newest,
    cell: (model) =>
      model.newest ? t.common.v(model.newest.number) : <span className="dim">{t.common.none}</span>,
  },
  { key: "stages", head: c.stages, main: true, cell: (model) => <StageTally counts={model.stage_counts} /> },
  {
    key: "serves",
    head: c.serves,
    main: true,
    named: true,
    cell: (model) => <ServesList serves={model.serves} />,
  },
  {
    key: "aliases",
    head: c.aliases,
    cell: (model) => (
      <span className="dim">{model.aliases.map((alias) => alias.alias).join(", ") || t.common.none}</span>
    ),
  },
  {
    key: "created",
    head: c.created,
    right: true,
    cell: (model) => <Instant at={model.created_at} form="brief" />,
  },
];

const FILTERS = [
  { name: "q", label: t.models.filter },
  { name: "tag", label: t.filters.tag },
  { name: "stage", label: t.filters.stage, choices: choicesOf(t.common.stages) },
  { name: "serving", label: t.filters.serving, choices: choicesOf(t.filters.servingChoices) },
  {
    name: "hidden",
    label: t.filters.hidden,
    any: t.filters.hiddenNot,
    choices: choicesOf(t.filters.hiddenChoices),
  },
] as const;

export function Models() {
  const search = useSearch({ from: "/app/models" });
  const navigate = useNavigate({ from: "/models" });
  const [adding, setAdding] = useState(false);
  const refusal = useLacking("model.register");
  const { team, ready } = useTeamFilter(search.team);
  const filter = {
    q: search.q,
    team,
    stage: search.stage as Stage | undefined,
    tag: search.tag,
    serving: truth(search.serving),
    hidden: search.hidden as HiddenFilter | undefined,
  };
  const query = useInfiniteQuery({ ...models(filter), enabled: ready });
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  useHere({
    actions: [{ label: t.models.register, refusal, run: () => setAdding(true) }],
    api: "/models",
    cli: t.models.cli,
  });
  const setFilter = (name: string, value: string | undefined) =>
    navigate({ search: (old) => ({ ...old, [name]: value }), replace: true });
  const filtered = FILTERS.some(({ name }) => search[name] !== undefined) || search.team !== undefined;
  const unmatched = filtered && rows.length === 0;
  const clear = () => navigate({ search: ({ env, known }) => ({ env, known }) });
  return (
    <>
      <Crumbs of={[{ label: t.models.title }]} />
      <ShowsNow />
      <Head
        title={query.data && !unmatched ? t.models.headline(rows.length, query.hasNextPage) : t.models.title}
        sub={t.models.sub}
        actions={
          <ActionButton look="primary" refusal={refusal} run={() => setAdding(true)}>
            {t.models.register}
          </ActionButton>
        }
      />
      <Filters label={t.filters.label} of={FILTERS} values={search} change={setFilter} />
      <Load query={query} rows={8}>
        {() =>
          rows.length > 0 ? (
            <ResourceTable
              label={t.models.title}
              rows={rows}
              columns={COLUMNS}
              id={(model) => model.id}
              open={(model) =>
                navigate({ to: "/models/$model", params: { model: model.hidden_at ? model.id : model.name } })
              }
              pages={query}
            />
          ) : unmatched ? (
            <EmptyState title={t.filters.noMatchTitle} text={t.filters.noMatchText}>
              <Button onClick={clear}>{t.filters.clear}</Button>
            </EmptyState>
          ) : (
            <EmptyState
              title={t.models.emptyTitle}
              text={t.models.emptyText}
              command={t.models.emptyCommand}
            />
          )
        }
      </Load>
      {adding && <RegisterModel close={() => setAdding(false)} />}
    </>
  );
}
