/**
 * The start of the endpoint's request, which the endpoint sends through the pool. Only a confidential client can call the
 * pool, and a false time shortens the caller's own request only.
 */
export const requestStart = (text: string | undefined): Date | undefined =>
  /^[0-9]{13}$/.test(text ?? "") ? new Date(Number(text)) : undefined;
