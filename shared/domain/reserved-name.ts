/** Names that no user can have: `.invalid` is never registered (RFC 2606 section 2). */

const RESERVED_DOMAIN = "@unknown.invalid";

export const reservedName = (id: string): string => `${id}${RESERVED_DOMAIN}`;

/** Takes a normalised name. */
export const isReservedName = (name: string): boolean => name.endsWith(RESERVED_DOMAIN);
