/** The items of all pages of a list, read one page after the other. */
import type { Page, PageOf } from "../ports/page.js";

const LIMIT = 100;

export async function* everyPage<T>(read: (page: PageOf) => Promise<Page<T>>): AsyncGenerator<T> {
  let after: string | undefined;
  do {
    const { items, next } = await read({ limit: LIMIT, after });
    yield* items;
    after = next;
  } while (after !== undefined);
}
