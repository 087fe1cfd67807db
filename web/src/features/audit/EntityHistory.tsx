import { useInfiniteQuery } from "@tanstack/react-query";
import { events } from "../../api/audit";
import { t } from "../../messages";
import { knownParam, useKnown } from "../../ui/AsOf";
import { EventList } from "../../ui/EventList";
import { More } from "../../ui/More";
import { Section } from "../../ui/Page";
import { Load } from "../../ui/States";

/** The audit log of one thing: the same entries, in the words of the log. */
export function EntityHistory({ entity }: { entity: string }) {
  const known = knownParam(useKnown());
  const query = useInfiniteQuery(events({ entity, known, order: "newest" }));
  const list = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Section title={t.audit.history}>
      <Load query={query}>
        {() => (
          <>
            <EventList events={list} />
            {query.hasNextPage && <More pages={query} shown={list.length} />}
          </>
        )}
      </Load>
    </Section>
  );
}
