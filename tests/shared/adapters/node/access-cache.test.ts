import { describe, expect, it } from "@jest/globals";
import {
  cachedAccessRecords,
  MOST_CACHED_ACCESS,
  withoutSessions,
} from "../../../../shared/adapters/node/access-cache.js";
import { type MemorySeed, memoryPorts } from "../../../../shared/memory/ports.js";
import type { AccessQuery } from "../../../../shared/ports/access.js";
import { accountOf, membershipOf, NOW, profileOf, SUB } from "../../../support/users.js";

const TTL_MS = 30_000;
const member: MemorySeed = {
  now: NOW,
  profiles: [profileOf()],
  accounts: [accountOf()],
  memberships: [membershipOf()],
};
const session = { sessionId: "session-1", authenticatedAtSeconds: Date.parse(NOW) / 1000 - 10 };
const query: AccessQuery = { userId: "usr_ada", systemAccountId: "acc-1", session };

const world = (seed: MemorySeed = member, ttlMs = TTL_MS) => {
  const ports = memoryPorts(seed);
  const asked: AccessQuery[] = [];
  const counted = {
    ...ports.access,
    read: (each: AccessQuery) => {
      asked.push(each);
      return ports.access.read(each);
    },
  };
  return { ports, asked, cached: cachedAccessRecords(counted, ttlMs, ports.clock) };
};

describe("what was read about a member", () => {
  it("is valid for its time, counted from the beginning of the read, and no longer", async () => {
    const { ports, asked, cached } = world();
    await cached.read(query);
    ports.clock.advance(TTL_MS - 1);
    await cached.read(query);
    expect(asked).toHaveLength(1);
    ports.clock.advance(1);
    await cached.read(query);
    expect(asked).toHaveLength(2);
  });

  it("has the age of the start of its read", async () => {
    const { ports, asked } = world();
    const slow = {
      ...ports.access,
      read: (each: AccessQuery) => {
        asked.push(each);
        ports.clock.advance(TTL_MS - 1);
        return ports.access.read(each);
      },
    };
    const cached = cachedAccessRecords(slow, TTL_MS, ports.clock);
    await cached.read(query);
    await cached.read(query);
    expect(asked).toHaveLength(1);
    ports.clock.advance(1);
    await cached.read(query);
    expect(asked).toHaveLength(2);
  });

  it("shows the end of a session after that time at the latest", async () => {
    const { ports, cached } = world();
    await cached.read(query);
    await ports.sessions.end("session-1");
    ports.clock.advance(TTL_MS);
    expect((await cached.read(query)).sessionEnded).toBe(true);
  });

  it.each<[string, MemorySeed]>([
    ["no membership", { ...member, memberships: [] }],
    ["a suspended membership", { ...member, memberships: [membershipOf({ status: "SUSPENDED" })] }],
    ["a closed account", { ...member, accounts: [accountOf({ status: "CLOSED" })] }],
    ["a suspended user", { ...member, profiles: [profileOf({ status: "SUSPENDED" })] }],
    ["nobody", { ...member, profiles: [] }],
  ])("is never kept for %s", async (_, seed) => {
    const { asked, cached } = world(seed);
    await cached.read(query);
    await cached.read(query);
    expect(asked).toHaveLength(2);
  });

  it("is never kept for an ended session of an active member, in an account or in none", async () => {
    const { ports, asked, cached } = world();
    await ports.sessions.end("session-1");
    const alone = { userId: "usr_ada", session };
    for (const each of [query, query, alone, alone]) await cached.read(each);
    expect(asked).toHaveLength(4);
  });

  it("is never kept for a user alone who is not ACTIVE", async () => {
    const { asked, cached } = world({ ...member, profiles: [profileOf({ status: "SUSPENDED" })] });
    for (const each of [{ userId: "usr_ada" }, { userId: "usr_ada" }]) await cached.read(each);
    expect(asked).toHaveLength(2);
  });

  it("is kept for an ACTIVE user without an account, too", async () => {
    const { asked, cached } = world();
    const alone = { userId: "usr_ada", session };
    expect((await cached.read(alone)).standing.profile?.userId).toBe("usr_ada");
    await cached.read(alone);
    expect(asked).toEqual([alone]);
  });

  it("is not kept if the cache time is 0", async () => {
    const { asked, cached } = world(member, 0);
    await cached.read(query);
    await cached.read(query);
    expect(asked).toHaveLength(2);
  });

  it("is not kept when it could not be read", async () => {
    const { ports, cached } = world();
    ports.directory.broken = true;
    await expect(cached.read(query)).rejects.toMatchObject({ code: "temporarily_unavailable" });
    ports.directory.broken = false;
    expect((await cached.read(query)).standing.membership).toBeDefined();
  });

  it("is returned for that user, account and session only", async () => {
    const { asked, cached } = world();
    const others: AccessQuery[] = [
      query,
      { ...query, systemAccountId: undefined },
      { ...query, session: undefined },
      { ...query, session: { ...session, sessionId: "session-2" } },
      { ...query, session: { ...session, authenticatedAtSeconds: 1 } },
      { ...query, userId: "usr_ada5:acc-1", systemAccountId: undefined },
      { ...query, userId: "usr_ad", systemAccountId: "a5:acc-1" },
    ];
    for (const each of others) await cached.read(each);
    expect(asked).toEqual(others);
  });

  it("does not grow without end", async () => {
    const { asked, cached } = world();
    const of = (index: number): AccessQuery => ({
      ...query,
      session: { ...session, sessionId: `s-${index}` },
    });
    for (let index = 0; index <= MOST_CACHED_ACCESS; index += 1) await cached.read(of(index));
    const before = asked.length;
    await cached.read(of(MOST_CACHED_ACCESS));
    expect(asked).toHaveLength(before);
    await cached.read(of(0));
    expect(asked).toHaveLength(before + 1);
  });
});

it("the user of a sub is cached for the same time; a missing user is not cached", async () => {
  const { ports } = world();
  const found = [undefined, "usr_ada", "usr_new"];
  let asked = 0;
  const userIdBySub = async () => {
    asked += 1;
    return found[asked - 1];
  };
  const cached = cachedAccessRecords({ ...ports.access, userIdBySub }, TTL_MS, ports.clock);
  const answers = [];
  for (const wait of [0, 0, TTL_MS - 1, 1]) {
    ports.clock.advance(wait);
    answers.push(await cached.userIdBySub(SUB));
  }
  expect(answers).toEqual([undefined, "usr_ada", "usr_ada", "usr_new"]);
});

it("where tokens stay valid until they expire, ended sessions are not read", async () => {
  const { ports } = world();
  await ports.sessions.end("session-1");
  const { standing, sessionEnded } = await withoutSessions(ports.access).read(query);
  expect(sessionEnded).toBe(false);
  expect(standing).toMatchObject({
    profile: { userId: "usr_ada" },
    membership: { systemAccountId: "acc-1" },
  });
});
