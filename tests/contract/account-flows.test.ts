/** Concurrent flows that change members, on the tables: the invariants of the rows in any order. */
import { afterAll, describe, expect, it } from "@jest/globals";
import fc from "../../packages/local-aws/tests/support/property.js";
import type { Membership } from "../../shared/domain/account.js";
import type { UserActor } from "../../shared/domain/actor.js";
import { callerFrom } from "../../shared/domain/caller.js";
import type { AuthError } from "../../shared/domain/errors.js";
import type { MemberAct } from "../../shared/domain/member-rules.js";
import { changeMember } from "../../shared/flows/accounts/change-member.js";
import { passOwnership } from "../../shared/flows/accounts/pass-ownership.js";
import { memoryPorts } from "../../shared/memory/ports.js";
import { dynamoStores, memoryStores, type StoreKind, type Stores } from "../support/stores.js";
import { accountOf, membershipOf, profileOf } from "../support/users.js";

const NAMES = ["ada", "grace", "joan"] as const;
type Name = (typeof NAMES)[number];
type Attempt = {
  readonly by: Name;
  readonly of: Name;
  readonly act: MemberAct | "transfer" | "share";
};

const actor = (name: Name, requestId: string): UserActor => ({
  credential: "token",
  ...{
    userId: `usr_${name}`,
    sub: `sub-${name}`,
    sessionId: "s",
    username: name,
    email: `${name}@example.com`,
  },
  ...{ systemAccountId: "acc-1", visibleAccountId: "A-1001", cellId: "cell-7", role: "Admin" },
  scopes: ["aws.cognito.signin.user.admin"],
  caller: callerFrom({ requestId, sourceIp: "203.0.113.10" }),
  route: "test",
});

const opened = (kind: StoreKind): Promise<Stores> =>
  kind.open({
    accounts: [accountOf()],
    memberships: [
      membershipOf({ role: "Admin", owner: true }),
      membershipOf({ userId: "usr_grace", role: "Admin", owner: true }),
      membershipOf({ userId: "usr_joan", role: "Viewer" }),
    ],
    prepared: NAMES.map((name) => ({
      legacyId: `legacy-${name}`,
      profile: profileOf({
        ...{ userId: `usr_${name}`, email: `${name}@example.com`, sub: undefined },
        ...{ legacyId: `legacy-${name}`, membershipCount: 1, membershipVersion: 1 },
      }),
    })),
  });

/** The result of an attempt: its code, or that it was done. No step-up is needed here. */
const tried = (stores: Stores, { by, of, act }: Attempt, index: number): Promise<string> => {
  const tickets = { issue: async () => undefined, consume: async () => "consumed" as const };
  const deps = { ...stores, tickets, roles: memoryPorts().roles };
  const who = actor(by, `request-${index}`);
  const userId = `usr_${of}`;
  const work =
    act === "transfer" || act === "share"
      ? passOwnership(deps, who, { userId, keep: act === "share" })
      : changeMember(deps, who, { userId, act });
  return work.then(
    () => "done",
    (error: AuthError) => error.code,
  );
};

const holds = async ({ accounts, directory }: Stores): Promise<void> => {
  const standings = await Promise.all(NAMES.map((name) => directory.standing(`usr_${name}`, "acc-1")));
  const members = standings.map(({ membership }) => membership).filter((each) => each !== undefined);
  const owners = members.filter(({ owner }) => owner === true);
  expect(owners.length).toBeGreaterThan(0);
  for (const owner of owners) expect([owner.role, owner.status]).toEqual(["Admin", "ACTIVE"]);
  expect(standings[0]?.account?.ownerCount).toBe(owners.length);
  const seen = (await accounts.members("acc-1", { limit: 10 })).items;
  const present = (each: Membership) => each.status !== "REMOVED";
  expect(seen).toEqual(members.filter(present));
  for (const { profile, membership } of standings)
    expect(profile?.membershipCount).toBe(membership?.status === "ACTIVE" ? 1 : 0);
};

const acts = fc.constantFrom<Attempt["act"]>(
  ...[{ kind: "suspend" } as const, { kind: "reinstate" } as const, { kind: "remove" } as const],
  ...[{ kind: "role", role: "Viewer" } as const, { kind: "role", role: "Admin" } as const],
  ...(["transfer", "share"] as const),
);
const attempts = fc.array(
  fc.record({ by: fc.constantFrom(...NAMES), of: fc.constantFrom(...NAMES), act: acts }),
  { minLength: 4, maxLength: 12 },
);
const EXPECTED = new Set([
  ...["done", "forbidden", "role_required", "owner_required", "last_owner", "conflict", "not_found"],
  // Who acts on themselves in a way that makes no sense, and who lost against others eight times.
  ...["invalid_request", "temporarily_unavailable"],
]);

describe.each<StoreKind>([memoryStores(), dynamoStores()])(
  "members who change each other in parallel, in $name",
  (kind) => {
    afterAll(kind.close);

    it("leave consistent rows, and an ACTIVE owner", async () => {
      await fc.assert(
        fc.asyncProperty(attempts, async (all) => {
          const stores = await opened(kind);
          const outcomes = await Promise.all(all.map((attempt, index) => tried(stores, attempt, index)));
          for (const outcome of outcomes) expect(EXPECTED).toContain(outcome);
          await holds(stores);
        }),
        { numRuns: 15 },
      );
    }, 120_000);

    it("leave one of two owners who leave in parallel, in fifty repetitions", async () => {
      const stores = await opened(kind);
      const both = Array.from({ length: 50 }, (_, index): Attempt => {
        const by = index % 2 === 0 ? "ada" : "grace";
        return { by, of: by, act: { kind: index % 3 === 0 ? "suspend" : "remove" } };
      });
      const outcomes = await Promise.all(both.map((attempt, index) => tried(stores, attempt, index)));
      expect(outcomes).toContain("done");
      expect(outcomes).toContain("last_owner");
      await holds(stores);
    }, 120_000);
  },
);
