/** Which sign-ins an operator's command ends: tokens carry whole seconds, so the second of the command matters. */
import { expect, it } from "@jest/globals";
import type { PoolUser } from "../../../../shared/domain/pool-user.js";
import { secondsAt } from "../../../../shared/domain/seconds.js";
import { mergeDuplicate } from "../../../../shared/flows/operator/merge-duplicate.js";
import { reinstateUser, suspendUser } from "../../../../shared/flows/operator/suspend-user.js";
import { unlinkIdentity } from "../../../../shared/flows/operator/unlink-identity.js";
import { type MemorySeed, memoryPorts } from "../../../../shared/memory/ports.js";
import type { Ports } from "../../../../shared/ports/index.js";
import type { OperatorPorts } from "../../../../shared/ports/operators.js";
import { apiKeyOf, KEY_ID } from "../../../support/api-keys.js";
import { membershipOf, profileOf } from "../../../support/users.js";

const GOOGLE = { provider: "Google", subject: "g-1" };
const native: PoolUser & { readonly email: string } = {
  ...{ username: "sub-1", sub: "sub-1", email: "ada@example.com", emailVerified: true, userId: "usr_ada" },
  ...{ status: "CONFIRMED", enabled: true, identities: [GOOGLE] },
};
const google: PoolUser = {
  ...native,
  ...{ username: "Google_g-1", sub: "sub-2", status: "EXTERNAL_PROVIDER" },
};

type Deps = Parameters<typeof suspendUser>[0] &
  Parameters<typeof unlinkIdentity>[0] &
  Parameters<typeof mergeDuplicate>[0] &
  Parameters<typeof reinstateUser>[0] &
  Pick<Ports, "apiKeys">;

/** A pool whose calls take `callMs`. */
const world = (callMs = 0, profile = profileOf(), seed: MemorySeed = {}) => {
  const ports = memoryPorts({ ...seed, profiles: [profile], now: "2026-01-01T00:00:00.250Z" });
  const takes =
    <T>(answer: T) =>
    async () => {
      ports.clock.advance(callMs);
      return answer;
    };
  const unused = async () => {
    throw new Error("not called by these commands");
  };
  const none = async function* () {};
  const deps: Deps = {
    ...ports,
    operator: "ops",
    users: {
      changeStatus: takes("changed" as const),
      reinstate: takes("changed" as const),
      suspendNew: unused,
      profiles: none,
      removeUnconfirmed: unused,
    },
    merges: {
      ...{ unfinished: none, begin: unused, moveMembership: unused, moveLegacyId: unused, end: unused },
      ...{ holdings: none, moveHolding: unused },
    },
    poolUsers: {
      poolId: async () => "pool-1",
      ...{ all: none, unconfirmedSince: none },
      byEmail: async () => [native],
      bySub: async () => native,
      ...{ disable: takes(undefined), enable: takes(undefined), endSessions: takes(undefined) },
      remove: takes(undefined),
    },
  };
  const signIn = (): (() => boolean) => {
    const authenticatedAtSeconds = secondsAt(ports.clock.now());
    return () => ports.sessions.isEnded("usr_ada", { sessionId: "s", authenticatedAtSeconds, sub: "sub-1" });
  };
  return { deps, signIn };
};
const COMMANDS: readonly [string, (deps: Deps) => Promise<unknown>][] = [
  ["suspends a user", (deps) => suspendUser(deps, { userId: "usr_ada", reason: "x" })],
  ["unlinks a provider", (deps) => unlinkIdentity(deps, native, { provider: "Google", reason: "x" })],
  [
    "merges two pool users of one user id",
    (deps) => mergeDuplicate(deps, native.email, { native, duplicate: google, identity: GOOGLE }),
  ],
];

it.each(COMMANDS)(
  "a command that %s ends a sign-in of the same second before it, and none after it",
  async (_, run) => {
    const { deps, signIn } = world();
    const before = signIn();
    await run(deps);
    const after = signIn();
    expect([before(), after()]).toEqual([true, false]);
  },
);

it("a user who was ended in the pool and reinstated in one second can sign in at once", async () => {
  const { deps, signIn } = world(0, profileOf({ status: "SUSPENDED" }));
  await deps.sessions.endAllOf("usr_ada");
  expect(await reinstateUser(deps, { userId: "usr_ada", reason: "x" })).toBe("changed");
  expect(signIn()()).toBe(false);
});

it.each([
  ["a suspension", undefined, "ACTIVE"],
  ["an ending in the pool", { at: "2025-12-31T23:59:59.000Z", complete: false }, "REVOKED"],
] as const)("a reinstatement ends what %s left when it was interrupted", async (_, ending, expected) => {
  const profile = profileOf({ status: "SUSPENDED", suspendedAt: "2025-12-31T23:59:59.000Z", ending });
  const { deps, signIn } = world(0, profile, { memberships: [membershipOf()], apiKeys: [apiKeyOf()] });
  const before = signIn();
  expect(before()).toBe(false);
  expect(await reinstateUser(deps, { userId: "usr_ada", reason: "x" })).toBe("changed");
  expect([before(), signIn()()]).toEqual([true, false]);
  expect((await deps.apiKeys.find(KEY_ID))?.status).toBe(expected);
});

it("a suspension ends a sign-in that was running until the pool disabled the user", async () => {
  const { deps, signIn } = world(1_000);
  const running: (() => boolean)[] = [];
  const { disable } = deps.poolUsers;
  const poolUsers: OperatorPorts["poolUsers"] = {
    ...deps.poolUsers,
    disable: async (username) => {
      await disable(username);
      running.push(signIn());
    },
  };
  await suspendUser({ ...deps, poolUsers }, { userId: "usr_ada", reason: "x" });
  expect(running.map((isEnded) => isEnded())).toEqual([true]);
});
