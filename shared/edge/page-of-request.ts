/**
 * Lists page by page. A cursor is opaque, and good for the list that it came from alone: it carries a
 * keyed hash, so that nobody makes one up.
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

/** `list` names what is listed, and of whom. @throws AuthError `invalid_request`, with the field. */
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

/** The cursor of the next page; null on the last one. */
export const cursorAfter = async (
  deps: PageDeps,
  list: string,
  { next }: Pick<Page<unknown>, "next">,
): Promise<string | null> =>
  next === undefined ? null : `${Buffer.from(next).toString("base64url")}.${await sealOf(deps, list, next)}`;

const invalid = (field: string): AuthError => new AuthError("invalid_request", { fields: [field] });
