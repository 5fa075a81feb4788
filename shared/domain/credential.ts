/**
 * The credential of a request: an access token or an API key, in `Authorization` or `x-api-key`, or the cookie of a
 * session. The prefix `Bearer ` (RFC 6750 section 2.1) decides whether a header has a token or a key. An invalid token is
 * never tried as an API key. More than one credential, in one header or two, is a smuggling attempt and is refused (RFC
 * 8725 section 3.12). A browser adds the cookie to every request, so it counts only without such a header.
 */
import { bearerToken } from "./bearer-token.js";

export type Credential =
  | { readonly kind: "token"; readonly token: string }
  | { readonly kind: "key"; readonly key: string }
  | { readonly kind: "cookie"; readonly cookie: string }
  | { readonly kind: "none" }
  | { readonly kind: "refused"; readonly reason: CredentialRefusal };

/** What a user shows at an endpoint without an authorizer. The cookie counts without an access token. */
export type UserCredential = {
  readonly accessToken?: string | undefined;
  readonly cookie?: string | undefined;
};

export type CredentialRefusal = "scheme" | "two_credentials";

export type CredentialHeaders = {
  readonly authorization: string | undefined;
  readonly apiKey: string | undefined;
  /** Empty if the request has more than one cookie of the name, which no browser sends by itself. */
  readonly cookie?: string | undefined;
};

// One word of visible ASCII without a comma. Neither our API keys nor legacy API keys are longer.
const KEY = /^[\x21-\x2b\x2d-\x7e]{1,1024}$/;

/** An empty header counts as absent. */
export const credentialOf = ({ authorization = "", apiKey = "", cookie }: CredentialHeaders): Credential => {
  if (authorization !== "" && apiKey !== "") return { kind: "refused", reason: "two_credentials" };
  const text = authorization || apiKey;
  if (text === "") return cookie === undefined ? { kind: "none" } : { kind: "cookie", cookie };
  const token = bearerToken(text);
  if (token !== undefined) return { kind: "token", token };
  return KEY.test(text) && !/^bearer$/i.test(text)
    ? { kind: "key", key: text }
    : { kind: "refused", reason: "scheme" };
};
