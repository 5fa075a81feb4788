/** The stage's settings for new accounts, and the syntax of the ids that users see. */

export type AccountSettings = {
  /** Who can create accounts: every user, or operators only. */
  readonly creation: "open" | "operators";
  /** The cell of a new account if none is specified. */
  readonly defaultCell: string;
};

/** Ids that users see and type, such as `NW-1001`. */
export const isVisibleAccountId = (id: string): boolean => /^[A-Za-z0-9][A-Za-z0-9-]{2,31}$/.test(id);

/** A cell is a part of the deployment. The stage defines where it is. */
export const isCellId = (id: string): boolean => /^[a-z0-9][a-z0-9-]{0,31}$/.test(id);
