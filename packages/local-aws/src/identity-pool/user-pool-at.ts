/** What an identity pool asks of a user pool service, wherever that runs. */
import type { Jwks } from "aws-jwt-verify/jwk";
import type { IdentityDeps } from "./operations.js";

const TIMEOUT_MS = 5000;

/** The public keys and the users of the user pool service at this address. */
export const userPoolAt = (url: string): Pick<IdentityDeps, "keysOf" | "isEnabled"> => ({
  keysOf: async (userPoolId) => {
    const response = await fetch(new URL(`/${userPoolId}/.well-known/jwks.json`, url), {
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!response.ok) throw new Error(`there are no keys of the user pool ${userPoolId}`);
    return (await response.json()) as Jwks;
  },
  isEnabled: async (UserPoolId, Username) => {
    const response = await fetch(url, {
      method: "POST",
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": "AWSCognitoIdentityProviderService.AdminGetUser",
        // The local user pool asks operators for a signature, and does not check it.
        authorization: "AWS4-HMAC-SHA256 local",
      },
      body: JSON.stringify({ UserPoolId, Username }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const answer = Object(await response.json()) as { Enabled?: unknown; __type?: unknown };
    if (!response.ok && answer.__type !== "UserNotFoundException")
      throw new Error(`the user pool answers ${String(answer.__type)}`);
    return answer.Enabled === true;
  },
});
