/** Random histories of one user base: no user reaches a user id by an address or a provider that is not theirs. */
import { expect, it } from "@jest/globals";
import fc from "../../../packages/local-aws/tests/support/property.js";
import { modelPool } from "../../support/model-pool.js";

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
  fc.record({ kind: fc.constant("legacy password" as const), email: mailbox }),
  fc.record({ kind: fc.constant("forgotten password" as const), email: mailbox }),
  fc.record({ kind: fc.constant("Google" as const), email: mailbox }),
  fc.record({ kind: fc.constant("refresh" as const), pick }),
  fc.record({ kind: fc.constant("unlink" as const), pick }),
  fc.record({ kind: fc.constant("delete" as const), pick }),
);
type Step = typeof step extends fc.Arbitrary<infer Each> ? Each : never;

const history = () => {
  const pool = modelPool(legacyUsers);
  /** By user id: the address that its pool user has, and the providers that its pool user is linked with. */
  const address = new Map<string, string>();
  const linked = new Map<string, Set<string>>();
  const chosen = (index: number) => [...pool.users.values()].at(index % Math.max(1, pool.users.size));

  const reached = async (userId: string | undefined, email: string, provider: boolean): Promise<void> => {
    if (userId === undefined) return;
    const providers = linked.get(userId) ?? new Set();
    const isTheirs = (address.get(userId) ?? email) === email || (provider && providers.has(email));
    expect([userId, email, isTheirs]).toEqual([userId, email, true]);
    address.set(userId, address.get(userId) ?? email);
    if (provider) linked.set(userId, providers.add(email));
    const holders = [];
    for (const user of pool.users.values())
      if ((await pool.userIdOf(user)) === userId) holders.push(user.sub);
    expect(holders).toHaveLength(1);
  };

  return async (each: Step): Promise<void> => {
    if (each.kind === "legacy password")
      await reached(await pool.signIn(each.email, legacyPassword(each.email)), each.email, false);
    if (each.kind === "forgotten password")
      await reached(await pool.reset(each.email, "Reset-Pass-1!"), each.email, false);
    if (each.kind === "Google")
      await reached(await pool.federated(`of-${each.email}`, each.email), each.email, true);
    const user = "pick" in each ? chosen(each.pick) : undefined;
    const userId = user && (await pool.userIdOf(user));
    if (user !== undefined && userId !== undefined) {
      const isFederated = user.status === "EXTERNAL_PROVIDER";
      if (each.kind === "refresh") await pool.refresh(user);
      if (each.kind === "change of address" && !isFederated && pool.native(each.email) === undefined) {
        pool.put({ ...user, email: each.email, emailVerified: true });
        address.set(userId, each.email);
      }
      if (each.kind === "unlink" && !isFederated) {
        pool.put({ ...user, identities: [] });
        linked.delete(userId);
      }
      if (each.kind === "delete") {
        pool.users.delete(user.username);
        linked.delete(userId);
        // An address that no trigger has seen is lost with the pool user.
        address.set(userId, (await pool.ports.directory.profile(userId))?.email ?? "");
      }
    }
    await pool.settle();
  };
};

it("a user id is reached by its present address or its linked provider, and has one pool user", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 16, size: "max" }), async (steps) => {
      const play = history();
      for (const each of steps) await play(each);
    }),
    { numRuns: 200 },
  );
});
