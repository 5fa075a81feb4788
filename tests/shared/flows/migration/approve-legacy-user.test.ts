import { describe, expect, it } from "@jest/globals";
import type { LegacyIdentity } from "../../../../shared/domain/account.js";
import { approveLegacyUser } from "../../../../shared/flows/migration/approve-legacy-user.js";
import { memoryPorts } from "../../../../shared/memory/ports.js";
import { NOW, profileOf } from "../../../support/users.js";

const email = "ada@example.com";
const record = { id: "legacy-42", email, emailVerified: true, fields: {} };
const none = { memberships: [], groups: [], attributes: {} };
const linked: LegacyIdentity = {
  ...{ legacyId: "legacy-42", userId: "usr_ada", email },
  ...{ state: "LINKED", sub: "sub-1" },
};
const { sub: _, ...unlinked } = linked;
const again = { kind: "approved", userId: "usr_ada", isNew: false };
const conflict = (reason: string) => ({ kind: "conflict", reason });

const approved = (
  known: LegacyIdentity | undefined,
  claimant: { userId: string } | { mayTakeOver: (sub: string) => Promise<boolean> },
  profiles = [profileOf()],
) => {
  const ports = memoryPorts({ now: NOW, profiles });
  if (known !== undefined) ports.directory.legacyIdentities.set(known.legacyId, known);
  const approval = approveLegacyUser(ports, record, email, { ...claimant, entitlements: none });
  return approval.then((outcome) => ({ outcome, events: ports.audit.events }));
};
const free = (answer: boolean) => ({ mayTakeOver: async (sub: string) => answer && sub === "sub-1" });

describe("a legacy identity that was never approved", () => {
  it("is a new user's, or that of the user who claims it, with one event", async () => {
    const first = await approved(undefined, free(false));
    expect(first.outcome).toMatchObject({ kind: "approved", isNew: true });
    expect(first.events).toMatchObject([{ type: "migration.approved", details: { email } }]);
    expect((await approved(undefined, { userId: "usr_ada" })).outcome).toEqual(again);
  });

  it("is approved for the user for whom it was prepared, and for no other one", async () => {
    const prepared: LegacyIdentity = { ...unlinked, state: "PREPARED" };
    expect((await approved(prepared, free(false))).outcome).toEqual(again);
    expect((await approved(prepared, { userId: "usr_b" })).outcome).toEqual(conflict("other_user"));
  });
});

describe("a legacy identity that was approved", () => {
  it.each<[string, LegacyIdentity, Parameters<typeof approved>[1], object]>([
    ["linked, and its pool user is gone", linked, free(true), again],
    ["linked, and its pool user is there", linked, free(false), conflict("pool_user_there")],
    ["linked, and the user's own", linked, { userId: "usr_ada" }, again],
    ["another user's", linked, { userId: "usr_b" }, conflict("other_user")],
    ["not linked yet", { ...unlinked, state: "APPROVED" }, free(false), again],
  ])("is given again as the pool allows: %s", async (_, known, claimant, outcome) => {
    expect(await approved(known, claimant)).toEqual({ outcome, events: [] });
  });

  it("is not given to another address than that of its user", async () => {
    const moved = [profileOf({ email: "ada.king@example.com" })];
    expect((await approved(linked, free(true), moved)).outcome).toEqual(conflict("other_address"));
    expect((await approved(linked, free(true), [])).outcome).toEqual(again);
  });
});
