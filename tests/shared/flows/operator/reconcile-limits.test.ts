import { expect, it } from "@jest/globals";
import { type ReconcileDeps, reconcileUsers } from "../../../../shared/flows/operator/reconcile-users.js";
import { memoryPorts } from "../../../../shared/memory/ports.js";
import { profileOf } from "../../../support/users.js";

/** A directory with so many users, of whom the pool has all but `missing`. */
const world = (count: number, missing: number) => {
  const profiles = Array.from({ length: count }, (_, index) =>
    profileOf({ userId: `usr_${index}`, sub: `sub-${index}` }),
  );
  const ports = memoryPorts({ profiles });
  const inPool = profiles
    .slice(missing)
    .map(({ sub = "" }) => ({ sub, username: sub, enabled: true }) as const);
  const bySub = new Map(inPool.map((user) => [user.sub, user]));
  const deps = {
    ...ports,
    operator: "ops",
    users: {
      profiles: async function* () {
        yield* profiles;
      },
    },
    poolUsers: {
      poolId: async () => "us-east-1_Example01",
      all: async function* () {
        yield* inPool;
      },
      bySub: async (sub: string) => bySub.get(sub),
    },
  } as unknown as ReconcileDeps;
  return { ports, deps };
};
const ended = ({ directory }: ReturnType<typeof memoryPorts>) =>
  [...directory.profiles.values()].filter(({ status }) => status === "SUSPENDED").length;

it.each([
  [10_000, 100, false],
  [20_000, 101, true],
  [200, 2, false],
  [200, 3, true],
  [0, 0, false],
])("of %i users, %i would end: stops is %p", async (count, missing, stopped) => {
  const { ports, deps } = world(count, missing);
  const report = await reconcileUsers(deps, { dryRun: false, goOn: false });
  expect(report).toMatchObject({ compared: count, stopped });
  expect(ended(ports)).toBe(stopped ? 0 : missing);
});

it("goes on if the operator asks for it", async () => {
  const { ports, deps } = world(200, 50);
  const report = await reconcileUsers(deps, { dryRun: false, goOn: true });
  expect(report.stopped).toBe(false);
  expect(ended(ports)).toBe(50);
});
