/** The product's HTTP API, as a stranger's client would call it. */
import type { StackDescription } from "../stack/description.js";

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

export const post = async (
  { urls }: StackDescription,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> =>
  answerOf(
    await fetch(`${urls.site}/api/account/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    }),
  );

export const me = async ({ urls }: StackDescription, token: string, account?: string): Promise<Answer> =>
  answerOf(
    await fetch(`${urls.site}/api/account/me`, {
      headers: {
        authorization: `Bearer ${token}`,
        ...(account !== undefined && { "x-account-id": account }),
      },
    }),
  );

/** The value of the refresh cookie among those that were set; empty when it was cleared. */
export const refreshCookieOf = ({ cookies }: Answer): string | undefined =>
  cookies
    .find((cookie) => cookie.startsWith("__Host-refresh="))
    ?.split(";")[0]
    ?.split("=")[1];
