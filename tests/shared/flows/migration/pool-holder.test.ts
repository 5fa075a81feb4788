import { describe, expect, it } from "@jest/globals";
import type { ExternalIdentity } from "../../../../shared/domain/federation.js";
import type { PoolUser } from "../../../../shared/domain/pool-user.js";
import { joinWithHolder, mayTakeOver } from "../../../../shared/flows/migration/pool-holder.js";
import { memoryPorts } from "../../../../shared/memory/ports.js";
import { NOW } from "../../../support/users.js";

const userPoolId = "us-east-1_Example01";
const email = "ada@example.com";
const google: ExternalIdentity = { provider: "Google", subject: "117" };
const native: PoolUser = {
  ...{ username: "native", sub: "native", status: "CONFIRMED", enabled: true, emailVerified: true },
  ...{ email, userId: "usr_ada", identities: [] },
};
const federated: PoolUser = {
  ...{ ...native, username: "Google_117", sub: "google-sub", status: "EXTERNAL_PROVIDER" },
  identities: [google],
};

const user = {
  ...{ userPoolId, userId: "usr_ada", sub: "native", email },
  ...{ emailVerified: true, holderSub: "google-sub" },
};

const join = async (poolUsers: readonly PoolUser[], change: { emailVerified?: boolean } = {}) => {
  const ports = memoryPorts({ now: NOW, poolUsers });
  const outcome = await joinWithHolder(ports, { ...user, ...change });
  return { outcome, ports, users: [...ports.poolDirectory.users.values()] };
};
const refusal = new Error("refused");

describe("a native user whose legacy identity a federated user holds", () => {
  it("becomes one pool user with it, and both steps are recorded", async () => {
    const { outcome, ports, users } = await join([native, federated]);
    expect(outcome).toBe("free");
    expect(users).toEqual([{ ...native, identities: [google] }]);
    const details = {
      ...{ userId: "usr_ada", sub: "native", email },
      ...{ provider: "Google", reason: "legacy_password" },
    };
    expect(ports.audit.events).toMatchObject([
      { type: "identity.merge_started", subject: "user:usr_ada", details },
      { type: "identity.merged", subject: "user:usr_ada", details },
    ]);
  });

  it("is known to the directory before the federated user is removed", async () => {
    const profile = { userId: "usr_ada", email, status: "ACTIVE", groups: [], sub: "google-sub" } as const;
    const profiles = [{ ...profile, membershipCount: 0, membershipVersion: 0 }];
    const ports = memoryPorts({ now: NOW, poolUsers: [native, federated], profiles });
    const remove = () => Promise.reject(refusal);
    const deps = { ...ports, poolDirectory: { ...ports.poolDirectory, remove } };
    await expect(joinWithHolder(deps, user)).rejects.toBe(refusal);
    expect(await ports.directory.subsOf("usr_ada")).toContain("native");
  });

  it("gets the identity if the federated user no longer exists", async () => {
    const { outcome, ports } = await join([native]);
    expect([outcome, ports.audit.events]).toEqual(["free", []]);
  });

  it.each<[string, Partial<PoolUser>]>([
    ["has another address", { email: "eve@example.com" }],
    ["has not verified the address", { emailVerified: false }],
    ["has a password", { status: "CONFIRMED" }],
  ])("changes nothing if the holder %s", async (_, change) => {
    const holder = { ...federated, ...change };
    const { outcome, ports, users } = await join([native, holder]);
    expect([outcome, users, ports.audit.events]).toEqual(["held", [native, holder], []]);
  });

  it("changes nothing if their own address is not verified", async () => {
    const { outcome, users } = await join([native, federated], { emailVerified: false });
    expect([outcome, users]).toEqual(["held", [native, federated]]);
  });
});

describe("a link that the pool refuses", () => {
  const joined = (poolUsers: readonly PoolUser[]) => {
    const ports = memoryPorts({ now: NOW, poolUsers: [...poolUsers, federated] });
    const link = () => Promise.reject(refusal);
    return joinWithHolder({ ...ports, poolDirectory: { ...ports.poolDirectory, link } }, user);
  };

  it("is made if an overlapping call has just made it", async () => {
    expect(await joined([{ ...native, identities: [{ provider: "Apple", subject: "9" }, google] }])).toBe(
      "free",
    );
  });

  it.each([
    ["nothing", []],
    ["another user of the provider", [{ ...google, subject: "118" }]],
    ["the same subject of another provider", [{ ...google, provider: "Apple" }]],
  ])("fails if the user is linked to %s", async (_, identities) => {
    await expect(joined([{ ...native, identities }])).rejects.toBe(refusal);
  });

  it("fails if the user is gone", async () => {
    await expect(joined([])).rejects.toBe(refusal);
  });
});

describe("an identity that is linked to a pool user", () => {
  const given = (holder: PoolUser, passwordProved: boolean) =>
    mayTakeOver(memoryPorts({ poolUsers: [holder] }), { userPoolId, sub: holder.sub, email, passwordProved });

  it("is given to a user with a federated holder's verified address only for the password", async () => {
    expect([await given(federated, true), await given(federated, false)]).toEqual([true, false]);
    expect(await given({ ...federated, emailVerified: false }, true)).toBe(false);
    expect(await given({ ...federated, email: "eve@example.com" }, true)).toBe(false);
  });

  it("is given to a user with a native holder's address", async () => {
    expect([await given(native, false), await given({ ...native, email: undefined }, true)]).toEqual([
      true,
      false,
    ]);
  });
});
