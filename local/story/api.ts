/** A client of the product's HTTP API, independent of the product's code. */
import type { StackDescription } from "../stack/description.js";
import { timedFetch } from "./timed-fetch.js";

export type Answer = {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly cookies: readonly string[];
};

const answerOf = async (response: Response): Promise<Answer> => {
  const text = await response.text();
  return {
    status: response.status,
    body: text === "" ? {} : (JSON.parse(text) as Record<string, unknown>),
    cookies: response.headers.getSetCookie(),
  };
};

/** `path` is the part after the site's origin. */
export const call = async (
  { urls }: StackDescription,
  [method, path]: readonly ["GET" | "POST" | "PUT" | "DELETE", string],
  headers: Record<string, string>,
  body?: unknown,
): Promise<Answer> =>
  answerOf(
    await timedFetch(`${urls.site}${path}`, {
      method,
      headers: { ...(body !== undefined && { "content-type": "application/json" }), ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }),
  );

export const post = (
  stack: StackDescription,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> => call(stack, ["POST", `/api/account/${path}`], headers, body);

export const me = (stack: StackDescription, token: string, account?: string): Promise<Answer> =>
  call(stack, ["GET", "/api/account/me"], {
    authorization: `Bearer ${token}`,
    ...(account !== undefined && { "x-account-id": account }),
  });

/** The refresh token of a session whose tokens the client holds. */
export const refreshTokenOf = ({ body }: Answer): string | undefined =>
  typeof body.refresh_token === "string" ? body.refresh_token : undefined;
