import { Drawer } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { events } from "../../api/audit";
import { hereNow } from "../../lib/here";
import { t } from "../../messages";
import { knownParam, useKnown } from "../../ui/AsOf";
import { EventList } from "../../ui/EventList";
import { More } from "../../ui/More";
import { Load } from "../../ui/States";

/** What happened to what is on screen; where the page is about no one thing, to everything. */
export function Activity({ close }: { close: () => void }) {
  const [entity] = useState(() => hereNow().entity);
  const known = knownParam(useKnown());
  const query = useInfiniteQuery(events({ ...(entity && { entity }), known, order: "newest" }));
  const list = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Drawer
      opened
      onClose={close}
      position="right"
      size={480}
      title={entity ? t.frame.activityHere : t.frame.activity}
      closeButtonProps={{ "aria-label": t.common.close }}
      overlayProps={{ backgroundOpacity: 0.2 }}
      transitionProps={{ duration: 0 }}
      classNames={{ title: "dlgtitle", content: "dlg", header: "dlghead", body: "dlgbody" }}
    >
      <Load query={query}>
        {() => (
          <>
            <EventList events={list} />
            {query.hasNextPage && <More pages={query} shown={list.length} />}
          </>
        )}
      </Load>
    </Drawer>
  );
}
