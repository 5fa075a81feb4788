/** Many invitations to one address: ended ones hide none, and one sign-in accepts a bounded number. */
import { afterAll, describe, expect, it } from "@jest/globals";
import { postAuthentication } from "../../handlers/triggers/post-authentication.js";
import { auditEvent } from "../../shared/domain/audit/audit-event.js";
import type { Invitation } from "../../shared/domain/invitation.js";
import { memoryPorts } from "../../shared/memory/ports.js";
import { signedDocumentsOf } from "../support/dynamo-server.js";
import { notedDocuments } from "../support/noted-documents.js";
import { sampleEvent } from "../support/sample-event.js";
import { dynamoStores, memoryStores, type StoreKind, type Stores } from "../support/stores.js";
import { accountOf, membershipOf, NOW, profileOf, SUB } from "../support/users.js";

const at = new Date(NOW);
const number = (index: number) => String(index).padStart(3, "0");
const idsOf = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${prefix}-${number(index)}`);
const invitationInto = (systemAccountId: string, change: Partial<Invitation> = {}): Invitation => ({
  ...{ invitationId: `inv-${systemAccountId}`, email: "ada@example.com", systemAccountId, role: "Viewer" },
  ...{ invitedBy: "ops", byOperator: true, invitedAt: NOW, status: "PENDING" },
  expiresAtSeconds: at.getTime() / 1000 + 3600,
  ...change,
});
const event = (
  type: "membership.invited" | "membership.invitation_revoked" | "user.provisioned",
  key: string,
) => auditEvent(type, { subject: "pseudonym:a", key, at });

const invite = async ({ invitations }: Stores, invitation: Invitation) => {
  const { invitationId, invitedAt } = invitation;
  const proof = { tokenHash: `hash of ${invitationId} at ${invitedAt}`, by: undefined };
  const made = await invitations.create(invitation, proof, event("membership.invited", proof.tokenHash));
  expect(made).toBe("created");
};
const given = async (stores: Stores) => {
  const { userId, email, status } = profileOf();
  await stores.directory.createProfile({ userId, sub: SUB, email, status }, event("user.provisioned", SUB));
  return stores;
};
const signIn = (stores: Stores, change: Partial<Stores> = {}) =>
  postAuthentication({ ...memoryPorts({ now: NOW }), ...stores, ...change })(
    sampleEvent("post-authentication/sign-in", {
      request: { userAttributes: { sub: SUB, email: "ada@example.com", email_verified: "true" } },
    }),
  );
const memberOf = async ({ directory }: Stores) =>
  (await directory.memberships("usr_ada", { limit: 100 })).items.map(
    ({ systemAccountId }) => systemAccountId,
  );

describe.each<StoreKind>([memoryStores(), dynamoStores()])("in $name", ({ open, close }) => {
  afterAll(close);

  it("a hundred that ended do not hide an open one, and it is accepted at the first sign-in", async () => {
    const ended = idsOf("acc", 100);
    const accounts = [...ended, "acc-open"].map((systemAccountId) => accountOf({ systemAccountId }));
    const stores = await given(await open({ accounts }));
    for (const systemAccountId of ended) {
      const invitation = invitationInto(systemAccountId);
      await invite(stores, invitation);
      await stores.invitations.revoke(
        invitation,
        event("membership.invitation_revoked", invitation.invitationId),
      );
    }
    await invite(stores, invitationInto("acc-open"));
    expect(await stores.invitations.openFor("ada@example.com")).toEqual([invitationInto("acc-open")]);
    await signIn(stores);
    expect(await memberOf(stores)).toEqual(["acc-open"]);
  });

  it("a hundred that no longer count do not hide one that does", async () => {
    const gone = idsOf("acc", 100);
    const accounts = [
      ...gone.map((id, index) =>
        accountOf({ systemAccountId: id, status: index < 50 ? "ACTIVE" : "CLOSED" }),
      ),
      accountOf({ systemAccountId: "acc-open" }),
    ];
    const stores = await given(
      await open({ accounts: accounts.map((each) => ({ ...each, status: "ACTIVE" })) }),
    );
    for (const [index, id] of gone.entries())
      await invite(
        stores,
        invitationInto(id, index < 50 ? { invitedBy: "usr_gone", byOperator: undefined } : {}),
      );
    await invite(stores, invitationInto("acc-open"));
    for (const systemAccountId of gone.slice(50))
      await stores.accounts.changeStatus(
        { systemAccountId, from: ["ACTIVE"], to: "CLOSED" },
        event("membership.invitation_revoked", `closed ${systemAccountId}`),
      );
    await signIn(stores);
    expect(await memberOf(stores)).toEqual(["acc-open"]);
  });

  it("sign-ins accept ten each until none is left, and none that came later", async () => {
    const ids = idsOf("acc", 23);
    const accounts = [...ids, "acc-later"].map((systemAccountId) => accountOf({ systemAccountId }));
    const stores = await given(await open({ accounts }));
    for (const id of ids) await invite(stores, invitationInto(id));
    await signIn(stores);
    expect(await memberOf(stores)).toEqual(ids.slice(0, 10));
    const invitedAt = new Date(at.getTime() + 1000).toISOString();
    await invite(stores, invitationInto("acc-later", { invitedAt }));
    await signIn(stores);
    await signIn(stores);
    expect(await memberOf(stores)).toEqual(ids);
    expect(await stores.directory.profile("usr_ada")).toMatchObject({ membershipCount: 23 });
    expect((await stores.directory.profile("usr_ada"))?.acceptingSince).toBeUndefined();
    await signIn(stores);
    expect(await memberOf(stores)).toEqual(ids);
  });

  it("a run that the end of the trigger's time cut short is continued at the next sign-in", async () => {
    const ids = idsOf("acc", 6);
    const accounts = ids.map((systemAccountId) => accountOf({ systemAccountId }));
    const stores = await given(await open({ accounts }));
    for (const id of ids) await invite(stores, invitationInto(id));
    let accepted = 0;
    const cut = {
      ...stores.invitations,
      accept: async (...given: Parameters<Stores["invitations"]["accept"]>) => {
        accepted += 1;
        if (accepted > 3) throw new Error("time ended");
        return stores.invitations.accept(...given);
      },
    };
    await signIn(stores, { invitations: cut }).catch(() => undefined);
    expect(await memberOf(stores)).toEqual(ids.slice(0, 3));
    await signIn(stores);
    expect(await memberOf(stores)).toEqual(ids);
  });

  it("a run whose last invitations were revoked ends", async () => {
    const ids = idsOf("acc", 12);
    const accounts = ids.map((systemAccountId) => accountOf({ systemAccountId }));
    const stores = await given(await open({ accounts }));
    for (const id of ids) await invite(stores, invitationInto(id));
    await signIn(stores);
    for (const id of ids.slice(10))
      await stores.invitations.revoke(invitationInto(id), event("membership.invitation_revoked", id));
    expect((await stores.directory.profile("usr_ada"))?.acceptingSince).toBe(NOW);
    await signIn(stores);
    expect((await stores.directory.profile("usr_ada"))?.acceptingSince).toBeUndefined();
  });
});

describe("the calls to DynamoDB", () => {
  let calls: string[] = [];
  const kind = dynamoStores("signed", ({ url }) => {
    const noted = notedDocuments(signedDocumentsOf(url));
    calls = noted.calls;
    return noted.documents;
  });
  afterAll(kind.close);

  it("of a first sign-in with a hundred invitations are ten acceptances, and reads side by side", async () => {
    const ids = idsOf("acc", 100);
    const accounts = ids.map((systemAccountId) => accountOf({ systemAccountId }));
    const prepared = [{ legacyId: "legacy-1", profile: profileOf({ userId: "usr_ops", sub: undefined }) }];
    const memberships = ids.map((systemAccountId) => membershipOf({ systemAccountId, userId: "usr_ops" }));
    const stores = await given(await kind.open({ accounts, memberships, prepared }));
    const invitedBy = "usr_ops";
    const byMember = { invitedBy, byOperator: undefined };
    for (const id of ids) await invite(stores, invitationInto(id, byMember));
    calls.length = 0;
    await signIn(stores);
    const count = (name: string) => calls.filter((call) => call === name).length;
    expect(count("transact")).toBe(10);
    expect(count("query")).toBe(1);
    // Twenty-five inviters and the accounts are read side by side; each acceptance reads once before it writes.
    expect(calls).toHaveLength(49);
    expect(await memberOf(stores)).toEqual(ids.slice(0, 10));
  });
});
