/** Lists hold what counts. What ended is outside them, and DynamoDB deletes it some time later. */

import { type DynamoDBDocumentClient, ScanCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, describe, expect, it } from "@jest/globals";
import type { AuditEventType } from "../../shared/domain/audit/audit-event.js";
import { auditEvent } from "../../shared/domain/audit/audit-event.js";
import type { Invitation } from "../../shared/domain/invitation.js";
import { apiKeyOf } from "../support/api-keys.js";
import { signedDocumentsOf } from "../support/dynamo-server.js";
import { notedDocuments } from "../support/noted-documents.js";
import { dynamoStores, memoryStores, type StoreKind, type Stores } from "../support/stores.js";
import { accountOf, membershipOf, NOW, profileOf } from "../support/users.js";

const at = new Date(NOW);
const start = at.getTime() / 1000;
const KEPT = 30 * 24 * 60 * 60;
const number = (index: number) => String(index).padStart(3, "0");
const event = (type: AuditEventType, key: string) => auditEvent(type, { subject: "pseudonym:a", key, at });
const admin = membershipOf({ userId: "usr_grace", role: "Admin" });
const users = ["ada", "grace"].map((name) => ({
  legacyId: `legacy-${name}`,
  profile: profileOf({ userId: `usr_${name}`, sub: undefined }),
}));
const seed = { accounts: [accountOf()], memberships: [admin, membershipOf()], prepared: users };

const invitationOf = (index: number): Invitation => ({
  ...{ invitationId: `inv-${number(index)}`, email: `p${number(index)}@example.com` },
  ...{ systemAccountId: "acc-1", role: "Viewer", invitedBy: "ops", byOperator: true, invitedAt: NOW },
  ...{ status: "PENDING", expiresAtSeconds: start + 3600 },
});
const invite = async ({ invitations }: Stores, invitation: Invitation) => {
  const { invitationId } = invitation;
  const proof = { tokenHash: `hash-${invitationId}`, by: undefined };
  expect(await invitations.create(invitation, proof, event("membership.invited", invitationId))).toBe(
    "created",
  );
};
const revoke = ({ invitations }: Stores, invitation: Invitation) =>
  invitations.revoke(invitation, event("membership.invitation_revoked", invitation.invitationId));
const keyOf = (index: number) => apiKeyOf({ keyId: `KeyOfNightly0${number(index)}`, issuedAtSeconds: start });

/** Fills the account with what ended, and one of each that counts, which sorts last. */
const withHistory = async (stores: Stores, ended: number) => {
  const { apiKeys, permissions, teams } = stores;
  for (let index = 0; index < ended; index += 1) {
    await invite(stores, invitationOf(index));
    expect(await revoke(stores, invitationOf(index))).toBe("revoked");
    await apiKeys.issue(keyOf(index), event("apikey.issued", `key ${index}`));
    expect(await apiKeys.revoke(keyOf(index), event("apikey.revoked", `key ${index}`))).toBe("revoked");
    await permissions.grant(grantOf(index, start - 1), admin, event("permission.granted", `grant ${index}`));
  }
  await invite(stores, invitationOf(999));
  await apiKeys.issue(keyOf(999), event("apikey.issued", "key 999"));
  await permissions.grant(grantOf(999), admin, event("permission.granted", "grant 999"));
  return { ...stores, teams };
};
const grantOf = (index: number, expiresAtSeconds?: number) => ({
  ...{ systemAccountId: "acc-1", resource: "invoice/1", grantee: `user:usr_${number(index)}` },
  ...{ actions: ["read"], grantedBy: "usr_grace", grantedAt: NOW, expiresAtSeconds },
});
const PAGE = { limit: 10 };

describe.each<StoreKind>([memoryStores(), dynamoStores()])("in $name", ({ open, close }) => {
  afterAll(close);

  it("one page has what counts behind a hundred that ended", async () => {
    const { apiKeys, invitations, permissions } = await withHistory(await open(seed), 100);
    const one = (item: object) => ({ items: [expect.objectContaining(item)], next: undefined });
    expect(await invitations.ofAccount("acc-1", PAGE)).toEqual(one({ invitationId: "inv-999" }));
    expect(await apiKeys.list("acc-1", PAGE)).toEqual(one({ keyId: keyOf(999).keyId }));
    expect(await permissions.grantsOn("acc-1", "invoice/1", PAGE)).toEqual(one({ grantee: "user:usr_999" }));
    expect((await permissions.grantsTo("acc-1", "user:usr_000", PAGE)).items).toEqual([]);
  });

  it("a repeated act still gets its answer", async () => {
    const stores = await open(seed);
    await withHistory(stores, 1);
    expect(await stores.invitations.byId("acc-1", "inv-000")).toMatchObject({ status: "REVOKED" });
    expect(await stores.invitations.byTokenHash("hash-inv-000")).toMatchObject({ status: "REVOKED" });
    expect(await stores.apiKeys.revoke(keyOf(0), event("apikey.revoked", "again"))).toBe("was_revoked");
  });

  it("a page of a team has its members, and none who left the account", async () => {
    const crowd = Array.from({ length: 30 }, (_, index) => `usr_${number(index)}`);
    const memberships = crowd.map((userId) => membershipOf({ userId }));
    const prepared = crowd.map((userId) => ({
      legacyId: `legacy-${userId}`,
      profile: profileOf({ userId, sub: undefined }),
    }));
    const stores = await open({
      ...seed,
      memberships: [admin, ...memberships],
      prepared: [...users, ...prepared],
    });
    const team = { teamId: "team_1", systemAccountId: "acc-1", name: "Night shift" };
    await stores.teams.create(team, admin, event("team.created", "team_1"));
    for (const userId of crowd)
      expect(await stores.teams.addMember(team, userId, admin, event("team.member_added", userId))).toBe(
        "added",
      );
    for (const before of memberships.slice(0, -1)) {
      const change = { before, after: { ...before, status: "REMOVED" as const } };
      const removed = event("membership.removed", before.userId);
      expect(await stores.accounts.changeMembers([change], admin, removed)).toBe("changed");
    }
    expect(await stores.teams.members("acc-1", "team_1", PAGE)).toEqual({
      items: ["usr_029"],
      next: undefined,
    });
  });
});

describe("the rows in DynamoDB", () => {
  let calls: string[] = [];
  let client: DynamoDBDocumentClient | undefined;
  let opened = 0;
  const kind = dynamoStores("signed", (server) => {
    const noted = notedDocuments(signedDocumentsOf(server.url));
    ({ calls } = noted);
    ({ client } = server);
    opened += 1;
    return noted.documents;
  });
  afterAll(kind.close);

  it("of what ended have a time at which they are deleted, and all others have none", async () => {
    const stores = await withHistory(await kind.open(seed), 1);
    await stores.apiKeys.rotate(
      {
        key: keyOf(999),
        next: { digest: "next", issuedBy: "usr_grace" },
        previousUntilSeconds: start,
        ...{ earlier: [], expiresAtSeconds: start + 7_000_000 },
      },
      event("apikey.rotated", "key 999"),
    );
    const { Items = [] } = (await client?.send(new ScanCommand({ TableName: `directory-${opened}` }))) ?? {};
    const kept = Items.map(({ pk, sk, kept_until }) => [`${pk} / ${sk}`, kept_until] as const)
      .filter(([key]) => /inv|INV|APIKEY|GRANT|MEMBER|PROFILE|META/.test(key))
      .sort(([one], [other]) => (one < other ? -1 : 1));
    const grant = (index: number) => [
      `ACCOUNT#acc-1#GRANTEE#${encodeURIComponent(`user:usr_${number(index)}`)} / GRANT#invoice/1`,
      `ACCOUNT#acc-1#RESOURCE#invoice/1 / GRANT#user:usr_${number(index)}`,
    ];
    const invitation = (index: number) => [
      `ACCOUNT#acc-1 / INVITATION#inv-${number(index)}`,
      `INVITED#p${number(index)}@example.com / ACCOUNT#acc-1`,
    ];
    const key = (index: number) => [
      `ACCOUNT#acc-1 / APIKEY#${keyOf(index).keyId}`,
      `APIKEY#${keyOf(index).keyId} / KEY`,
    ];
    const token = (index: number) => [`INVITATION#hash-inv-${number(index)} / TOKEN`];
    const until = (keys: readonly string[], time: number | undefined) => keys.map((each) => [each, time]);
    expect(kept).toEqual(
      [
        ...until([...invitation(0), ...key(0)], start + KEPT),
        ...until([...invitation(999), ...token(0), ...token(999)], start + 3600 + KEPT),
        ...until(key(999), start + 7_000_000 + KEPT),
        ...until(grant(0), start - 1 + KEPT),
        ...until(grant(999), undefined),
        ...until(["USER#usr_ada / PROFILE", "USER#usr_grace / PROFILE"], undefined),
        ...until(["USER#usr_ada / MEMBER#acc-1", "USER#usr_grace / MEMBER#acc-1"], undefined),
        ...until(["ACCOUNT#acc-1 / MEMBER#usr_ada", "ACCOUNT#acc-1 / MEMBER#usr_grace"], undefined),
        ...until(["ACCOUNT#acc-1 / META"], undefined),
      ].sort(([one], [other]) => (String(one) < String(other) ? -1 : 1)),
    );
  });

  it("are read in a few calls, also behind a hundred that ended", async () => {
    const { apiKeys, invitations, permissions } = await withHistory(await kind.open(seed), 100);
    const callsOf = async (work: () => Promise<unknown>) => {
      calls.length = 0;
      await work();
      return calls.length;
    };
    expect(await callsOf(() => invitations.ofAccount("acc-1", PAGE))).toBeLessThanOrEqual(3);
    expect(await callsOf(() => apiKeys.list("acc-1", PAGE))).toBeLessThanOrEqual(3);
    expect(await callsOf(() => permissions.grantsOn("acc-1", "invoice/1", PAGE))).toBeLessThanOrEqual(2);
  });
});
