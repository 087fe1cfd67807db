import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { COMPARED_MAX, comparison } from "../api/comparison";
import { useLacking } from "../api/people";
import { modelByName, modelVersions } from "../api/registry";
import type { Compared, Model, Version } from "../api/types";
import { Beside } from "../features/compare/Beside";
import { Comparison } from "../features/compare/Comparison";
import { Items, Why } from "../features/compare/Items";
import { Many } from "../features/compare/Many";
import { Missing, Recovery } from "../features/compare/Recovery";
import { TIERS } from "../features/compare/rows";
import { Save, Saved } from "../features/compare/Save";
import { asRead, asTyped } from "../lib/format";
import { t } from "../messages";
import { ActionButton } from "../ui/ActionButton";
import { useKnown } from "../ui/AsOf";
import { Crumbs } from "../ui/Crumbs";
import { SelectField, TextField } from "../ui/Fields";
import { Head, Two } from "../ui/Page";
import { Sentence } from "../ui/Sentence";
import { EmptyState, Load } from "../ui/States";
import { NotFound } from "./NotFound";

const c = t.compare;
const FROM = { from: "/app/models/$model/compare" } as const;

export function Compare() {
  const { model: name } = useParams(FROM);
  const query = useQuery(modelByName(name));
  const crumbs = [
    { label: t.models.title, to: "/models" },
    { label: name, to: `/models/${name}` },
    { label: c.title },
  ];
  return (
    <>
      <Crumbs of={crumbs} />
      <Load query={query} head>
        {(model) => (model ? <Versions model={model} /> : <NotFound />)}
      </Load>
    </>
  );
}

function Versions({ model }: { model: Model }) {
  const query = useInfiniteQuery(modelVersions(model.id));
  return (
    <Load query={query} head>
      {(found) => <Page model={model} versions={found.pages.flatMap((page) => page.items)} />}
    </Load>
  );
}

function Page({ model, versions }: { model: Model; versions: Version[] }) {
  const search = useSearch(FROM);
  const numbered = (text: string | undefined) => versions.find((one) => String(one.number) === text);
  const [base, candidate] = [numbered(search.base), numbered(search.with)];
  const ready = base !== undefined && candidate !== undefined && base.id !== candidate.id;
  const query = useQuery({
    ...comparison(base?.id ?? "", candidate?.id ?? "", search.margin),
    enabled: ready,
  });
  const found = ready ? (query.data ?? undefined) : undefined;
  const others = versions.flatMap((one) => (one.id === base?.id ? [] : one.id)).slice(0, COMPARED_MAX);
  const navigate = useNavigate({ from: "/models/$model/compare" });
  const choose = (number: number) => navigate({ search: (old) => ({ ...old, with: String(number) }) });
  const many = !ready && !candidate && base !== undefined && others.length > 0;
  const choosing = many
    ? { title: c.many.title(base.number), sub: c.many.sub(others.length) }
    : { title: base && base.id === candidate?.id ? c.same : c.choose, sub: c.chooseText };
  return (
    <>
      {found ? <FoundHead of={found} /> : <Head {...(ready ? { title: c.title } : choosing)} />}
      <Filters versions={versions} ready={ready} of={found} />
      {ready && <Load query={query}>{(of) => of && <Found of={of} model={model} />}</Load>}
      {many && <Many base={base} others={others} margin={search.margin} choose={choose} />}
      {!ready && versions.length < 2 && (
        <EmptyState
          title={t.model.emptyTitle}
          text={t.model.emptyText}
          command={t.model.emptyCommand(model.name)}
        />
      )}
    </>
  );
}

function FoundHead({ of }: { of: Compared }) {
  const [saving, setSaving] = useState(false);
  const refusal = useLacking("evaluation.report");
  const past = useKnown() !== undefined;
  const { superior, non_inferior, inferior, inconclusive, insufficient, missing } = of.critical;
  const passed = superior + non_inferior;
  return (
    <>
      <Head
        title={<Sentence as="comparison" of={of.headline} />}
        sub={c.sub(passed, passed + inferior + inconclusive + insufficient, missing)}
        actions={
          past ? undefined : (
            <ActionButton look="primary" refusal={refusal} run={() => setSaving(true)}>
              {c.save}
            </ActionButton>
          )
        }
      />
      {saving && <Save of={of} close={() => setSaving(false)} />}
    </>
  );
}

type Search = "base" | "with" | "tier" | "slice" | "margin";

interface FiltersProps {
  versions: Version[];
  /** Whether two versions are chosen: before, there is nothing to narrow. */
  ready: boolean;
  of: Compared | undefined;
}

/** What is compared and what is shown of it: all of it stands in the address. */
function Filters({ versions, ready, of }: FiltersProps) {
  const search = useSearch(FROM);
  const navigate = useNavigate({ from: "/models/$model/compare" });
  const set = (name: Search) => (value: string) =>
    navigate({
      search: (old) => ({ ...old, row: undefined, [name]: value || undefined }),
      replace: true,
      resetScroll: false,
    });
  const any = { value: "", label: c.all };
  const numbers = versions.map((one) => ({
    value: String(one.number),
    label: `${t.common.version(one.number)}, ${t.common.stages[one.stage]}`,
  }));
  const languages = [...new Set((of?.rows ?? []).flatMap((row) => row.language ?? []))].sort();
  return (
    <div className="comparefor">
      <SelectField
        label={c.base}
        value={search.base ?? ""}
        choices={[{ value: "", label: c.pick }, ...numbers]}
        change={set("base")}
      />
      <SelectField
        label={c.candidate}
        value={search.with ?? ""}
        choices={[{ value: "", label: search.base ? c.many.all : c.pick }, ...numbers]}
        change={set("with")}
      />
      {ready && (
        <>
          <TextField
            key={search.margin}
            label={c.margin}
            help={c.marginHelp}
            defaultValue={asTyped(search.margin ?? "")}
            change={() => undefined}
            onBlur={(event) => set("margin")(asRead(event.target.value.trim()))}
            onKeyDown={(event) =>
              event.key === "Enter" && set("margin")(asRead(event.currentTarget.value.trim()))
            }
            inputMode="decimal"
          />
          <SelectField
            label={c.tier}
            value={search.tier ?? ""}
            choices={[any, ...TIERS.map((tier) => ({ value: tier, label: c.tierNames[tier] }))]}
            change={set("tier")}
          />
          <SelectField
            label={c.slice}
            value={search.slice ?? ""}
            choices={[any, ...languages.map((language) => ({ value: language, label: language }))]}
            change={set("slice")}
          />
        </>
      )}
    </div>
  );
}

function Found({ of, model }: { of: Compared; model: Model }) {
  const search = useSearch(FROM);
  const navigate = useNavigate({ from: "/models/$model/compare" });
  const choose = (row: string) =>
    navigate({ search: (old) => ({ ...old, row }), replace: true, resetScroll: false });
  const row = of.rows.find((one) => one.key === search.row) ?? of.rows[0];
  const numbers = { base: of.base.number, candidate: of.candidate.number };
  if (!row) {
    const command = c.command(model.name, numbers.base, numbers.candidate);
    return (
      <>
        <EmptyState title={c.nothing} text={c.nothingText} command={command} />
        <Beside of={of} />
      </>
    );
  }
  return (
    <>
      <Comparison
        of={of}
        filter={{ tier: search.tier ?? "", slice: search.slice ?? "" }}
        chosen={row.key}
        choose={choose}
      />
      <div className="whole">
        <Two
          lead={
            <>
              <Beside of={of} />
              <Items row={row} numbers={numbers} />
              {of.lineage && <Recovery of={of} kind={t.version.kinds[of.lineage]} />}
            </>
          }
          aside={
            <>
              <Why row={row} />
              <Missing of={of} />
              <Saved version={of.candidate.id} />
            </>
          }
        />
      </div>
    </>
  );
}
