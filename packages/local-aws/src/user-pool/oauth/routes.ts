/** The endpoints and pages of a pool. They are served under `/<pool id>/` instead of a separate domain. */
import type { IncomingMessage } from "node:http";
import { callbackEndpoint } from "../federation/callback-endpoint.js";
import type { Services } from "../services.js";
import { authorizeEndpoint } from "./authorize-endpoint.js";
import type { OAuthAnswer, OAuthRequest } from "./exchange.js";
import { logoutEndpoint } from "./logout-endpoint.js";
import { confirmForgotPasswordPage, forgotPasswordPage, signUpPage } from "./pages/account.js";
import { authEventFeedbackPage } from "./pages/auth-event-feedback.js";
import { confirmUser } from "./pages/confirm-link.js";
import { loginPage } from "./pages/login.js";
import { revokeEndpoint } from "./revoke-endpoint.js";
import { tokenEndpoint } from "./token-endpoint.js";
import { userInfoEndpoint } from "./user-info-endpoint.js";

type Endpoint = (request: OAuthRequest) => OAuthAnswer | Promise<OAuthAnswer>;

const endpoints: Readonly<Record<string, Endpoint>> = {
  "oauth2/authorize": authorizeEndpoint,
  "oauth2/idpresponse": callbackEndpoint,
  "oauth2/token": tokenEndpoint,
  "oauth2/userInfo": userInfoEndpoint,
  "oauth2/revoke": revokeEndpoint,
  login: loginPage,
  signup: signUpPage,
  confirmUser,
  authEventFeedback: authEventFeedbackPage,
  forgotPassword: forgotPasswordPage,
  confirmForgotPassword: confirmForgotPasswordPage,
  logout: logoutEndpoint,
};

/** The paths below the pool's id. */
export const oauthPaths: readonly string[] = Object.keys(endpoints);

/** Returns the handler of a request, to be called with its body, or undefined if no path matches. */
export function oauthRoute(
  services: Services,
  { method = "GET", headers }: IncomingMessage,
  url: URL,
): ((body: string) => Promise<OAuthAnswer>) | undefined {
  const [, poolId = "", path = ""] = /^\/([\w-]+)\/([\w/]+)$/.exec(url.pathname) ?? [];
  const endpoint = Object.hasOwn(endpoints, path) ? endpoints[path] : undefined;
  const pool = services.store.find(poolId);
  if (!pool || !endpoint) return undefined;
  return async (body) => endpoint({ services, pool, method, url, headers, form: formOf(headers, body) });
}

const formOf = (headers: IncomingMessage["headers"], body: string): URLSearchParams =>
  new URLSearchParams(
    (headers["content-type"] ?? "").startsWith("application/x-www-form-urlencoded") ? body : "",
  );
