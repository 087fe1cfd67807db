import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { comparisons } from "../../api/comparison";
import type { Compared } from "../../api/types";
import { t } from "../../messages";
import { type Column, ResourceTable } from "../../ui/ResourceTable";
import { Sentence } from "../../ui/Sentence";
import { Load } from "../../ui/States";

const c = t.compare.many;

interface ManyProps {
  base: { id: string; number: number | string };
  /** The newest others, no more than the service compares at once. */
  others: string[];
  margin: string | undefined;
  choose: (number: number) => void;
}

const passed = ({ critical }: Compared) => critical.superior + critical.non_inferior;

const asked = ({
  critical: { superior, non_inferior, inferior, inconclusive, insufficient, missing },
}: Compared) => superior + non_inferior + inferior + inconclusive + insufficient + missing;

const COLUMNS: Column<Compared>[] = [
  {
    key: "version",
    head: c.columns.version,
    main: true,
    cell: ({ candidate }) => (
      <Link
        from="/models/$model/compare"
        to="."
        search={(old) => ({ ...old, with: String(candidate.number) })}
      >
        {t.common.version(candidate.number)}
      </Link>
    ),
  },
  {
    key: "answer",
    head: c.columns.answer,
    main: true,
    cell: ({ headline }) => <Sentence as="comparison" of={headline} />,
  },
  {
    key: "passed",
    head: c.columns.passed,
    right: true,
    main: true,
    cell: (of) => c.passed(passed(of), asked(of)),
  },
  { key: "missing", head: c.columns.missing, right: true, cell: ({ critical }) => critical.missing },
];

/** One version against many: the answer of each, which opens the comparison. */
export function Many({ base, others, margin, choose }: ManyProps) {
  const query = useQuery(comparisons(base.id, others, margin));
  return (
    <Load query={query}>
      {(found) => (
        <ResourceTable
          label={c.title(base.number)}
          rows={found}
          columns={COLUMNS}
          id={({ candidate }) => candidate.id}
          open={({ candidate }) => choose(candidate.number)}
        />
      )}
    </Load>
  );
}
