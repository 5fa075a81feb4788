/** The stage's settings for the claims in tokens. */
import type { GroupRule } from "./group-rules.js";
import type { Roles } from "./role.js";

export type ClaimPolicy = {
  /** When memberships cannot be read: `open`, tokens without account claims; `closed`, no tokens. */
  readonly whenUnreadable: "open" | "closed";
  readonly roles: Roles;
  readonly groupRules: readonly GroupRule[];
  /** Claims that neither token carries. */
  readonly suppressed: readonly string[];
};
