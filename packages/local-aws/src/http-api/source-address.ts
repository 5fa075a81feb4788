/**
 * Determines the source address of a request. Clients can forge X-Forwarded-For, so the socket address is
 * used, unless a secret header proves that the previous hop is the proxy in front of this API.
 */
import { createHash, timingSafeEqual } from "node:crypto";
import { isIP } from "node:net";

export type TrustedProxy = { readonly header: string; readonly value: string };

type Headers = Readonly<Record<string, string>>;

/** @returns the address, and the headers for the functions: without the secret, with this hop added. */
export const sourceOf = (
  remoteAddress: string,
  received: Headers,
  trustedProxy: TrustedProxy | undefined,
): { readonly sourceIp: string; readonly headers: Headers } => {
  const headers: Record<string, string> = { ...received };
  const peer = remoteAddress.replace(/^::ffff:/, "");
  const proof = trustedProxy && headers[trustedProxy.header.toLowerCase()];
  if (trustedProxy) delete headers[trustedProxy.header.toLowerCase()];
  const lastHop = headers["x-forwarded-for"]?.split(",").at(-1)?.trim() ?? "";
  const trusted = trustedProxy !== undefined && proof !== undefined && equal(proof, trustedProxy.value);
  const forwarded = headers["x-forwarded-for"];
  return {
    sourceIp: trusted && isIP(lastHop) !== 0 ? lastHop : peer,
    headers: {
      ...headers,
      "x-forwarded-for": forwarded === undefined ? peer : `${forwarded}, ${peer}`,
      // API Gateway only accepts TLS. Functions see the same headers as when deployed.
      "x-forwarded-port": "443",
      "x-forwarded-proto": "https",
    },
  };
};

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

const equal = (left: string, right: string): boolean => timingSafeEqual(digest(left), digest(right));
