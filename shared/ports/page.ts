/** Pagination of lists. */

export type Page<T> = {
  /** Can hold fewer items than requested although there are more pages. */
  readonly items: readonly T[];
  /** The `after` value of the next page; undefined on the last page. */
  readonly next: string | undefined;
};

export type PageOf = { readonly after?: string | undefined; readonly limit: number };
