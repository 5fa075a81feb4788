import { describe, expect, it } from "@jest/globals";
import { postAuthentication } from "../../../handlers/triggers/post-authentication.js";
import { postConfirmation } from "../../../handlers/triggers/post-confirmation.js";
import { userMigration } from "../../../handlers/triggers/user-migration.js";
import type { LegacyMapping } from "../../../shared/domain/legacy-mapping/mapping.js";
import { type MemoryPorts, type MemorySeed, memoryPorts } from "../../../shared/memory/ports.js";
import { sampleEvent } from "../../support/sample-event.js";
import { TRIGGERS } from "../../support/triggers.js";
import { accountOf, ada, FIRST_ID, membershipOf, NOW, profileOf } from "../../support/users.js";

const mapping: LegacyMapping = {
  attributes: [
    { from: "name", to: "name", transforms: ["trim"] },
    { from: "mobile", to: "phone_number", transforms: ["phone"] },
    { from: "newsletter", to: "directory:newsletter", transforms: ["boolean"] },
  ],
  memberships: {
    highestRole: "Manager",
    most: 2,
    rules: [
      {
        from: "firms",
        account: "id",
        accounts: { acme: "acc-1", gone: "acc-closed" },
        role: { from: "role", values: { boss: "Manager", staff: "Viewer" } },
      },
    ],
  },
  groups: { most: 1, rules: [{ from: "tags", values: { early: "beta" } }] },
};
const fields = {
  name: "Ada Lovelace",
  mobile: "+44 20 7946 0000",
  newsletter: "yes",
  firms: [{ id: "acme", role: "boss" }],
  tags: ["early", "admins"],
};
const user = { ...ada, fields };

const stage = (seed: MemorySeed = {}) =>
  memoryPorts({
    now: NOW,
    legacyUsers: [user],
    legacyMapping: mapping,
    accounts: [accountOf(), accountOf({ systemAccountId: "acc-closed", status: "CLOSED" })],
    ...seed,
  });
const migrate = (ports: MemoryPorts) => userMigration(ports)(sampleEvent("user-migration/sign-in"));
const arrive = (ports: MemoryPorts) =>
  postAuthentication(ports)(sampleEvent("post-authentication/first-sign-in-of-a-migrated-user"));
const types = ({ audit }: MemoryPorts) => audit.events.map(({ type }) => type);
const memberOf = async ({ directory }: MemoryPorts, userId = FIRST_ID) => {
  const { items } = await directory.memberships(userId, { limit: 10 });
  const all = [...items, ...(await directory.formerMemberships(userId, 10))];
  return all.map(({ systemAccountId, role, status }) => [systemAccountId, role, status].join(" "));
};

describe("a migrated user", () => {
  it("has the attributes of the mapping at once, and its memberships and groups after the link", async () => {
    const ports = stage();
    const { response } = await migrate(ports);
    expect(response).toMatchObject({
      userAttributes: { name: "Ada Lovelace", phone_number: "+442079460000", email_verified: "true" },
    });
    expect(await memberOf(ports)).toEqual([]);

    await arrive(ports);
    expect(await memberOf(ports)).toEqual(["acc-1 Manager ACTIVE"]);
    expect(ports.directory.profiles.get(FIRST_ID)).toMatchObject({
      groups: ["beta"],
      activeAccountId: "acc-1",
      membershipCount: 1,
    });
    expect(await ports.directory.legacyAttributes(FIRST_ID)).toEqual({ newsletter: "true" });
    expect(ports.audit.events.slice(1)).toMatchObject([
      { type: "migration.completed" },
      {
        type: "membership.migrated",
        details: { systemAccountId: "acc-1", reason: "Manager", legacyId: ada.id },
      },
      { type: "migration.entitled", details: { reason: "groups beta; attributes newsletter" } },
    ]);
  });

  it("receives memberships and groups once, also after more sign-ins", async () => {
    const ports = stage();
    for (let times = 0; times < 3; times += 1) {
      await migrate(ports);
      await arrive(ports);
      await arrive(ports);
    }
    expect(types(ports)).toEqual([
      "migration.approved",
      "migration.completed",
      "membership.migrated",
      "migration.entitled",
    ]);
  });

  it("who was removed from the account afterwards does not become a member again", async () => {
    const ports = stage({
      prepared: [{ legacyId: ada.id, userId: "usr_ada" }],
      profiles: [profileOf({ sub: undefined, membershipCount: 0 })],
      memberships: [membershipOf({ status: "REMOVED" })],
    });
    await migrate(ports);
    await postAuthentication(ports)(
      sampleEvent("post-authentication/first-sign-in-of-a-migrated-user", {
        request: { userAttributes: { "custom:user_id": "usr_ada" } },
      }),
    );
    expect(await memberOf(ports, "usr_ada")).toEqual(["acc-1 Manager REMOVED"]);
    expect(ports.audit.events.at(-1)?.details.reason).toBe(
      "groups beta; attributes newsletter; not a member of acc-1",
    );
  });

  it.each([
    ["in the role that they are entitled to", "Manager", ""],
    ["in another role, which they keep", "Viewer", "; not a member of acc-1"],
  ] as const)("who is a member %s is not made one, and is in a group once", async (_, role, told) => {
    const ports = stage({
      prepared: [{ legacyId: ada.id, userId: "usr_ada" }],
      profiles: [profileOf({ sub: undefined, groups: ["beta"] })],
      memberships: [membershipOf({ role })],
    });
    await migrate(ports);
    await postAuthentication(ports)(
      sampleEvent("post-authentication/first-sign-in-of-a-migrated-user", {
        request: { userAttributes: { "custom:user_id": "usr_ada" } },
      }),
    );
    expect(await memberOf(ports, "usr_ada")).toEqual([`acc-1 ${role} ACTIVE`]);
    expect(ports.directory.profiles.get("usr_ada")).toMatchObject({ groups: ["beta"] });
    expect(ports.audit.events.at(-1)?.details.reason).toBe(`attributes newsletter${told}`);
  });

  it("does not become a member of a closed account, and signs in", async () => {
    const firms = [
      { id: "gone", role: "staff" },
      { id: "acme", role: "staff" },
    ];
    const ports = stage({ legacyUsers: [{ ...user, fields: { ...fields, firms } }] });
    await migrate(ports);
    await arrive(ports);
    expect(await memberOf(ports)).toEqual(["acc-1 Viewer ACTIVE"]);
    expect(ports.audit.events.at(-1)?.details.reason).toContain("not a member of acc-closed");
  });

  it("with an unverified address in the legacy system gets no membership and no group", async () => {
    const ports = stage({ legacyUsers: [{ ...user, emailVerified: false }] });
    await migrate(ports);
    await arrive(ports);
    expect(await memberOf(ports)).toEqual([]);
    expect(ports.directory.profiles.get(FIRST_ID)).toMatchObject({ groups: [] });
  });

  it("who signed in with a provider receives the same", async () => {
    const ports = stage();
    const first = sampleEvent("post-confirmation/first-sign-in-with-a-provider");
    const { userName } = first;
    await TRIGGERS["pre-sign-up"](ports)(sampleEvent("pre-sign-up/external-provider", { userName }));
    await postConfirmation(ports)(first);
    expect(await memberOf(ports)).toEqual(["acc-1 Manager ACTIVE"]);
    expect(types(ports)).toContain("migration.entitled");
  });
});

describe("a bad value of a legacy record", () => {
  const bad = { ...user, fields: { ...fields, mobile: "c4nary", firms: "acme" } };

  it("drops its attribute, and is counted and reported once with the name of its field", async () => {
    const ports = stage({ legacyUsers: [bad] });
    for (const _ of [1, 2]) {
      const { response } = await migrate(ports);
      expect(response).toMatchObject({ userAttributes: { name: "Ada Lovelace" } });
      expect(response).not.toHaveProperty("userAttributes.phone_number");
    }
    expect(ports.metrics.counted).toEqual(["legacy_value_dropped", "legacy_value_dropped"]);
    expect(ports.audit.events.slice(1)).toMatchObject([
      {
        type: "migration.values_dropped",
        subject: `user:${FIRST_ID}`,
        details: { legacyId: ada.id, reason: "mobile:not_a_phone_number" },
      },
    ]);
    expect(JSON.stringify([ports.audit.events, ports.logger.lines])).not.toContain("c4nary");
  });

  it("of a required attribute prevents the migration, with the answer of a wrong password", async () => {
    const attributes = mapping.attributes.map((rule) => ({ ...rule, required: true as const }));
    const ports = stage({ legacyUsers: [bad], legacyMapping: { ...mapping, attributes } });
    expect((await migrate(ports)).response).toEqual({});
    expect(ports.audit.events).toMatchObject([
      { type: "migration.values_dropped" },
      { type: "migration.conflict", details: { legacyId: ada.id, reason: "attribute_missing" } },
    ]);
    expect(ports.directory.legacyIdentities.size).toBe(0);
    await postConfirmation(ports)(sampleEvent("post-confirmation/first-sign-in-with-a-provider"));
    expect(ports.directory.legacyIdentities.size).toBe(0);
  });
});
