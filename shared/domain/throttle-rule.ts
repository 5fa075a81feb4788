/**
 * Throttle rules (OWASP ASVS 5.0, 6.3.1). Attempts are counted per key, before any costly or revealing work.
 */

export type ThrottleRule = {
  readonly name: string;
  readonly limit: number;
  readonly windowSeconds: number;
  /**
   * What happens beyond the limit. `refuse`: no more attempts in this window. `slow`: one attempt at a time,
   * after pauses that double, so that an attacker cannot lock the owner out.
   */
  readonly beyond: "refuse" | "slow";
  /**
   * What happens if attempts cannot be counted. `allow`: another limit still applies (the pool's own
   * lockout). `refuse`: there is no other limit.
   */
  readonly whenUncounted: "allow" | "refuse";
};

const LONGEST_PAUSE_SECONDS = 15 * 60;

/** The pause after attempt number `extra` beyond the limit, from 1: 2, 4, 8 seconds, up to 15 minutes. */
export const pauseSeconds = (extra: number): number => Math.min(2 ** extra, LONGEST_PAUSE_SECONDS);

export const THROTTLES = {
  signInPerIdentifierAndAddress: {
    name: "sign-in-id-ip",
    limit: 10,
    windowSeconds: 15 * 60,
    beyond: "refuse",
    whenUncounted: "allow",
  },
  /**
   * Guesses at one user from all networks. Checked before the pool, so that unknown users get the same
   * answer.
   */
  signInPerIdentifier: {
    name: "sign-in-id",
    limit: 50,
    windowSeconds: 24 * 60 * 60,
    beyond: "slow",
    whenUncounted: "allow",
  },
  /** Password spraying from one network: only failures stay counted. */
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
  /** At the trigger, for callers who bypass our endpoint: each attempt costs a query to the legacy system. */
  signUpPerIdentifier: {
    name: "sign-up-id",
    limit: 10,
    windowSeconds: 60 * 60,
    beyond: "refuse",
    whenUncounted: "refuse",
  },
  /** Mails to one user that an attacker can trigger. */
  ownerNotice: {
    name: "owner-notice",
    limit: 1,
    windowSeconds: 24 * 60 * 60,
    beyond: "refuse",
    whenUncounted: "refuse",
  },
  /** Codes sent because an unconfirmed address signs up again. */
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
  /**
   * Password reset codes. An owner who is throttled because of an attacker's requests still has the sent
   * codes, which are valid for an hour.
   */
  forgotPerIdentifier: {
    name: "forgot-id",
    limit: 3,
    windowSeconds: 60 * 60,
    beyond: "refuse",
    whenUncounted: "refuse",
  },
  /**
   * Replaces the rule above while the legacy system is unavailable, because most requests then send no code.
   */
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
  /** Guesses at a password reset code; only wrong ones stay counted. */
  resetPerIdentifier: {
    name: "reset-id",
    limit: 10,
    windowSeconds: 60 * 60,
    beyond: "slow",
    whenUncounted: "refuse",
  },
  /** For callers who bypass our endpoints; only wrong guesses stay counted. */
  migrationPerIdentifier: {
    name: "migration-id",
    limit: 50,
    windowSeconds: 24 * 60 * 60,
    beyond: "slow",
    whenUncounted: "refuse",
  },
  /**
   * Codes and links to one user. Slowed, not refused, so that an attacker's requests do not lock the owner
   * out.
   */
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
  /** Invitations sent by one user. */
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
  /** Accounts created by one user. */
  accountsPerUser: {
    name: "accounts-user",
    limit: 10,
    windowSeconds: 24 * 60 * 60,
    beyond: "refuse",
    whenUncounted: "refuse",
  },
  /** At the trigger, for every caller. Higher than the endpoints' limit. Each code allows three answers. */
  challengePerUser: {
    name: "challenge-user",
    limit: 24,
    windowSeconds: 60 * 60,
    beyond: "refuse",
    whenUncounted: "refuse",
  },
} as const satisfies Record<string, ThrottleRule>;
