/** Random Unicode in the stores: what a kind of text lets through is stored, found by it as a key, and read back as it was kept. */
import { afterAll, describe, expect, it } from "@jest/globals";
import fc from "../../packages/local-aws/tests/support/property.js";
import { accountSubject, auditEvent, userSubject } from "../../shared/domain/audit/audit-event.js";
import { isEmail, normaliseIdentifier } from "../../shared/domain/identifier.js";
import { granteeOf } from "../../shared/domain/permission/grant.js";
import { byteLength, isForeignId, keptGroup, keptLabel, keptName } from "../../shared/domain/text.js";
import { anyText } from "../support/any-text.js";
import { dynamoStores, memoryStores, type StoreKind, type Stores } from "../support/stores.js";
import { accountOf, membershipOf, NOW, profileOf } from "../support/users.js";

const RUNS = { numRuns: 100 };
/** Characters of four bytes, which no plain text has: the longest of each kind in bytes. */
const ROCKET = "🚀";
const at = new Date(NOW);
const admin = membershipOf({ userId: "usr_grace", role: "Admin" });
const seed = {
  accounts: [accountOf()],
  memberships: [admin],
  prepared: [{ legacyId: "legacy-grace", profile: profileOf({ userId: "usr_grace", sub: undefined }) }],
};

let made = 0;
const nextId = (kind: string): string => {
  made += 1;
  return `${kind}_${made}`;
};
const eventAbout = (
  type: "account.created" | "team.created" | "permission.granted" | "migration.approved",
) => {
  const key = nextId("event");
  return auditEvent(type, { subject: accountSubject("acc-1"), key, at });
};

type Door = {
  readonly form: (typed: string) => string | undefined;
  readonly longest: string;
  /** Stores the text, and reads it back in every way that the store has. */
  readonly through: (stores: Stores, text: string) => Promise<readonly unknown[]>;
};

const own = (isOne: (text: string) => boolean) => (typed: string) => (isOne(typed) ? typed : undefined);
const isAddress = (text: string) => isEmail(text) && normaliseIdentifier(text) === text;

const DOORS: Readonly<Record<string, Door>> = {
  "the name of an account": {
    form: (typed) => keptName(typed),
    longest: ROCKET.repeat(100),
    through: async ({ accounts, directory }, name) => {
      const systemAccountId = nextId("acc");
      const account = accountOf({ systemAccountId, visibleAccountId: systemAccountId, name });
      await accounts.create(account, undefined, eventAbout("account.created"));
      return (await directory.accounts([systemAccountId])).map((each) => each.name);
    },
  },
  "the name of a team": {
    form: keptLabel,
    longest: ROCKET.repeat(64),
    through: async ({ teams }, name) => {
      const teamId = nextId("team");
      await teams.create({ teamId, systemAccountId: "acc-1", name }, admin, eventAbout("team.created"));
      return [(await teams.find("acc-1", teamId))?.name];
    },
  },
  "a group, in the key of a grant": {
    form: keptGroup,
    longest: ROCKET.repeat(64),
    through: async ({ permissions }, group) => {
      const grantee = granteeOf("group", group);
      const resource = `invoice/${nextId("i")}`;
      const given = { resource, grantee, actions: ["read"], grantedBy: "usr_grace", grantedAt: NOW };
      await permissions.grant(
        { systemAccountId: "acc-1", ...given },
        admin,
        eventAbout("permission.granted"),
      );
      const wanted = { resources: [resource], grantees: [grantee], teams: [] };
      const [on, to, evidence] = [
        await permissions.grantsOn("acc-1", resource, { limit: 10 }),
        await permissions.grantsTo("acc-1", grantee, { limit: 100 }),
        await permissions.evidence("acc-1", wanted),
      ];
      const found = to.items.find((each) => each.resource === resource);
      return [on.items[0], found, evidence.grants[0]].map((each) => each?.grantee.slice("group:".length));
    },
  },
  "the id of a legacy user, in a key": {
    form: own(isForeignId),
    longest: ROCKET.repeat(64),
    through: async ({ directory }, legacyId) => {
      const [userId, email] = [nextId("usr"), `${nextId("user")}@example.com`];
      const subject = userSubject(userId);
      const event = auditEvent("migration.approved", { subject, key: legacyId, at, details: { legacyId } });
      if ((await directory.approveMigration({ legacyId, userId, email }, event)) === "exists")
        return [(await directory.legacyIdentity(legacyId))?.legacyId];
      return [
        (await directory.legacyIdentity(legacyId))?.legacyId,
        await directory.legacyIdByAddress(email),
        (await directory.profile(userId))?.legacyId,
      ];
    },
  },
  "an address, in a key": {
    form: own(isAddress),
    longest: `${"x".repeat(64)}@${"y".repeat(55)}.example`,
    through: async ({ directory }, email) => {
      const [userId, legacyId] = [nextId("usr"), nextId("legacy")];
      const event = auditEvent("migration.approved", { subject: userSubject(userId), key: legacyId, at });
      const outcome = await directory.approveMigration({ legacyId, userId, email }, event);
      const holder = (await directory.legacyIdByAddress(email)) ?? "";
      return [
        (await directory.legacyIdentity(holder))?.email,
        ...(outcome === "approved" ? [(await directory.profile(userId))?.email] : []),
      ];
    },
  },
};

describe.each<StoreKind>([memoryStores(), dynamoStores()])("texts in $name", ({ open, close }) => {
  afterAll(close);

  it.each(Object.entries(DOORS))("%s is read back as it was kept", async (_, { form, through }) => {
    const stores = await open(seed);
    let stored = 0;
    const texts = fc.oneof(
      anyText,
      fc.constantFrom("R&D", "O'Neil", "C++", "हिन्दी", "ทีม", "ada+1@example.com"),
    );
    await fc.assert(
      fc.asyncProperty(texts, async (typed) => {
        const text = form(typed);
        if (text === undefined) return;
        stored += 1;
        for (const found of await through(stores, text)) expect(found).toBe(text);
      }),
      RUNS,
    );
    expect(stored).toBeGreaterThan(5);
  });

  it.each(Object.entries(DOORS))(
    "%s may be as long as its kind allows",
    async (_, { form, longest, through }) => {
      const text = form(longest);
      expect(text).toBe(longest);
      expect(form(`${longest}x`)).toBeUndefined();
      const found = await through(await open(seed), longest);
      expect(new Set(found)).toEqual(new Set([longest]));
    },
  );
});

it("the longest texts are counted in bytes where they are parts of keys", () => {
  expect([
    byteLength(ROCKET.repeat(64)),
    keptGroup(ROCKET.repeat(65)),
    isForeignId(ROCKET.repeat(65)),
  ]).toEqual([256, undefined, false]);
});
