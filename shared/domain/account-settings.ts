/** The stage's settings for new accounts, and the syntax of account names and ids. */

export type AccountSettings = {
  /** Who can create accounts: every user, or operators only. */
  readonly creation: "open" | "operators";
  /** The cell of a new account if none is specified. */
  readonly defaultCell: string;
};

const MAX_NAME_LENGTH = 100;

/**
 * The stored form of a name: trimmed and composed (NFC). Undefined if the name is empty, too long or has
 * several lines.
 */
export const accountName = (typed: string): string | undefined => {
  const name = typed.trim().normalize("NFC");
  const fits = name.length > 0 && name.length <= MAX_NAME_LENGTH;
  return fits && name.isWellFormed() && !/[\p{Cc}\u2028\u2029]/u.test(name) ? name : undefined;
};

/** Ids that users see and type, such as `NW-1001`. */
export const isVisibleAccountId = (id: string): boolean => /^[A-Za-z0-9][A-Za-z0-9-]{2,31}$/.test(id);

/** A cell is a part of the deployment. The stage defines where it is. */
export const isCellId = (id: string): boolean => /^[a-z0-9][a-z0-9-]{0,31}$/.test(id);
