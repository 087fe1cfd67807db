import { count } from "../lib/format";
import { t } from "../messages";
import { Button } from "./Button";

export interface Pages {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => unknown;
}

/** What is not read yet, of a list that comes in pages. */
export function More({ pages, shown }: { pages: Pages; shown: number }) {
  return (
    <p className="morerow">
      <Button small onClick={() => pages.fetchNextPage()} disabled={pages.isFetchingNextPage}>
        {pages.isFetchingNextPage ? t.common.loadingMore : t.common.loadMore}
      </Button>
      <span className="meta">{t.common.moreRows(count(shown))}</span>
    </p>
  );
}
