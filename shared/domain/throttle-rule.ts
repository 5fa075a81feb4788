/** How often something may be tried (OWASP ASVS 5.0, 6.3.1). Counted per key before any costly or revealing work. */

export type ThrottleRule = {
  readonly name: string;
  readonly limit: number;
  readonly windowSeconds: number;
  /**
   * What happens when the limit is used up. `refuse`: nothing more in this window. `slow`: one at a
   * time, after pauses that double, because a guesser must not be able to lock the owner out.
   */
  readonly beyond: "refuse" | "slow";
  /**
   * What happens when attempts cannot be counted. `allow`: something else still limits them (the
   * pool's own lockout); `refuse`: nothing else would.
   */
  readonly whenUncounted: "allow" | "refuse";
};

const LONGEST_PAUSE_SECONDS = 15 * 60;

/** The pause after the `extra`th attempt beyond the limit, which is the 1st, 2nd, …: 2, 4, 8 seconds, up to 15 minutes. */
export const pauseSeconds = (extra: number): number => Math.min(2 ** extra, LONGEST_PAUSE_SECONDS);

export const THROTTLES = {
  signInPerIdentifierAndAddress: {
    name: "sign-in-id-ip",
    limit: 10,
    windowSeconds: 15 * 60,
    beyond: "refuse",
    whenUncounted: "allow",
  },
  /** Guesses at one person from everywhere; looked at before the pool, so it is the same for unknown people. */
  signInPerIdentifier: {
    name: "sign-in-id",
    limit: 50,
    windowSeconds: 24 * 60 * 60,
    beyond: "slow",
    whenUncounted: "allow",
  },
  /** One network that tries many people, with a password each: only failures stay counted. */
  signInPerNetwork: {
    name: "sign-in-ip",
    limit: 100,
    windowSeconds: 24 * 60 * 60,
    beyond: "refuse",
    whenUncounted: "allow",
  },
  signUpPerAddress: {
    name: "sign-up-ip",
    limit: 60,
    windowSeconds: 60 * 60,
    beyond: "refuse",
    whenUncounted: "refuse",
  },
  /** At the trigger, for whoever comes past our endpoint: each attempt is a question to the legacy system. */
  signUpPerIdentifier: {
    name: "sign-up-id",
    limit: 10,
    windowSeconds: 60 * 60,
    beyond: "refuse",
    whenUncounted: "refuse",
  },
  /** Mails that a stranger can make us send to one person. */
  ownerNotice: {
    name: "owner-notice",
    limit: 1,
    windowSeconds: 24 * 60 * 60,
    beyond: "refuse",
    whenUncounted: "refuse",
  },
  /** Codes that go out because somebody signs up with an address that waits for one already. */
  signUpAgainPerIdentifier: {
    name: "sign-up-again-id",
    limit: 3,
    windowSeconds: 60 * 60,
    beyond: "refuse",
    whenUncounted: "refuse",
  },
  codePerIdentifier: {
    name: "code-id",
    limit: 10,
    windowSeconds: 60 * 60,
    beyond: "refuse",
    whenUncounted: "refuse",
  },
  /** Codes for a new password. Who is kept out by strangers that ask has their codes in the inbox, good for an hour. */
  forgotPerIdentifier: {
    name: "forgot-id",
    limit: 3,
    windowSeconds: 60 * 60,
    beyond: "refuse",
    whenUncounted: "refuse",
  },
  /** In place of the rule above while the legacy system is down: most of these bring nobody a code. */
  forgotDuringOutage: {
    name: "forgot-outage-id",
    limit: 12,
    windowSeconds: 60 * 60,
    beyond: "refuse",
    whenUncounted: "refuse",
  },
  forgotPerNetwork: {
    name: "forgot-ip",
    limit: 60,
    windowSeconds: 60 * 60,
    beyond: "refuse",
    whenUncounted: "refuse",
  },
  /** Guesses at such a code; only wrong ones stay counted. */
  resetPerIdentifier: {
    name: "reset-id",
    limit: 10,
    windowSeconds: 60 * 60,
    beyond: "slow",
    whenUncounted: "refuse",
  },
  /** For whoever comes to the pool past our endpoints; only wrong guesses stay counted. */
  migrationPerIdentifier: {
    name: "migration-id",
    limit: 50,
    windowSeconds: 24 * 60 * 60,
    beyond: "slow",
    whenUncounted: "refuse",
  },
  /** Codes and links to one person. Slowed, not refused: a stranger who asks must not keep the owner out. */
  challengePerIdentifier: {
    name: "challenge-id",
    limit: 8,
    windowSeconds: 60 * 60,
    beyond: "slow",
    whenUncounted: "refuse",
  },
  challengePerNetwork: {
    name: "challenge-ip",
    limit: 60,
    windowSeconds: 60 * 60,
    beyond: "refuse",
    whenUncounted: "refuse",
  },
  /** Invitations that one user sends. */
  invitationsPerInviter: {
    name: "invitations-user",
    limit: 100,
    windowSeconds: 24 * 60 * 60,
    beyond: "refuse",
    whenUncounted: "refuse",
  },
  /** Invitations of one account to one address. */
  invitationsPerAddress: {
    name: "invitations-address",
    limit: 5,
    windowSeconds: 24 * 60 * 60,
    beyond: "refuse",
    whenUncounted: "refuse",
  },
  /** Accounts that one user makes. */
  accountsPerUser: {
    name: "accounts-user",
    limit: 10,
    windowSeconds: 24 * 60 * 60,
    beyond: "refuse",
    whenUncounted: "refuse",
  },
  /** At the trigger, whoever the caller is; more than the endpoints let through. Three answers to each code. */
  challengePerUser: {
    name: "challenge-user",
    limit: 24,
    windowSeconds: 60 * 60,
    beyond: "refuse",
    whenUncounted: "refuse",
  },
} as const satisfies Record<string, ThrottleRule>;
