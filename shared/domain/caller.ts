/** The caller of an endpoint, identified by network data, for throttling and for the audit stream. */

export type Caller = {
  /** The gateway's request id: the natural key of the request's effects. */
  readonly requestId: string;
  /** The network that throttling counts by: an IPv4 address, or the /64 of an IPv6 address. */
  readonly network: string;
  /** ISO 3166-1 alpha-2, if the content delivery network in front of the service proves itself. */
  readonly country?: string | undefined;
  readonly facts: {
    readonly requestId: string;
    readonly sourceIp: string;
    readonly userAgent?: string | undefined;
  };
};

const MAPPED_IPV4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i; // RFC 4291 section 2.5.5.2

/** The throttled unit: an IPv4 address, or a /64, the smallest network that an IPv6 subscriber gets. */
export const networkOf = (address: string): string => {
  if (!address.includes(":")) return address;
  // One mapped /64 contains all of IPv4: counted together, one caller could use up all callers' attempts.
  const mapped = MAPPED_IPV4.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const [head = "", tail] = address.split("::");
  const groups = head === "" ? [] : head.split(":");
  const rest = tail === undefined || tail === "" ? [] : tail.split(":");
  const missing = tail === undefined ? 0 : Math.max(0, 8 - groups.length - rest.length);
  const full = [...groups, ...Array.from({ length: missing }, () => "0"), ...rest];
  return `${full
    .slice(0, 4)
    .map((group) => group.toLowerCase().replace(/^0+(?=.)/, ""))
    .join(":")}::/64`;
};

export const callerFrom = (input: {
  requestId: string;
  sourceIp: string;
  userAgent?: string | undefined;
}): Caller => ({
  requestId: input.requestId,
  network: networkOf(input.sourceIp),
  facts: { requestId: input.requestId, sourceIp: input.sourceIp, userAgent: input.userAgent },
});
