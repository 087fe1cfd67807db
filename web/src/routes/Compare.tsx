import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { COMPARED_MAX, comparison } from "../api/comparison";
import { useLacking } from "../api/people";
import { modelByName, modelVersions } from "../api/registry";
import type { Compared, Model, Version } from "../api/types";
import { Beside } from "../features/compare/Beside";
import { Comparison } from "../features/compare/Comparison";
import { elsewhereIn, Filters, OTHER } from "../features/compare/Filters";
import { Items, Why } from "../features/compare/Items";
import { Many } from "../features/compare/Many";
import { Missing, Recovery } from "../features/compare/Recovery";
import { labelOf, numbersOf } from "../features/compare/rows";
import { Save, Saved } from "../features/compare/Save";
import { useNamedVersion } from "../features/evidence/useNamedVersion";
import { t } from "../messages";
import { ActionButton } from "../ui/ActionButton";
import { useKnown } from "../ui/AsOf";
import { Crumbs } from "../ui/Crumbs";
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
  const elsewhere = elsewhereIn(search.base);
  const named = useNamedVersion(elsewhere === OTHER ? "" : elsewhere);
  const other = named.id ? { id: named.id, number: elsewhere } : undefined;
  const [base, candidate] = [elsewhere ? other : numbered(search.base), numbered(search.with)];
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
      <Filters versions={versions} ready={ready} of={found} missing={named.missing} />
      {ready && <Load query={query}>{(of) => of && <Found of={of} />}</Load>}
      {many && <Many base={base} others={others} margin={search.margin} choose={choose} />}
      {!ready && !elsewhere && versions.length < 2 && (
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

function Found({ of }: { of: Compared }) {
  const search = useSearch(FROM);
  const navigate = useNavigate({ from: "/models/$model/compare" });
  const choose = (row: string) =>
    navigate({ search: (old) => ({ ...old, row }), replace: true, resetScroll: false });
  const row = of.rows.find((one) => one.key === search.row) ?? of.rows[0];
  const numbers = numbersOf(of);
  if (!row) {
    const command = c.command(labelOf(of.base), labelOf(of.candidate));
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
              <Recovery of={of} />
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
