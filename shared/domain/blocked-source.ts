/** Sources and targets of sign-ins that a security team can block. */

export type BlockableSource =
  /** An app client of the user pool. */
  | { readonly kind: "client"; readonly value: string }
  /** The pseudonym of a sign-in name, whether or not a user has it. */
  | { readonly kind: "identifier"; readonly value: string }
  /**
   * An IPv4 address, its /24 or /16; the /64 of an IPv6 address or its /48; in the spelling of `networksOf`.
   */
  | { readonly kind: "network"; readonly value: string };

/** The caller's network and the larger networks around it that can be blocked. */
export const networksOf = (network: string): string[] => {
  const [one, two, three] = network.split(/[.:]/);
  if (network.includes(".")) return [network, `${one}.${two}.${three}.0/24`, `${one}.${two}.0.0/16`];
  return [network, `${one || 0}:${two || 0}:${three || 0}::/48`];
};

export const networkSources = (network: string): BlockableSource[] =>
  networksOf(network).map((value) => ({ kind: "network", value }));
