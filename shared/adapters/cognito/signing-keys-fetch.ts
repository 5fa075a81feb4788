/** Fetches a pool's signing keys, a JWK set (RFC 7517). */
import { isJwks, type Jwks } from "aws-jwt-verify/jwk";
import { httpClient, parsedJson } from "../http/http-client.js";

export type SigningKeysFetch = () => Promise<Jwks>;

const LIMITS = { timeoutMs: 1500, maxBytes: 64 * 1024 };

/** Rejects if the response is not a JWK set. */
export const signingKeysFetch = (address: URL): SigningKeysFetch => {
  const call = httpClient();
  return async () => {
    const response = await call({ method: "GET", address, ...LIMITS });
    if (response.kind !== "response" || response.status !== 200)
      throw new Error(`the JWKS endpoint returned ${response.kind} ${response.status}`);
    const value = parsedJson(response.body) as Parameters<typeof isJwks>[0];
    if (!isJwks(value)) throw new Error("the JWKS endpoint returned no valid JWK set");
    return value;
  };
};
