import { infiniteQueryOptions } from "@tanstack/react-query";
import type { Page } from "./types";

/** A keyset list as pages that load more on demand. */
export function pagesOf<T>(
  key: readonly unknown[],
  fetch: (pageToken: string | undefined) => Promise<Page<T>>,
) {
  return infiniteQueryOptions({
    queryKey: key,
    queryFn: ({ pageParam }) => fetch(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: Page<T>) => page.next_page_token ?? undefined,
  });
}
