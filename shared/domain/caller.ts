/** Who calls an endpoint, as far as the network says: for throttling and for the audit stream. */

export type Caller = {
  /** The gateway's id of the request: the natural key of what it did. */
  readonly requestId: string;
  /** The address that counts for throttling: IPv4, or the /64 of an IPv6 address. */
  readonly network: string;
  /** ISO 3166-1 alpha-2, where a content delivery network in front of the service tells it. */
  readonly country?: string | undefined;
  readonly facts: {
    readonly requestId: string;
    readonly sourceIp: string;
    readonly userAgent?: string | undefined;
  };
};

const MAPPED_IPV4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i; // RFC 4291 section 2.5.5.2

/** What counts as one network: an IPv4 address, or a /64, which an IPv6 subscriber owns at least. */
export const networkOf = (address: string): string => {
  if (!address.includes(":")) return address;
  // All of IPv4 is in one mapped /64: counted together, one caller would use up everybody's attempts.
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
  country?: string | undefined;
}): Caller => ({
  requestId: input.requestId,
  network: networkOf(input.sourceIp),
  country: /^[A-Z]{2}$/.test(input.country ?? "") ? input.country : undefined,
  facts: { requestId: input.requestId, sourceIp: input.sourceIp, userAgent: input.userAgent },
});
