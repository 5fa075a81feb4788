/** How often something may be tried (OWASP ASVS 5.0, 6.3.1). Counted per key before any costly or revealing work. */

export type ThrottleRule = {
  readonly name: string;
  readonly limit: number;
  readonly windowSeconds: number;
  /**
   * What happens when attempts cannot be counted. `allow`: something else still limits them (the
   * pool's own lockout); `refuse`: nothing else would.
   */
  readonly whenUncounted: "allow" | "refuse";
};

export const THROTTLES = {
  signInPerIdentifierAndAddress: {
    name: "sign-in-id-ip",
    limit: 10,
    windowSeconds: 15 * 60,
    whenUncounted: "allow",
  },
  /** One network that tries many people, with a password each: only failures stay counted. */
  signInPerNetwork: { name: "sign-in-ip", limit: 100, windowSeconds: 24 * 60 * 60, whenUncounted: "allow" },
  signUpPerAddress: { name: "sign-up-ip", limit: 60, windowSeconds: 60 * 60, whenUncounted: "refuse" },
  codePerIdentifier: { name: "code-id", limit: 10, windowSeconds: 60 * 60, whenUncounted: "refuse" },
  migrationPerIdentifier: {
    name: "migration-id",
    limit: 50,
    windowSeconds: 24 * 60 * 60,
    whenUncounted: "refuse",
  },
} as const satisfies Record<string, ThrottleRule>;
