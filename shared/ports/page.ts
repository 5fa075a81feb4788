/** Lists page by page. */

export type Page<T> = {
  /** May be fewer than asked for, although there are more. */
  readonly items: readonly T[];
  /** What the next page begins after; undefined on the last one. */
  readonly next: string | undefined;
};

export type PageOf = { readonly after?: string | undefined; readonly limit: number };
