import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { userSubject } from "../../shared/domain/audit/audit-event.js";
import { sameAddress } from "../../shared/flows/operator/find-duplicates.js";
import { repairAddress } from "../../shared/flows/operator/repair-duplicates.js";
import { memoryLogger } from "../../shared/memory/telemetry.js";
import { operatorPorts } from "../../shared/wiring/operator/ports.js";
import { type DuplicatesWorld, startDuplicatesWorld } from "./duplicates-world.js";
import { dyingAfter, Killed } from "./dying-ports.js";
import { ownedRow, rowsNaming } from "./given-holdings.js";

let world: DuplicatesWorld;
beforeAll(async () => {
  world = await startDuplicatesWorld();
});
afterAll(() => world.close());

const all = ["acc-1", "acc-2"].map(
  (systemAccountId) => ({ systemAccountId, role: "Viewer", status: "ACTIVE" }) as const,
);

it("the next run completes a merge that was killed after any call, without losing or repeating anything", async () => {
  let finished = false;
  for (let last = 1; !finished; last += 1) {
    const { email, username, userId, duplicateUserId, federated } = await world.givenDuplicate(
      { native: all.slice(0, 1), federated: all },
      { federated: `legacy-${last}` },
    );
    await world.cli.put("directory", ownedRow(duplicateUserId, "acc-2", `doc:owned-${last}`));
    const real = operatorPorts(process.env, { operator: "ops", logger: memoryLogger() });
    // The wait for the next second is a call like the others, but takes no time here.
    const quick = { ...real, minimumDuration: { until: async () => undefined } };
    const { ports } = dyingAfter(last, quick);
    const outcome = await sameAddress(real, email)
      .then((same) => repairAddress(ports, same, true))
      .catch((error: unknown) => error);
    finished = !(outcome instanceof Killed);
    if (finished) expect(outcome).toMatchObject([{ outcome: "merged" }]);
    const { code } = await world.cli.json("identities", "repair", "--apply", "--email", email);

    expect({ last, code }).toEqual({ last, code: 0 });
    expect(await world.poolUsers(email)).toMatchObject([
      { username, identities: [{ subject: federated.subject }] },
    ]);
    expect((await world.cli.directory.memberships(duplicateUserId, { limit: 10 })).items).toEqual([]);
    expect(await world.cli.directory.profile(userId)).toMatchObject({
      membershipCount: 2,
      legacyId: `legacy-${last}`,
    });
    expect(await rowsNaming(world.cli, duplicateUserId)).toEqual([]);
    expect((await world.cli.events(userSubject(userId))).map(({ type }) => type).sort()).toEqual([
      "identity.linked",
      "identity.merge_started",
      "identity.merged",
      "membership.merged",
      "membership.merged",
      "migration.merged",
      "permission.merged",
    ]);
    expect(last).toBeLessThan(40);
  }
}, 240_000);
