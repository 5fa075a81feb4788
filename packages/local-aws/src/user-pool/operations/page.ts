/** Pages of a list. An opaque token marks the start of the next page. */
import { invalidParameter } from "../errors.js";

export interface Page<T> {
  readonly items: T[];
  readonly nextToken?: string;
}

export function page<T>(all: Iterable<T>, limit: number, token: string | undefined): Page<T> {
  const start = token === undefined ? 0 : offsetOf(token);
  const size = limit === 0 ? 60 : limit;
  const items: T[] = [];
  let index = 0;
  for (const item of all) {
    if (index >= start + size) return { items, nextToken: tokenOf(index) };
    if (index >= start) items.push(item);
    index += 1;
  }
  return { items };
}

/** Like `page`, for numbered items. Every page costs the same, and removals do not make it skip items. */
export function numberedPage<T>(
  from: (first: number) => Iterable<readonly [number: number, item: T]>,
  limit: number,
  token: string | undefined,
): Page<T> {
  const size = limit === 0 ? 60 : limit;
  const items: T[] = [];
  for (const [number, item] of from(token === undefined ? 0 : offsetOf(token))) {
    if (items.length === size) return { items, nextToken: tokenOf(number) };
    items.push(item);
  }
  return { items };
}

const tokenOf = (offset: number): string => Buffer.from(`offset:${offset}`).toString("base64");

function offsetOf(token: string): number {
  const [, digits] = /^offset:(\d{1,9})$/.exec(Buffer.from(token, "base64").toString("utf8")) ?? [];
  if (digits === undefined) throw invalidParameter("Invalid pagination token.");
  return Number(digits);
}
