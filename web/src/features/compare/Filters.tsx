import { useNavigate, useSearch } from "@tanstack/react-router";
import type { FocusEvent, KeyboardEvent } from "react";
import type { Compared, Version } from "../../api/types";
import { asRead, asTyped } from "../../lib/format";
import { t } from "../../messages";
import { SelectField, TextField } from "../../ui/Fields";
import { TIERS } from "./rows";

const c = t.compare;
const FROM = { from: "/app/models/$model/compare" } as const;
/** The base is a version of another model: `MODEL/NUMBER`, or not named yet. */
export const OTHER = "/";

/** The base as one of another model; empty where it is none. */
export const elsewhereIn = (base: string | undefined) => (base?.includes(OTHER) ? base : "");

/** What is typed counts when it is left, or on Enter. */
const settled = (take: (text: string) => void) => ({
  onBlur: (event: FocusEvent<HTMLInputElement>) => take(event.target.value.trim()),
  onKeyDown: (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === "Enter") take(event.currentTarget.value.trim());
  },
});

type Search = "base" | "with" | "tier" | "slice" | "margin";

interface FiltersProps {
  versions: Version[];
  /** Whether two versions are chosen: before, there is nothing to narrow. */
  ready: boolean;
  of: Compared | undefined;
  /** No version has the name that was given as one of another model. */
  missing: boolean;
}

/** What is compared and what is shown of it: all of it stands in the address. */
export function Filters({ versions, ready, of, missing }: FiltersProps) {
  const search = useSearch(FROM);
  const navigate = useNavigate({ from: "/models/$model/compare" });
  const set = (name: Search) => (value: string) =>
    navigate({
      search: (old) => ({ ...old, row: undefined, [name]: value || undefined }),
      replace: true,
      resetScroll: false,
    });
  const elsewhere = elsewhereIn(search.base);
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
        value={elsewhere ? OTHER : (search.base ?? "")}
        choices={[{ value: "", label: c.pick }, ...numbers, { value: OTHER, label: c.other }]}
        change={set("base")}
      />
      {elsewhere && (
        <TextField
          label={c.otherBase}
          help={t.policy.tryHelp}
          error={missing ? t.imports.noSuchVersion : undefined}
          defaultValue={elsewhere === OTHER ? "" : elsewhere}
          change={() => undefined}
          {...settled((text) => set("base")(text.includes(OTHER) ? text : OTHER + text))}
          mono
        />
      )}
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
            {...settled((text) => set("margin")(asRead(text)))}
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
