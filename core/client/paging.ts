/** How many a client asks for at once. */
export const PAGE = 200;

/**
 * All of a list that comes in pages.
 *
 * @param read Reads the page after the given mark; the first without one.
 * @param mark What the next page begins after, from the last item of a page and how many came.
 */
export async function* paged<T, M>(
  read: (after: M | undefined) => Promise<T[]>,
  mark: (last: T, count: number) => M,
): AsyncGenerator<T, void, void> {
  let after: M | undefined;
  let count = 0;
  for (;;) {
    const page = await read(after);
    yield* page;
    if (page.length < PAGE) return;
    count += page.length;
    after = mark(page.at(-1)!, count);
  }
}
