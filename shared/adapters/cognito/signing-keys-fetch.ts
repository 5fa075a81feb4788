/** The signing keys of a pool from their address (RFC 7517). */
import { isJwks, type Jwks } from "aws-jwt-verify/jwk";
import { httpClient, parsedJson } from "../http/http-client.js";

export type SigningKeysFetch = () => Promise<Jwks>;

const LIMITS = { timeoutMs: 1500, maxBytes: 64 * 1024 };

/** Rejects for anything but a key set. */
export const signingKeysFetch = (address: URL): SigningKeysFetch => {
  const call = httpClient();
  return async () => {
    const answer = await call({ method: "GET", address, ...LIMITS });
    if (answer.kind !== "answer" || answer.status !== 200)
      throw new Error(`the key set's address answered ${answer.kind} ${answer.status}`);
    const value = parsedJson(answer.body) as Parameters<typeof isJwks>[0];
    if (!isJwks(value)) throw new Error("not a key set");
    return value;
  };
};
