/**
 * Pagination of lists. A cursor is opaque and valid for its own list only. It contains a keyed hash, so that
 * it cannot be forged.
 */
import type { Actor } from "../domain/actor.js";
import { AuthError } from "../domain/errors.js";
import type { Ports } from "../ports/index.js";
import type { Page, PageOf } from "../ports/page.js";
import type { HttpRequest, HttpResponse } from "./http-endpoint.js";

export const DEFAULT_LIMIT = 50;
export const MAX_LIMIT = 100;
export const MAX_CURSOR = 1024;
const CURSOR = /^([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)$/;

export type PageDeps = Pick<Ports, "pseudonyms">;

type List<T> = {
  /** Identifies the list and its owner. */
  readonly name: string;
  readonly read: (page: PageOf) => Promise<Page<T>>;
  readonly body: (item: T) => unknown;
};

/**
 * The response with the page of a list that the request asks for. The cursor is null on the last page.
 *
 * @throws AuthError `invalid_request`, with the field; as `read`.
 */
export const pageResponse = async <T>(
  deps: PageDeps,
  request: HttpRequest,
  { name, read, body }: List<T>,
): Promise<HttpResponse> => {
  const { items, cursor } = await pageBody(deps, request, { name, read });
  return { status: 200, body: { items: items.map((item) => body(item)), cursor } };
};

/** As `pageResponse`, for a response that holds more than a list. */
export const pageBody = async <T>(
  deps: PageDeps,
  request: HttpRequest,
  { name, read }: Omit<List<T>, "body">,
): Promise<{ readonly items: readonly T[]; readonly cursor: string | null }> => {
  const page = await read(await pageOfRequest(deps, request, name));
  return { items: page.items, cursor: await cursorAfter(deps, name, page) };
};

/** As `pageResponse`, for a list of the actor's account. `what` names the list within the account. */
export const pageOfAccount = <T>(
  deps: PageDeps,
  { systemAccountId }: Actor,
  request: HttpRequest,
  { what, ...list }: Omit<List<T>, "name"> & { readonly what: string },
): Promise<HttpResponse> =>
  pageResponse(deps, request, { ...list, name: `${what} of ${systemAccountId ?? ""}` });

const pageOfRequest = async (deps: PageDeps, { query }: HttpRequest, list: string): Promise<PageOf> => {
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

const cursorAfter = async (
  deps: PageDeps,
  list: string,
  { next }: Pick<Page<unknown>, "next">,
): Promise<string | null> =>
  next === undefined ? null : `${Buffer.from(next).toString("base64url")}.${await sealOf(deps, list, next)}`;

const invalid = (field: string): AuthError => new AuthError("invalid_request", { fields: [field] });
