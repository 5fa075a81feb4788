/** The users and accounts of the tests. */

import type { AccessContext } from "../../shared/domain/access.js";
import type { Account, Membership, UserProfile } from "../../shared/domain/account.js";
import type { Principal } from "../../shared/domain/token-rules.js";
import type { MemoryLegacyUser } from "../../shared/memory/legacy.js";

export const NOW = "2025-01-01T00:00:00.000Z";
/** The `sub` of the sample events. */
export const SUB = "7d3c1f0a-4b7e-4f4e-9d0b-2a6f5b1c8e21";
/** The first id that memory ports mint. */
export const FIRST_ID = "usr_00000000000000000000000000000001";
export const PASSWORD = "Correct-Horse-1!";

export const ada: MemoryLegacyUser = {
  id: "legacy-42",
  email: "ada@example.com",
  password: PASSWORD,
  fields: { name: "Ada Lovelace" },
};

export const profileOf = (change: Partial<UserProfile> = {}): UserProfile => ({
  userId: "usr_ada",
  email: "ada@example.com",
  status: "ACTIVE",
  sub: SUB,
  groups: [],
  membershipCount: 1,
  membershipVersion: 3,
  ...change,
});

/** The user of the sample notice about an attack, who has signed in before. */
export const grace = profileOf({
  userId: "usr_grace",
  email: "grace@example.com",
  sub: "0c9a2f6e-5b1d-4d3a-8f77-1e2d3c4b5a69",
});

export const accountOf = (change: Partial<Account> = {}): Account => ({
  systemAccountId: "acc-1",
  visibleAccountId: "A-1001",
  cellId: "cell-7",
  name: "Acme",
  status: "ACTIVE",
  ...change,
});

export const membershipOf = (change: Partial<Membership> = {}): Membership => ({
  userId: "usr_ada",
  systemAccountId: "acc-1",
  role: "Manager",
  status: "ACTIVE",
  ...change,
});

/** What the authorizer tells an API function of Ada in acc-1. */
export const accessOf = (change: Partial<AccessContext> = {}): AccessContext => ({
  user_id: "usr_ada",
  username: "ada",
  email: "ada@example.com",
  system_account_id: "acc-1",
  visible_account_id: "A-1001",
  cell_id: "cell-7",
  role: "Manager",
  scopes: "aws.cognito.signin.user.admin",
  credential: "token",
  sub: SUB,
  session_id: "session-1",
  key_id: "",
  ...change,
});

export const principalOf = (change: Partial<Principal> = {}): Principal => ({
  sub: SUB,
  username: SUB,
  clientId: "1example23456789abcdefghij",
  jti: "jti-1",
  sessionId: "session-1",
  authenticatedAtSeconds: Date.parse(NOW) / 1000 - 10,
  userId: "usr_ada",
  scopes: ["aws.cognito.signin.user.admin"],
  expiresAtSeconds: Date.parse(NOW) / 1000 + 900,
  ...change,
});
