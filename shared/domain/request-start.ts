/**
 * The start of the endpoint's request, which the endpoint sends to UserMigration through the pool, in milliseconds since
 * 1970. Only a confidential client can call the pool, and a false time shortens the caller's own request only.
 */
export const requestStartMetadata = (began: Date): Record<string, string> => ({
  began: String(began.getTime()),
});

/** Undefined if the pool passed no start, or a text of another form. */
export const requestStartOf = (began: string | undefined): Date | undefined =>
  /^[0-9]{13}$/.test(began ?? "") ? new Date(Number(began)) : undefined;
