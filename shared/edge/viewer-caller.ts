/**
 * The caller of a request: behind CloudFront, with the viewer's address and country. CloudFront overwrites these two
 * headers, but any client that reaches the API directly can send them. So they count only beside the secret header of
 * the distribution. X-Forwarded-For is never read: CloudFront appends to what the client sent.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/adding-cloudfront-headers.html
 */
import { isIP } from "node:net";
import { type Caller, callerFrom } from "../domain/caller.js";
import type { Ports } from "../ports/index.js";

export type ViewerDeps = Pick<Ports, "originProof">;

/** A request as it reached the service: the caller is the connection's. */
type Sent = {
  readonly caller: Caller;
  readonly headers: Readonly<Record<string, string | undefined>>;
};

const ADDRESS = "cloudfront-viewer-address";
const COUNTRY = "cloudfront-viewer-country";
const PROOF = "x-origin-secret";
/** The headers that are read. */
export const VIEWER_HEADERS = [ADDRESS, COUNTRY, PROOF] as const;

export const viewerCaller = async (deps: ViewerDeps, { caller, headers }: Sent): Promise<Caller> => {
  const [address, country] = [addressIn(headers[ADDRESS]), countryIn(headers[COUNTRY])];
  if (address === undefined && country === undefined) return caller;
  // A secret that cannot be read costs these facts, not the request.
  if (!(await deps.originProof.holds(headers[PROOF]).catch(() => false))) return caller;
  return {
    ...caller,
    ...(address !== undefined && callerFrom({ ...caller.facts, sourceIp: address })),
    ...(country !== undefined && { country }),
  };
};

/** `<address>:<port>`, also of IPv6 without brackets. */
const addressIn = (header = ""): string | undefined => {
  const address = /^\[?([\d.]+|[\da-fA-F:.]+)\]?:\d{1,5}$/.exec(header)?.[1];
  return address !== undefined && isIP(address) !== 0 ? address : undefined;
};

const countryIn = (header = ""): string | undefined => (/^[A-Z]{2}$/.test(header) ? header : undefined);
