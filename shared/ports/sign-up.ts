/** External checks of a sign-up, besides the stage's own rules. */

/** Domains that offer disposable addresses: their users cannot be reached later. */
export interface DisposableDomains {
  /** True for a listed domain and its subdomains; in any casing, in Unicode or as IDNA. */
  includes(domain: string): boolean;
}

/** Captcha check, where the stage configures one. */
export interface Captcha {
  /**
   * Whether the captcha token is valid. `attempt` (a UUID) is the same for repeated deliveries of one
   * attempt, because a token is single-use. Never rejects: returns `unavailable` if the token cannot be
   * checked. Returns `passed` if the stage has no captcha.
   */
  verify(token: string | undefined, attempt: string): Promise<"passed" | "refused" | "unavailable">;
}
