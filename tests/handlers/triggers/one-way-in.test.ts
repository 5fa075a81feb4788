/**
 * Random histories of one user base: no user reaches a user id by an address or a provider that is not theirs, a suspended
 * user cannot sign in, and what ends a user's sessions ends them on all pool users.
 */
import { expect, it } from "@jest/globals";
import fc from "../../../packages/local-aws/tests/support/property.js";
import { type ModelUser, modelPool } from "../../support/model-pool.js";
import type { ModelSession } from "../../support/model-sessions.js";

const MAILBOXES = ["a@example.com", "b@example.com", "c@example.com"] as const;
const mailbox = fc.constantFrom(...MAILBOXES);
const pick = fc.nat({ max: 3 });
const legacyPassword = (email: string) => `Legacy-${email}-1!`;
/** The first two addresses have a legacy record. */
const legacyUsers = MAILBOXES.slice(0, 2).map((email, index) => ({
  ...{ id: `legacy-${index}`, email, password: legacyPassword(email) },
}));

const change = {
  weight: 3,
  arbitrary: fc.record({ kind: fc.constant("change of address" as const), pick, email: mailbox }),
};
const step = fc.oneof(
  change,
  fc.record({ kind: fc.constant("request of another address" as const), pick, email: mailbox }),
  fc.record({ kind: fc.constant("verification of the requested address" as const), pick }),
  fc.record({ kind: fc.constant("legacy password" as const), email: mailbox }),
  fc.record({ kind: fc.constant("forgotten password" as const), email: mailbox }),
  fc.record({ kind: fc.constant("forgotten password without a reset" as const), email: mailbox }),
  fc.record({ kind: fc.constant("mailed code" as const), email: mailbox }),
  fc.record({ kind: fc.constant("Google" as const), email: mailbox }),
  fc.record({ kind: fc.constant("legacy password, failing" as const), email: mailbox }),
  fc.record({ kind: fc.constant("Google, failing" as const), email: mailbox }),
  fc.record({ kind: fc.constant("refresh" as const), pick }),
  fc.record({ kind: fc.constant("unlink" as const), pick }),
  fc.record({ kind: fc.constant("delete" as const), pick }),
  fc.record({ kind: fc.constant("own password" as const), pick }),
  fc.record({ kind: fc.constant("second pool user" as const), pick }),
  fc.record({ kind: fc.constant("suspend" as const), pick }),
  fc.record({ kind: fc.constant("reinstate" as const), pick }),
  fc.record({ kind: fc.constant("end all sessions" as const), pick }),
  fc.record({ kind: fc.constant("sign out" as const), pick }),
);
type Step = typeof step extends fc.Arbitrary<infer Each> ? Each : never;

const OWN_PASSWORD = "Own-Pass-1!";

const history = () => {
  const pool = modelPool(legacyUsers);
  const { sessions } = pool;
  /** By user id: the address that its pool user has, and the providers that its pool user is linked with. */
  const address = new Map<string, string>();
  /** By `sub`: the address that the user requested. The pool keeps the earlier one until the new one is verified. */
  const requested = new Map<string, string>();
  const linked = new Map<string, Set<string>>();
  /** User ids that have a second pool user, which an administrator created. */
  const twins = new Set<string>();
  const suspended = new Set<string>();
  /** Pool users whose only trigger with their `sub` could not be reached. */
  const unseen = new Set<string>();
  /** Sessions that have ended, by their ids. */
  const over = new Set<string>();
  const subs = () => [...pool.users.values()].map(({ sub }) => sub);
  const chosen = (index: number) => [...pool.users.values()].at(index % Math.max(1, pool.users.size));
  const chosenSession = (index: number) => sessions.all.at(index % Math.max(1, sessions.all.length));
  const endedWhere = (test: (session: ModelSession) => boolean) => {
    for (const session of sessions.all) if (test(session)) over.add(session.principal.sessionId);
  };
  const endedOf = (userId: string, besides?: ModelSession) =>
    endedWhere((session) => session.principal.userId === userId && session !== besides);

  const reached = async (userId: string | undefined, email: string, provider: boolean): Promise<void> => {
    if (userId === undefined) return;
    const providers = linked.get(userId) ?? new Set();
    const isTheirs = (address.get(userId) ?? email) === email || (provider && providers.has(email));
    expect([userId, email, isTheirs]).toEqual([userId, email, true]);
    expect([userId, suspended.has(userId)]).toEqual([userId, false]);
    if (provider) linked.set(userId, providers.add(email));
    unseen.delete(pool.native(email)?.sub ?? "");
    await holds(userId, email);
  };
  const holds = async (userId: string, email: string): Promise<void> => {
    address.set(userId, address.get(userId) ?? email);
    const holders = [];
    for (const user of pool.users.values())
      if ((await pool.userIdOf(user)) === userId) holders.push(user.sub);
    if (!twins.has(userId)) expect(holders).toHaveLength(1);
  };

  const withGoogle = async (email: string): Promise<void> => {
    const native = pool.native(email);
    const isNew = native !== undefined && native.identities.length === 0;
    const userId = await pool.federated(`of-${email}`, email);
    // The first sign-in with Google failed, and a native user has the identity since. The next password joins the two.
    if (userId !== undefined && pool.native(email)?.userId === userId && pool.users.has(`google_of-${email}`))
      twins.add(userId);
    // A new link ends the sessions of before.
    const isLinked = isNew && (pool.native(email)?.identities.length ?? 0) > 0;
    if (isLinked && userId !== undefined) endedOf(userId, sessions.all.at(-1));
    await reached(userId, email, true);
  };
  const failing = async (kind: "password" | "Google", email: string): Promise<void> => {
    const identitiesOf = () => pool.native(email)?.identities.length ?? 0;
    const [before, subsBefore] = [identitiesOf(), subs()];
    await pool.withoutLastTrigger(() =>
      kind === "Google" ? pool.federated(`of-${email}`, email) : pool.signIn(email, legacyPassword(email)),
    );
    const userId = pool.native(email)?.userId;
    const isMade = !subsBefore.includes(pool.native(email)?.sub ?? "");
    if (kind === "password" && isMade) unseen.add(pool.native(email)?.sub ?? "");
    if (userId === undefined) return;
    // PreSignUp has linked Google to the native user.
    if (identitiesOf() > before) {
      endedOf(userId);
      linked.set(userId, (linked.get(userId) ?? new Set()).add(email));
    }
    if (kind === "Google") return;
    // The next password joins the native user with the federated one.
    if (address.has(userId) && pool.users.has(`google_of-${email}`)) twins.add(userId);
    await holds(userId, email);
  };
  const withoutReset = async (email: string): Promise<void> => {
    const user = await pool.asked(email);
    // A migrated user has a user id before the first sign-in. Another one may have no profile.
    if (user?.userId !== undefined) await holds(user.userId, email);
  };
  const withPassword = async (signIn: () => Promise<string | undefined>, email: string): Promise<void> => {
    const before = subs();
    const userId = await signIn();
    // A federated user who was joined with the native one.
    const joined = before.filter((sub) => !subs().includes(sub));
    endedWhere(({ principal }) => joined.includes(principal.sub));
    await reached(userId, email, false);
  };
  const withLegacyPassword = async (email: string): Promise<void> => {
    await withPassword(() => pool.signIn(email, legacyPassword(email)), email);
  };
  const withNewPassword = async (email: string): Promise<void> => {
    const userId = await pool.reset(email, "Reset-Pass-1!");
    if (userId !== undefined) endedOf(userId, sessions.all.at(-1));
    await reached(userId, email, false);
  };

  /** A session lives until something ends it. */
  const checkSessions = async (): Promise<void> => {
    for (const session of sessions.all) {
      const { sessionId, userId, sub } = session.principal;
      const isOver = over.has(sessionId) || suspended.has(userId);
      const [access, refresh] = await sessions.lives(session);
      // An access token outlives its pool user until it expires.
      expect([sessionId, access, refresh]).toEqual([sessionId, !isOver, !isOver && subs().includes(sub)]);
    }
  };

  const act = async (each: Step & { pick: number }, user: ModelUser, userId: string): Promise<void> => {
    const isFederated = user.status === "EXTERNAL_PROVIDER";
    const email = user.email ?? "";
    if (each.kind === "refresh") await pool.refresh(user);
    if (each.kind === "own password" && !isFederated && user.status === "CONFIRMED" && user.enabled)
      await withPassword(() => pool.withPassword(user), email);
    if (each.kind === "second pool user" && isFederated && pool.native(email) === undefined) {
      twins.add(userId);
      await reached(await pool.createdFor(userId, email, OWN_PASSWORD), email, false);
    }
    if (each.kind === "request of another address") requested.set(user.sub, each.email);
    const to =
      each.kind === "change of address"
        ? each.email
        : each.kind === "verification of the requested address"
          ? requested.get(user.sub)
          : undefined;
    if (
      to !== undefined &&
      !isFederated &&
      !twins.has(userId) &&
      // Until a trigger has seen the pool user, the directory cannot tell that this address is not the user's any more.
      !unseen.has(user.sub) &&
      pool.native(to) === undefined
    ) {
      pool.put({ ...user, email: to, emailVerified: true });
      requested.delete(user.sub);
      address.set(userId, to);
    }
    if (each.kind === "unlink" && !isFederated) {
      pool.put({ ...user, identities: [] });
      linked.delete(userId);
    }
    if (each.kind === "delete") {
      pool.users.delete(user.username);
      linked.delete(userId);
      // An address that no trigger has seen is lost with the pool user.
      const profile = await pool.ports.directory.profile(userId);
      if (!unseen.has(user.sub)) address.set(userId, profile?.email ?? "");
    }
    if (each.kind === "suspend" && (await sessions.suspend(userId)) !== "unknown") {
      suspended.add(userId);
      endedOf(userId);
    }
    if (each.kind === "reinstate" && (await sessions.reinstate(userId)) === "changed") {
      suspended.delete(userId);
      const again = pool.users.get(user.username);
      if (again && !isFederated && again.status === "CONFIRMED")
        expect([userId, await pool.withPassword(again)]).toEqual([userId, userId]);
    }
  };

  return async (each: Step): Promise<void> => {
    if (each.kind === "legacy password") await withLegacyPassword(each.email);
    if (each.kind === "forgotten password without a reset") await withoutReset(each.email);
    if (each.kind === "forgotten password") await withNewPassword(each.email);
    if (each.kind === "mailed code") await withPassword(() => pool.byCode(each.email), each.email);
    if (each.kind === "Google") await withGoogle(each.email);
    if (each.kind === "legacy password, failing") await failing("password", each.email);
    if (each.kind === "Google, failing") await failing("Google", each.email);
    const user = "pick" in each ? chosen(each.pick) : undefined;
    const userId = user && (await pool.userIdOf(user));
    if ("pick" in each && user !== undefined && userId !== undefined) await act(each, user, userId);
    const session = "pick" in each ? chosenSession(each.pick) : undefined;
    if (each.kind === "end all sessions" && session && !over.has(session.principal.sessionId)) {
      await sessions.endAll(session);
      endedOf(session.principal.userId);
    }
    if (each.kind === "sign out" && session?.token !== undefined) {
      const isLive = !over.has(session.principal.sessionId);
      await sessions.endByToken(session);
      if (isLive) endedOf(session.principal.userId);
    }
    await pool.settle();
    await checkSessions();
  };
};

/** A history that once left a session alive. */
const FOUND: readonly Step[] = [
  { kind: "forgotten password", email: "b@example.com" },
  { kind: "delete", pick: 0 },
  { kind: "legacy password, failing", email: "b@example.com" },
  { kind: "Google", email: "b@example.com" },
  { kind: "unlink", pick: 0 },
  { kind: "legacy password", email: "a@example.com" },
  { kind: "second pool user", pick: 0 },
  { kind: "forgotten password", email: "a@example.com" },
  { kind: "delete", pick: 0 },
];

it("a user id is reached by its present address or its linked provider, has one pool user, and its sessions end together", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 20, size: "max" }), async (steps) => {
      const play = history();
      for (const each of steps) await play(each);
    }),
    { numRuns: 200, examples: [[[...FOUND]]] },
  );
});
