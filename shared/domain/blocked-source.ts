/** Where a sign-in comes from or what it is aimed at, as far as a security team can turn it away. */

export type BlockableSource =
  /** A client of the user pool. */
  | { readonly kind: "client"; readonly value: string }
  /** The pseudonym of a name that somebody signs in with, whether or not anybody has it. */
  | { readonly kind: "identifier"; readonly value: string }
  /** An IPv4 address, its /24 or /16; the /64 of an IPv6 address or its /48; as `networksOf` spells them. */
  | { readonly kind: "network"; readonly value: string };

/** The network of a caller and those around it that can be blocked as a whole. */
export const networksOf = (network: string): string[] => {
  const [one, two, three] = network.split(/[.:]/);
  if (network.includes(".")) return [network, `${one}.${two}.${three}.0/24`, `${one}.${two}.0.0/16`];
  return [network, `${one || 0}:${two || 0}:${three || 0}::/48`];
};

export const networkSources = (network: string): BlockableSource[] =>
  networksOf(network).map((value) => ({ kind: "network", value }));
