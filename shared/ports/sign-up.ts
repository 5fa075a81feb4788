/** What a sign-up is checked against, besides the stage's own rules. */

/** Domains that give away addresses for minutes: nobody is reachable there tomorrow. */
export interface DisposableDomains {
  /** True for a domain of the list and for what is below it; in any casing, in Unicode or as IDNA. */
  includes(domain: string): boolean;
}

/** Tells people from machines, where a stage asks for that. */
export interface Captcha {
  /**
   * Whether the token is one that a person was given. `attempt` (a UUID) is the same for repeated
   * deliveries of one attempt, since a token counts once. Never rejects; `unavailable` when it
   * cannot be known. Where the stage asks nobody, everything has `passed`.
   */
  verify(token: string | undefined, attempt: string): Promise<"passed" | "refused" | "unavailable">;
}
