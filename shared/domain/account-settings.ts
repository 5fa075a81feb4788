/** What a stage says about new accounts, and what one can be called. */

export type AccountSettings = {
  /** Who makes accounts: every user, or operators alone. */
  readonly creation: "open" | "operators";
  /** The cell of an account for which nobody chose another one. */
  readonly defaultCell: string;
};

const MAX_NAME_LENGTH = 100;

/** A name as it is kept: trimmed and composed (NFC). Undefined for what is none: empty, too long, or more than one line. */
export const accountName = (typed: string): string | undefined => {
  const name = typed.trim().normalize("NFC");
  const fits = name.length > 0 && name.length <= MAX_NAME_LENGTH;
  return fits && name.isWellFormed() && !/[\p{Cc}\u2028\u2029]/u.test(name) ? name : undefined;
};

/** Ids that people see and type, like `NW-1001`. */
export const isVisibleAccountId = (id: string): boolean => /^[A-Za-z0-9][A-Za-z0-9-]{2,31}$/.test(id);

/** A cell is a part of the deployment; where it is, the stage knows. */
export const isCellId = (id: string): boolean => /^[a-z0-9][a-z0-9-]{0,31}$/.test(id);
