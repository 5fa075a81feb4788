/** The stage's settings for the claims in tokens. */
import type { GroupRule } from "./group-rules.js";
import type { Roles } from "./role.js";

export type ClaimPolicy = {
  /**
   * If memberships cannot be read: `open` issues tokens without account claims, `closed` issues no tokens.
   */
  readonly whenUnreadable: "open" | "closed";
  readonly roles: Roles;
  readonly groupRules: readonly GroupRule[];
  /** Claims that are removed from both tokens. */
  readonly suppressed: readonly string[];
};
