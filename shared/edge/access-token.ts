/** The access token of a request to an endpoint without an authorizer, read by the authorizer's rules. */
import { credentialOf } from "../domain/credential.js";

type Headers = Readonly<Record<string, string | undefined>>;

/**
 * From `Authorization` or `x-api-key`. Undefined without a credential. For a credential that is not an access token, an empty
 * text, which every verifier refuses.
 */
export const accessTokenIn = (headers: Headers): string | undefined => {
  const credential = credentialOf({ authorization: headers.authorization, apiKey: headers["x-api-key"] });
  if (credential.kind === "none") return undefined;
  return credential.kind === "token" ? credential.token : "";
};
