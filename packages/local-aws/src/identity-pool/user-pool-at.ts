/** Access to a user pool service by URL, for identity pools. */
import type { Jwks } from "aws-jwt-verify/jwk";
import { boundedFetch } from "../bounded-fetch.js";
import type { IdentityDeps } from "./operations.js";

const LIMITS = { timeoutMs: 5000, maxBytes: 1024 * 1024 };

/** Reads public keys and users from the user pool service at this URL. */
export const userPoolAt = (url: string): Pick<IdentityDeps, "keysOf" | "isEnabled"> => ({
  keysOf: async (userPoolId) => {
    const response = await boundedFetch(new URL(`/${userPoolId}/.well-known/jwks.json`, url), LIMITS);
    if (!response.ok) throw new Error(`the user pool ${userPoolId} has no keys`);
    return (await response.json()) as Jwks;
  },
  isEnabled: async (UserPoolId, Username) => {
    const response = await boundedFetch(url, LIMITS, {
      method: "POST",
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": "AWSCognitoIdentityProviderService.AdminGetUser",
        // The local user pool requires a signature for admin operations but does not verify it.
        authorization: "AWS4-HMAC-SHA256 local",
      },
      body: JSON.stringify({ UserPoolId, Username }),
    });
    const answer = Object(await response.json()) as { Enabled?: unknown; __type?: unknown };
    if (!response.ok && answer.__type !== "UserNotFoundException")
      throw new Error(`the user pool returned ${String(answer.__type)}`);
    return answer.Enabled === true;
  },
});
