/** An account with an Admin (Grace), a Manager (Linus) and a Viewer (Ada), in memory. */

import type { UserActor } from "../../../../shared/domain/actor.js";
import { callerFrom } from "../../../../shared/domain/caller.js";
import type { Grant } from "../../../../shared/domain/permission/grant.js";
import { parseTypeRules } from "../../../../shared/domain/permission/type-rules.js";
import { DEFAULT_ROLES } from "../../../../shared/domain/role.js";
import { type MemorySeed, memoryPorts } from "../../../../shared/memory/ports.js";
import { accountOf, membershipOf, NOW, profileOf } from "../../../support/users.js";

export const INVOICE = "invoice/2025-1";
export const NOW_SECONDS = Date.parse(NOW) / 1000;

const users: MemorySeed = {
  now: NOW,
  profiles: ["usr_ada", "usr_grace", "usr_linus"].map((userId) =>
    profileOf({ userId, sub: `sub-${userId}`, email: `${userId}@example.com` }),
  ),
  accounts: [accountOf(), accountOf({ systemAccountId: "acc-2", visibleAccountId: "A-1002" })],
  memberships: [
    membershipOf({ role: "Viewer" }),
    membershipOf({ userId: "usr_grace", role: "Admin" }),
    membershipOf({ userId: "usr_linus", role: "Manager" }),
    membershipOf({ userId: "usr_grace", systemAccountId: "acc-2", role: "Admin" }),
  ],
};

const TYPES = '{"invoice":{"actions":["approve"],"department":["read"],"project":["write"]}}';

export const worldOf = (seed: MemorySeed = {}) => ({
  ...memoryPorts({ ...users, ...seed }),
  permissionRules: parseTypeRules(TYPES, DEFAULT_ROLES),
});
export type World = ReturnType<typeof worldOf>;

let requests = 0;
export const actorOf = (userId: string, change: Partial<UserActor> = {}): UserActor => {
  requests += 1;
  return {
    credential: "token",
    ...{ userId, sub: `sub-${userId}`, sessionId: "session-1", username: userId, email: "" },
    ...{ systemAccountId: "acc-1", visibleAccountId: "A-1001", cellId: "cell-7", role: "Viewer" },
    scopes: ["aws.cognito.signin.user.admin"],
    caller: callerFrom({ requestId: `request-${requests}`, sourceIp: "203.0.113.10" }),
    route: "PUT /api/accounts/{account_id}/grants",
    ...change,
  };
};

export const inputOf = (change: Partial<Grant> = {}) => ({
  resource: INVOICE,
  grantee: "user:usr_ada",
  actions: ["write"],
  ...change,
});

/** `done`, or the code of what was thrown. */
export const outcomeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "done",
    (error: { code: string }) => error.code,
  );
