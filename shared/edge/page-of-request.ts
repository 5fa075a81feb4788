/**
 * Pagination of lists. A cursor is opaque and valid for its own list only. It contains a keyed hash, so that
 * it cannot be forged.
 */
import { AuthError } from "../domain/errors.js";
import type { Ports } from "../ports/index.js";
import type { Page, PageOf } from "../ports/page.js";
import type { HttpRequest } from "./http-endpoint.js";

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 100;
const MAX_CURSOR = 1024;
const CURSOR = /^([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)$/;

export type PageDeps = Pick<Ports, "pseudonyms">;

/** `list` identifies the list and its owner. @throws AuthError `invalid_request`, with the field. */
export const pageOfRequest = async (
  deps: PageDeps,
  { query }: HttpRequest,
  list: string,
): Promise<PageOf> => {
  const { cursor } = query;
  const limit = query.limit ?? String(DEFAULT_LIMIT);
  if (!/^[1-9][0-9]{0,2}$/.test(limit) || Number(limit) > MAX_LIMIT) throw invalid("limit");
  return {
    limit: Number(limit),
    ...(cursor !== undefined && { after: await afterCursor(deps, cursor, list) }),
  };
};

const afterCursor = async (deps: PageDeps, cursor: string, list: string): Promise<string> => {
  const [, encoded = "", seal] = (cursor.length <= MAX_CURSOR && CURSOR.exec(cursor)) || [];
  const after = Buffer.from(encoded, "base64url").toString("utf8");
  if (seal === undefined || seal !== (await sealOf(deps, list, after))) throw invalid("cursor");
  return after;
};

const sealOf = ({ pseudonyms }: PageDeps, list: string, after: string): Promise<string> =>
  pseudonyms.of(`cursor\n${list}\n${after}`);

/** The cursor of the next page; null on the last page. */
export const cursorAfter = async (
  deps: PageDeps,
  list: string,
  { next }: Pick<Page<unknown>, "next">,
): Promise<string | null> =>
  next === undefined ? null : `${Buffer.from(next).toString("base64url")}.${await sealOf(deps, list, next)}`;

const invalid = (field: string): AuthError => new AuthError("invalid_request", { fields: [field] });
