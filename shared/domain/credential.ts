/**
 * What a request proves itself with: an access token or an API key, in `Authorization` or in
 * `x-api-key`. `Bearer ` (RFC 6750 section 2.1) decides once which of the two it is; a token that
 * turns out to be bad is never tried as a key. Two values, in one header or in two, are a smuggling
 * attempt and none of them counts (RFC 8725 section 3.12).
 */
import { bearerToken } from "./bearer-token.js";

export type Credential =
  | { readonly kind: "token"; readonly token: string }
  | { readonly kind: "key"; readonly key: string }
  | { readonly kind: "none" }
  | { readonly kind: "refused"; readonly reason: CredentialRefusal };

export type CredentialRefusal = "scheme" | "two_credentials";

export type CredentialHeaders = {
  readonly authorization: string | undefined;
  readonly apiKey: string | undefined;
};

// One word of visible ASCII without a comma: what is longer than this is neither a key of ours nor of the legacy system.
const KEY = /^[\x21-\x2b\x2d-\x7e]{1,1024}$/;

/** An empty header is no header. */
export const credentialOf = ({ authorization = "", apiKey = "" }: CredentialHeaders): Credential => {
  if (authorization !== "" && apiKey !== "") return { kind: "refused", reason: "two_credentials" };
  const text = authorization || apiKey;
  if (text === "") return { kind: "none" };
  const token = bearerToken(text);
  if (token !== undefined) return { kind: "token", token };
  return KEY.test(text) && !/^bearer$/i.test(text)
    ? { kind: "key", key: text }
    : { kind: "refused", reason: "scheme" };
};
