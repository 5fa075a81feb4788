/**
 * The start of the endpoint's request, which the endpoint sends to UserMigration through the pool, in milliseconds since
 * 1970. Only a confidential client can call the pool, and a false time shortens the caller's own request only.
 */
export const requestStartMetadata = (began: Date, counted?: string): Record<string, string> => ({
  began: String(began.getTime()),
  ...(counted !== undefined && { counted }),
});

/**
 * The text whose keyed hash proves to UserMigration that the endpoint counted the sign-in on the rules of name and network.
 * Others who can call the pool do not have the key.
 */
export const countedSignInText = (identifier: string, began: Date): string =>
  `counted sign-in: ${began.getTime()} ${identifier}`;

/** A proof is valid for the time of a request only. */
const LONGEST_REQUEST_MS = 30_000;

export const isWithinRequest = (began: Date, now: Date): boolean =>
  Math.abs(now.getTime() - began.getTime()) <= LONGEST_REQUEST_MS;

/** Undefined if the pool passed no start, or a text of another form. */
export const requestStartOf = (began: string | undefined): Date | undefined =>
  /^[0-9]{13}$/.test(began ?? "") ? new Date(Number(began)) : undefined;
