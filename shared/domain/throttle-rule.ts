/**
 * Throttle rules (OWASP ASVS 5.0, 6.3.1). Attempts are counted per key, before any costly or revealing work. An attempt
 * that cannot be counted is refused: a caller can slow a counter down by many attempts at once.
 */

export type ThrottleRule = {
  readonly name: string;
  readonly limit: number;
  readonly windowSeconds: number;
  /**
   * What happens beyond the limit. `refuse`: no more attempts in this window. `slow`: one attempt at a time, after pauses
   * that double from 2 seconds to 15 minutes, so that an attacker cannot lock the owner out. `refill`: one attempt in
   * each part of the window, `windowSeconds / limit`. There is no new window, in which all attempts would be back at once.
   */
  readonly beyond: "refuse" | "slow" | "refill";
  /**
   * How long an attempt may be unanswered. In this time after the last counted attempt, a refusal of a `refuse` rule
   * asks to retry after a second, because successful attempts are then refunded.
   */
  readonly answeredWithinSeconds?: number;
};

const LONGEST_PAUSE_SECONDS = 15 * 60;

/** The pause of a slow rule after attempt number `extra` beyond the limit, from 1. */
export const pauseAfter = (extra: number): number => Math.min(2 ** extra, LONGEST_PAUSE_SECONDS);

/** The time in which a rule of the kind `refill` gives one attempt back. */
export const refillSeconds = ({ windowSeconds, limit }: ThrottleRule): number => windowSeconds / limit;

/** How long a refused attempt waits: until the end of the pause or window, or of the attempts that are being answered. */
export const waitOf = (
  { answeredWithinSeconds = 0 }: ThrottleRule,
  { until, countedAt }: { readonly until: number; readonly countedAt: number | undefined },
  now: number,
): number => (countedAt !== undefined && now - countedAt < answeredWithinSeconds ? 1 : until - now);

const A_DAY = { windowSeconds: 24 * 60 * 60, beyond: "refuse" } as const;

export const THROTTLES = {
  signInPerIdentifierAndAddress: {
    name: "sign-in-id-ip",
    limit: 10,
    windowSeconds: 15 * 60,
    beyond: "refuse",
  },
  /**
   * Guesses at one user from all sources that the user never signed in from. Checked before the pool, so that
   * unknown users get the same answer. Cognito locks a user, right password or not, for 2^(n-5) seconds after
   * n failures, at most 15 minutes, and forgets them after 15 more minutes without one. The limit keeps that
   * lock short, because it also stops the owner, and the 30 minutes between later guesses keep it from growing.
   */
  signInPerIdentifier: {
    name: "sign-in-id",
    limit: 10,
    windowSeconds: 5 * 60 * 60,
    beyond: "refill",
  },
  /**
   * The same counter while the legacy system is recorded as down. Half of the attempts stay for the time after the outage:
   * users who retry in it are not kept waiting then.
   */
  signInDuringOutage: {
    name: "sign-in-id",
    limit: 5,
    windowSeconds: 2.5 * 60 * 60,
    beyond: "refill",
  },
  /** Guesses at one user from one device that the user signed in from before. It may wait for the end of the pool's lock. */
  signInFromDevice: { name: "sign-in-known", limit: 10, ...A_DAY, answeredWithinSeconds: 10 },
  /**
   * The same from a network. Strangers use these attempts up, too, so a right password is waited for no longer than it
   * takes: the rest of a flood is refused at once.
   */
  signInFromNetwork: { name: "sign-in-known", limit: 10, ...A_DAY, answeredWithinSeconds: 6 },
  /** Password spraying from one network: only failures stay counted. `networkRule` raises the limit. */
  signInPerNetwork: {
    name: "sign-in-ip",
    limit: 100,
    windowSeconds: 24 * 60 * 60,
    beyond: "slow",
  },
  signUpPerAddress: {
    name: "sign-up-ip",
    limit: 60,
    windowSeconds: 60 * 60,
    beyond: "refuse",
  },
  /** At the trigger, for callers who bypass our endpoint: each attempt costs a query to the legacy system. */
  signUpPerIdentifier: {
    name: "sign-up-id",
    limit: 10,
    windowSeconds: 60 * 60,
    beyond: "refuse",
  },
  /** Mails to one user that an attacker can trigger. */
  ownerNotice: {
    name: "owner-notice",
    limit: 1,
    windowSeconds: 24 * 60 * 60,
    beyond: "refuse",
  },
  /** Codes sent because an unconfirmed address signs up again. */
  signUpAgainPerIdentifier: {
    name: "sign-up-again-id",
    limit: 3,
    windowSeconds: 60 * 60,
    beyond: "refuse",
  },
  /** Guesses at a confirmation code, and requests for another one. Slowed, so that strangers do not keep the owner out. */
  codePerIdentifier: {
    name: "code-id",
    limit: 10,
    windowSeconds: 60 * 60,
    beyond: "slow",
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
  },
  /**
   * Replaces the rule above while the legacy system is unavailable, because most requests then send no code.
   */
  forgotDuringOutage: {
    name: "forgot-outage-id",
    limit: 12,
    windowSeconds: 60 * 60,
    beyond: "refuse",
  },
  forgotPerNetwork: {
    name: "forgot-ip",
    limit: 60,
    windowSeconds: 60 * 60,
    beyond: "refuse",
  },
  /** Guesses at a password reset code; only wrong ones stay counted. */
  resetPerIdentifier: {
    name: "reset-id",
    limit: 10,
    windowSeconds: 60 * 60,
    beyond: "slow",
  },
  /** Guesses at a password reset code from one device or network that the user signed in from before. */
  resetFromKnownSource: {
    name: "reset-known",
    limit: 10,
    windowSeconds: 60 * 60,
    beyond: "refuse",
  },
  /** For callers who bypass our endpoints, whose sign-ins have their own rules; only wrong guesses and first migrations stay counted. */
  migrationPerIdentifier: {
    name: "migration-id",
    limit: 50,
    windowSeconds: 24 * 60 * 60,
    beyond: "slow",
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
  },
  /** Codes and links requested from one device or network that the user signed in from before. */
  challengeFromKnownSource: {
    name: "challenge-known",
    limit: 8,
    windowSeconds: 60 * 60,
    beyond: "refuse",
  },
  challengePerNetwork: {
    name: "challenge-ip",
    limit: 60,
    windowSeconds: 60 * 60,
    beyond: "refuse",
  },
  /** Refreshes and sign-outs with a token that the service did not issue. */
  forgedSessionPerNetwork: {
    name: "forged-session-ip",
    limit: 60,
    windowSeconds: 60 * 60,
    beyond: "refuse",
  },
  /** Sign-ins by redirect that begin: each writes a row. */
  redirectPerNetwork: { name: "redirect-ip", limit: 300, windowSeconds: 60 * 60, beyond: "refuse" },
  /** Invitations sent by one user. */
  invitationsPerInviter: { name: "invitations-user", limit: 100, ...A_DAY },
  /** Invitations of one account to one address. */
  invitationsPerAddress: { name: "invitations-address", limit: 5, ...A_DAY },
  /** Invitations of one user to one address, into all accounts: a user can create more accounts. */
  invitationsPerInviterAndAddress: { name: "invitations-user-address", limit: 5, ...A_DAY },
  /** Invitations of all users to one address, into all accounts: an attacker can have several users. */
  invitationsToAddress: { name: "invitations-to-address", limit: 10, ...A_DAY },
  /** Accounts created by one user. */
  accountsPerUser: { name: "accounts-user", limit: 10, ...A_DAY },
  /**
   * At the trigger, for every caller. Higher than what the endpoints allow to all unknown sources and three
   * known ones together. Each code allows three answers.
   */
  challengePerUser: {
    name: "challenge-user",
    limit: 48,
    windowSeconds: 60 * 60,
    beyond: "refuse",
  },
} as const satisfies Record<string, ThrottleRule>;

const LARGEST_GROWTH = 10;

/**
 * The rule of a network, whose limit grows by one for each name that counts there (known-sources.ts), to ten
 * times the limit at most.
 */
export const networkRule = (names: number): ThrottleRule => {
  const { limit } = THROTTLES.signInPerNetwork;
  return { ...THROTTLES.signInPerNetwork, limit: Math.min(limit * LARGEST_GROWTH, limit + names) };
};

/** The same in an outage of the legacy system, counted apart: its users' retries fail, and are no reason to wait later. */
export const networkRuleInOutage = (names: number): ThrottleRule => ({
  ...networkRule(names),
  name: "sign-in-outage-ip",
});
