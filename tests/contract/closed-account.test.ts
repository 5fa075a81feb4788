/** Writes that begin before their account is closed, and land afterwards: none of them gives access. */
import { EventEmitter, once } from "node:events";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Documents } from "../../shared/adapters/dynamo/documents.js";
import { judgeStanding } from "../../shared/domain/account.js";
import {
  type AuditEventType,
  accountSubject,
  apiKeySubject,
  auditEvent,
  userSubject,
} from "../../shared/domain/audit/audit-event.js";
import { callerFrom } from "../../shared/domain/caller.js";
import type { Invitation } from "../../shared/domain/invitation.js";
import { authenticateApiKey } from "../../shared/flows/authorizer/authenticate-api-key.js";
import { explainPermissions } from "../../shared/flows/permission/check-permission.js";
import { issueClaims } from "../../shared/flows/sign-in/issue-claims.js";
import { memoryPorts } from "../../shared/memory/ports.js";
import { apiKeyOf, KEY_TEXT } from "../support/api-keys.js";
import { signedDocumentsOf } from "../support/dynamo-server.js";
import { dynamoStores, type Stores } from "../support/stores.js";
import { PLAIN_CLAIMS } from "../support/triggers.js";
import { accountOf, membershipOf, NOW, profileOf } from "../support/users.js";

/** Holds the transactions that arrive until they are released. */
const held = { holding: false, count: 0, signals: new EventEmitter() };
const holding = (documents: Documents): Documents => ({
  ...documents,
  transact: async (items) => {
    if (held.holding) {
      held.count += 1;
      held.signals.emit("arrived");
      await once(held.signals, "released");
    }
    return documents.transact(items);
  },
});
const { open, close } = dynamoStores("signed", ({ url }) => holding(signedDocumentsOf(url)));
afterAll(close);

const at = new Date(NOW);
const event = (type: AuditEventType, subject: string, key = "1") => auditEvent(type, { subject, key, at });
const admin = membershipOf({ userId: "usr_ada", role: "Admin" });
const viewer = membershipOf({ userId: "usr_vera", role: "Viewer" });
const prepared = ["usr_ada", "usr_vera", "usr_invited", "usr_legacy"].map((userId) => ({
  legacyId: `legacy-${userId}`,
  profile: profileOf({ userId, email: `${userId}@example.com`, sub: undefined }),
}));
const invitationOf = (invitationId: string, email: string): Invitation => ({
  ...{ invitationId, email, systemAccountId: "acc-1", role: "Admin", invitedBy: "usr_ada" },
  ...{ status: "PENDING", expiresAtSeconds: at.getTime() / 1000 + 3600 },
});
const early = invitationOf("inv-1", "usr_invited@example.com");
const late = invitationOf("inv-2", "usr_late@example.com");
const grant = {
  ...{ systemAccountId: "acc-1", resource: "invoice/1", grantee: "user:usr_vera", actions: ["write"] },
  ...{ grantedBy: "usr_ada", grantedAt: NOW },
};
const key = apiKeyOf();
const caller = callerFrom({ requestId: "request-1", sourceIp: "203.0.113.10" });

/** Begins each write, closes the account, and lets the writes land. Returns their outcomes. */
const writesDuringClose = async (stores: Stores): Promise<readonly string[]> => {
  const { accounts, apiKeys, entitlements, invitations, permissions } = stores;
  const joined = event("membership.migrated", userSubject("usr_legacy"));
  await invitations.create(
    early,
    { tokenHash: "hash-1", by: undefined },
    event("membership.invited", "pseudonym:1"),
  );
  held.holding = true;
  const writes = [
    invitations.accept(
      early,
      { userId: "usr_invited", by: undefined },
      event("membership.accepted", userSubject("usr_invited")),
    ),
    invitations.create(
      late,
      { tokenHash: "hash-2", by: undefined },
      event("membership.invited", "pseudonym:2"),
    ),
    entitlements.join({ userId: "usr_legacy", systemAccountId: "acc-1", role: "Admin" }, joined),
    permissions.grant(grant, admin, event("permission.granted", accountSubject("acc-1"))),
    apiKeys.issue(key, event("apikey.issued", apiKeySubject(key.keyId))),
    accounts.activate(viewer, event("account.switched", userSubject("usr_vera"))),
    accounts.changeMembers(
      [{ before: viewer, after: { ...viewer, role: "Manager" } }],
      admin,
      event("membership.role_changed", userSubject("usr_vera"), "2"),
    ),
  ];
  while (held.count < writes.length) await once(held.signals, "arrived");
  held.holding = false;
  const closing = { systemAccountId: "acc-1", from: ["ACTIVE"], to: "CLOSED", by: undefined } as const;
  await accounts.changeStatus(closing, event("account.closed", accountSubject("acc-1")));
  held.signals.emit("released");
  return Promise.all(writes);
};

describe("writes that arrive after their account was closed", () => {
  let stores: Stores;
  let outcomes: readonly string[];
  beforeAll(async () => {
    stores = await open({ accounts: [accountOf()], memberships: [admin, viewer], prepared });
    outcomes = await writesDuringClose(stores);
  });
  const deps = { ...memoryPorts({ now: NOW }), claimPolicy: PLAIN_CLAIMS };

  it("are stored", () => {
    expect(outcomes).toEqual(["accepted", "created", "joined", "granted", "issued", "activated", "changed"]);
  });

  it.each(["usr_invited", "usr_legacy", "usr_vera", "usr_ada"])("give %s no access", async (userId) => {
    const { standing } = await stores.access.read({ userId, systemAccountId: "acc-1" });

    expect(standing.membership?.status).toBe("ACTIVE");
    expect(judgeStanding(standing)).toEqual({ kind: "refused", reason: "account_inactive" });
  });

  it.each(["usr_invited", "usr_vera"])("give %s tokens without the account", async (userId) => {
    const user = { userId, sub: "sub", email: `${userId}@example.com`, emailVerified: true, attributes: {} };
    const { claims } = await issueClaims(
      { ...deps, directory: stores.directory },
      { user, scopes: [], clientId: "" },
    );

    expect(claims).toMatchObject({ user_id: userId });
    expect(claims).not.toHaveProperty("system_account_id");
    expect(claims).not.toHaveProperty("role");
  });

  it("give no permission", async () => {
    const wanted = [{ resource: "invoice/1", action: "write" }];
    const member = { userId: "usr_vera", systemAccountId: "acc-1" };
    const { explanations } = await explainPermissions(
      { ...deps, permissions: stores.permissions },
      member,
      wanted,
    );

    expect((await stores.permissions.grantsOn("acc-1", "invoice/1", { limit: 9 })).items).toEqual([grant]);
    expect(explanations.map(({ decision }) => decision)).toEqual([
      { allowed: false, reason: "account_inactive" },
    ]);
  });

  it("make a key that is denied, and an invitation that cannot be accepted", async () => {
    const { apiKeys, directory, invitations } = stores;

    expect(await authenticateApiKey({ ...deps, apiKeys, directory }, KEY_TEXT, async () => caller)).toEqual({
      kind: "denied",
      reason: "account_inactive",
    });
    expect(
      await invitations.accept(
        late,
        { userId: "usr_legacy", by: undefined },
        event("membership.accepted", userSubject("usr_legacy"), "2"),
      ),
    ).toBe("refused");
  });
});
