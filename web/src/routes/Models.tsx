import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { models } from "../api/registry";
import type { Model } from "../api/types";
import { RegisterModel } from "../features/registry/RegisterModel";
import { ServesList } from "../features/registry/Serves";
import { useHere } from "../lib/here";
import { t } from "../messages/en";
import { ShowsNow } from "../ui/AsOf";
import { Button } from "../ui/Button";
import { Crumbs } from "../ui/Crumbs";
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
        <ModelLink name={model.name} />
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
  { key: "serves", head: c.serves, main: true, cell: (model) => <ServesList serves={model.serves} /> },
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

export function Models() {
  const search = useSearch({ from: "/app/models" });
  const navigate = useNavigate({ from: "/models" });
  const [adding, setAdding] = useState(false);
  const query = useInfiniteQuery(models({ q: search.q, team: search.team }));
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  const setFilter = (q: string) =>
    navigate({ search: (old) => ({ ...old, q: q || undefined }), replace: true });
  useHere({
    actions: [{ label: t.models.register, run: () => setAdding(true) }],
    api: "/models",
    cli: t.models.cli,
  });
  const clear = () => navigate({ search: (old) => ({ ...old, q: undefined, team: undefined }) });
  return (
    <>
      <Crumbs of={[{ label: t.models.title }]} />
      <ShowsNow />
      <Head
        title={query.data ? t.models.headline(rows.length, query.hasNextPage) : t.models.title}
        sub={t.models.sub}
        actions={
          <Button look="primary" onClick={() => setAdding(true)}>
            {t.models.register}
          </Button>
        }
      />
      <div className="toolbar">
        <input
          className="field"
          type="search"
          aria-label={t.models.filter}
          placeholder={t.models.filter}
          value={search.q ?? ""}
          onChange={(event) => setFilter(event.target.value)}
        />
      </div>
      <Load query={query} rows={8}>
        {() =>
          rows.length > 0 ? (
            <ResourceTable
              label={t.models.title}
              rows={rows}
              columns={COLUMNS}
              id={(model) => model.id}
              open={(model) => navigate({ to: "/models/$model", params: { model: model.name } })}
              pages={query}
            />
          ) : search.q || search.team ? (
            <EmptyState
              title={t.models.noMatchTitle([search.q, search.team].filter(Boolean).join(", "))}
              text={t.models.noMatchText}
            >
              <Button onClick={clear}>{t.models.clear}</Button>
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
