/** The access token of a request to an endpoint without an authorizer, read by the authorizer's rules. */
import { credentialOf } from "../domain/credential.js";

type Headers = Readonly<Record<string, string | undefined>>;

/**
 * From `Authorization` or `x-api-key`. Undefined without a credential; empty, which no verifier takes, for a credential
 * that is no access token.
 */
export const accessTokenIn = (headers: Headers): string | undefined => {
  const credential = credentialOf({ authorization: headers.authorization, apiKey: headers["x-api-key"] });
  if (credential.kind === "none") return undefined;
  return credential.kind === "token" ? credential.token : "";
};
