/**
 * The token of an `Authorization: Bearer` header (RFC 6750 section 2.1). Two values in one header, or
 * a list, is a smuggling attempt: exactly one scheme and one token count. Undefined for anything else.
 */
export const bearerToken = (header: string | undefined): string | undefined =>
  /^Bearer ([^\s,]+)$/i.exec(header ?? "")?.[1];
