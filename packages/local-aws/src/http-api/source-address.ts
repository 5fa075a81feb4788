/**
 * Whose address a request has. A client may write any X-Forwarded-For, so only the socket counts,
 * unless the hop before proves by a secret header that it is the proxy in front of this API.
 */
import { createHash, timingSafeEqual } from "node:crypto";
import { isIP } from "node:net";

export type TrustedProxy = { readonly header: string; readonly value: string };

type Headers = Readonly<Record<string, string>>;

/** @returns the address, and the headers as the functions see them: without the secret, with this hop added. */
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
      // API Gateway is reached by TLS only, and functions are to see what they see when deployed.
      "x-forwarded-port": "443",
      "x-forwarded-proto": "https",
    },
  };
};

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

const equal = (left: string, right: string): boolean => timingSafeEqual(digest(left), digest(right));
