/** Writes of one tenant at once, on a database that answers transaction conflicts as AWS does. */
import { afterAll, beforeEach, describe, expect, it } from "@jest/globals";
import { type DynamoDb, type ObservedCall, startDynamoDb } from "local-aws/dynamodb";
import { readStack } from "local-aws/template";
import { accountSubject, auditEvent, userSubject } from "../../shared/domain/audit/audit-event.js";
import type { Invitation } from "../../shared/domain/invitation.js";
import type { Grant } from "../../shared/domain/permission/grant.js";
import { apiKeyOf } from "../support/api-keys.js";
import { signedDocumentsOf } from "../support/dynamo-server.js";
import { dynamoStores, type Stores } from "../support/stores.js";
import { accountOf, membershipOf, NOW, profileOf } from "../support/users.js";

let calls: ObservedCall[] = [];
let front: DynamoDb | undefined;
const noTables = readStack({
  template: { Resources: {} },
  ...{ region: "us-east-1", accountId: "000000000000", stackName: "contention" },
});
const { open, close } = dynamoStores("signed", async ({ url }) => {
  front ??= await startDynamoDb({
    stack: noTables,
    endpoint: url,
    // Long enough for all the writes to be in progress at once.
    front: { delayMs: 25, conflicts: true, observe: (call) => calls.push(call) },
  });
  return signedDocumentsOf(front.url);
});
beforeEach(() => {
  calls = [];
});
afterAll(async () => {
  await front?.close();
  await close();
});

const at = new Date(NOW);
const SUBJECT = accountSubject("acc-1");
const numbers = (count: number) => Array.from({ length: count }, (_, number) => number);
const users = numbers(60).map((number) =>
  profileOf({
    userId: `usr_${number}`,
    email: `user-${number}@example.com`,
    sub: `sub-${number}`,
    membershipCount: 0,
  }),
);
const prepared = users.map((profile, number) => ({ legacyId: `legacy-${number}`, profile }));
const adminOf = (number: number) => membershipOf({ userId: `usr_${number}`, role: "Admin" });
const seed = { accounts: [accountOf()], prepared };
const conflicts = (): number =>
  calls.filter(
    ({ error }) => error === "TransactionCanceledException" || error === "TransactionConflictException",
  ).length;

const grantOf = (number: number): Grant => ({
  ...{ systemAccountId: "acc-1", resource: `invoice/${number}`, actions: ["read"] },
  grantee: number % 2 === 0 ? "role:Viewer" : `team:team_${number}`,
  ...{ grantedBy: `usr_${number}`, grantedAt: NOW },
});
const granted = (number: number) =>
  auditEvent("permission.granted", { subject: SUBJECT, key: `request-${number}`, at });
const grant = ({ permissions }: Stores, number: number, by: number) =>
  permissions.grant(grantOf(number), adminOf(by), granted(number));
const rename = ({ accounts }: Stores, number: number) =>
  accounts.rename(
    { systemAccountId: "acc-1", name: `Name ${number}`, by: adminOf(number) },
    auditEvent("account.renamed", { subject: SUBJECT, key: `rename-${number}`, at }),
  );

describe("fifty parallel actions of one tenant", () => {
  it("by different Admins do not conflict, and each is recorded", async () => {
    const stores = await open({ ...seed, memberships: numbers(50).map(adminOf) });
    const outcomes = await Promise.all(numbers(50).map((number) => grant(stores, number, number)));

    expect(new Set(outcomes)).toEqual(new Set(["granted"]));
    expect(conflicts()).toBe(0);
    expect(await stores.recorded(SUBJECT)).toHaveLength(50);
  });

  it("that conflict, by one Admin and on the account itself, all succeed", async () => {
    const stores = await open({ ...seed, memberships: numbers(50).map(adminOf) });
    const grants = numbers(45).map((number) => grant(stores, number, 0));
    const renames = numbers(5).map((number) => rename(stores, 45 + number));
    const outcomes = await Promise.all([...grants, ...renames]);

    expect(outcomes).toEqual([...grants.map(() => "granted"), ...renames.map(() => "changed")]);
    expect(conflicts()).toBeGreaterThan(0);
    expect(await stores.recorded(SUBJECT)).toHaveLength(50);
  });
});

const invitationOf = (number: number): Invitation => ({
  ...{ invitationId: `inv-${number}`, email: `user-${number}@example.com`, systemAccountId: "acc-1" },
  ...{ role: "Viewer", invitedBy: "usr_grace", status: "PENDING" },
  expiresAtSeconds: Date.parse(NOW) / 1000 + 3600,
});
const invited = (number: number) =>
  auditEvent("membership.invited", { subject: `pseudonym:${number}`, key: `inv-${number}`, at });
const joined = (type: "membership.accepted" | "membership.migrated", number: number) =>
  auditEvent(type, { subject: userSubject(`usr_${number}`), key: `inv-${number}`, at });

describe("sixty users in parallel", () => {
  const members = async ({ accounts }: Stores) =>
    (await accounts.members("acc-1", { limit: 100 })).items.map(({ userId }) => userId).sort();
  const everyone = users.map(({ userId }) => userId).sort();

  it("are invited into one account, and join it, without a conflict", async () => {
    const stores = await open(seed);
    const { invitations } = stores;
    const made = numbers(60).map((number) =>
      invitations.create(
        invitationOf(number),
        { tokenHash: `hash-${number}`, by: undefined },
        invited(number),
      ),
    );
    expect(new Set(await Promise.all(made))).toEqual(new Set(["created"]));
    const accepted = numbers(60).map((number) =>
      invitations.accept(
        invitationOf(number),
        { userId: `usr_${number}`, by: undefined },
        joined("membership.accepted", number),
      ),
    );

    expect(new Set(await Promise.all(accepted))).toEqual(new Set(["accepted"]));
    expect(conflicts()).toBe(0);
    expect(await members(stores)).toEqual(everyone);
  });

  it("join the account that their legacy records name, without a conflict", async () => {
    const stores = await open(seed);
    const joins = numbers(60).map((number) =>
      stores.entitlements.join(
        { userId: `usr_${number}`, systemAccountId: "acc-1", role: "Viewer" },
        joined("membership.migrated", number),
      ),
    );

    expect(new Set(await Promise.all(joins))).toEqual(new Set(["joined"]));
    expect(conflicts()).toBe(0);
    expect(await members(stores)).toEqual(everyone);
  });

  it("choose the account, and have their roles changed, without a conflict", async () => {
    const memberships = users.map(({ userId }) => membershipOf({ userId, role: "Viewer" }));
    const { accounts } = await open({ ...seed, memberships });
    const event = (type: "account.switched" | "membership.role_changed", userId: string) =>
      auditEvent(type, { subject: userSubject(userId), key: userId, at });
    const chosen = users.map(({ userId }) =>
      accounts.activate({ userId, systemAccountId: "acc-1" }, event("account.switched", userId)),
    );
    expect(new Set(await Promise.all(chosen))).toEqual(new Set(["activated"]));
    const changed = memberships.map((before) =>
      accounts.changeMembers(
        [{ before, after: { ...before, role: "Manager" as const } }],
        undefined,
        event("membership.role_changed", before.userId),
      ),
    );

    expect(new Set(await Promise.all(changed))).toEqual(new Set(["changed"]));
    expect(conflicts()).toBe(0);
  });

  it("get keys of one account without a conflict", async () => {
    const { apiKeys } = await open(seed);
    const issued = numbers(60).map((number) => {
      const keyId = `key${number}`.padEnd(16, "x");
      const event = auditEvent("apikey.issued", { subject: `apikey:${keyId}`, key: keyId, at });
      return apiKeys.issue(apiKeyOf({ keyId }), event);
    });

    expect(new Set(await Promise.all(issued))).toEqual(new Set(["issued"]));
    expect(conflicts()).toBe(0);
  });
});
