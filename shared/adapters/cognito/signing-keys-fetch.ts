/** A key set from its address: one GET, bounded in time and size, without redirects. */
import { get as httpGet } from "node:http";
import { get as httpsGet } from "node:https";
import { isJwks, type Jwks } from "aws-jwt-verify/jwk";

export type SigningKeysFetch = () => Promise<Jwks>;

const TIMEOUT_MS = 1500;
const MAX_BYTES = 64 * 1024;

/** Rejects for anything but a key set. Not `fetch`, whose first use in a new function costs some 20 ms. */
export const signingKeysFetch = (address: URL): SigningKeysFetch => {
  const get = address.protocol === "https:" ? httpsGet : httpGet;
  return async () => {
    const text = await new Promise<string>((resolve, reject) => {
      const request = get(address, { signal: AbortSignal.timeout(TIMEOUT_MS), agent: false }, (response) => {
        if (response.statusCode !== 200) {
          response.destroy();
          reject(new Error(`the key set's address answered ${response.statusCode}`));
          return;
        }
        const chunks: Buffer[] = [];
        let size = 0;
        response.on("error", reject);
        response.on("data", (chunk: Buffer) => {
          chunks.push(chunk);
          size += chunk.byteLength;
          if (size > MAX_BYTES) response.destroy(new Error("the key set is too large"));
        });
        response.on("end", () => resolve(Buffer.concat(chunks).toString("utf8")));
      });
      request.on("error", reject);
    });
    const value = JSON.parse(text) as Parameters<typeof isJwks>[0];
    if (!isJwks(value)) throw new Error("not a key set");
    return value;
  };
};
