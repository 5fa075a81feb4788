/** A browser of the site in front of the auth endpoints: it keeps the session's cookie and proves its origin. */
import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { bodyOf, credentials, ROUTES } from "./auth-api.js";
import { jsonEvent } from "./http-events.js";

export const FROM_SITE = { "sec-fetch-site": "same-origin", "x-csrf": "1" };

type Call = (event: ReturnType<typeof jsonEvent>) => Promise<APIGatewayProxyStructuredResultV2>;
type Sent = { readonly headers?: Readonly<Record<string, string>>; readonly requestId?: string };

export const sessionCookieIn = ({ cookies = [] }: APIGatewayProxyStructuredResultV2): string | undefined =>
  cookies.find((cookie) => cookie.startsWith("__Host-Http-session="));

export const browserClient = (call: Call) => {
  let cookie: string | undefined;
  /** Of a sign-in that waits for another step. */
  let step: string | undefined;
  const send = async (route: string, body: unknown = {}, { headers = FROM_SITE, ...sent }: Sent = {}) => {
    const cookies = [cookie, step].filter((each) => each !== undefined);
    const answer = await call(jsonEvent(route, body, { ...sent, headers, cookies }));
    const asked = answer.cookies?.find((each) => each.startsWith("__Host-Http-step="))?.split(";")[0];
    if (asked !== undefined) step = asked.endsWith("=") ? undefined : asked;
    const set = sessionCookieIn(answer)?.split(";")[0];
    if (set !== undefined) cookie = set.endsWith("=") ? undefined : set;
    return answer;
  };
  return {
    send,
    cookie: (): string | undefined => cookie,
    use: (other: string): void => {
      cookie = other;
    },
    signIn: async (wish: object = {}) => send(ROUTES.signIn, { ...credentials, ...wish }),
    refresh: (sent?: Sent) => send(ROUTES.refresh, {}, sent),
    signOut: (sent?: Sent) => send(ROUTES.signOut, {}, sent),
    sessionOf: (answer: APIGatewayProxyStructuredResultV2) => bodyOf(answer).session,
  };
};
