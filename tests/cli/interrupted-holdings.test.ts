/** The move of what a duplicate holds, killed after any call: the next run completes it. */
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { userSubject } from "../../shared/domain/audit/audit-event.js";
import type { Merge } from "../../shared/domain/duplicates.js";
import { moveHoldings } from "../../shared/flows/operator/move-holdings.js";
import { memoryLogger } from "../../shared/memory/telemetry.js";
import { operatorPorts } from "../../shared/wiring/operator/ports.js";
import { type CliWorld, startCliWorld } from "../support/cli-world.js";
import { accountOf } from "../support/users.js";
import { dyingAfter, Killed } from "./dying-ports.js";
import { allOf, holdingRows, holdingsOf, rowsNaming } from "./given-holdings.js";

let cli: CliWorld;
beforeAll(async () => {
  cli = await startCliWorld("http://127.0.0.1:9");
  await cli.givenAccounts(accountOf(), accountOf({ systemAccountId: "acc-2" }));
  // The ports are those of the last command.
  await cli.local("keys", "list", "--account", "acc-1");
});
afterAll(() => cli.close());

it("the next run moves the rest, without losing or repeating anything", async () => {
  const real = operatorPorts(process.env, { operator: "ops", logger: memoryLogger() });
  let finished = false;
  for (let last = 1; !finished; last += 1) {
    const merge = {
      ...{ userId: `usr_kept${last}`, duplicateUserId: `usr_twin${last}`, sub: `sub-${last}` },
      ...{ email: "twin@example.com", identity: { provider: "Google", subject: "9" } },
    } as Merge;
    const { userId, duplicateUserId } = merge;
    const role = { role: "Viewer", status: "ACTIVE" } as const;
    await cli.givenMemberships(
      { ...role, userId, systemAccountId: "acc-1" },
      { ...role, userId: duplicateUserId, systemAccountId: "acc-1" },
      { ...role, userId: duplicateUserId, systemAccountId: "acc-2" },
    );
    const places = [
      ["acc-1", `one${last}`],
      ["acc-2", `two${last}`],
    ] as const;
    for (const [account, suffix] of places)
      await cli.put("directory", ...holdingRows(duplicateUserId, account, suffix));
    const { ports } = dyingAfter(last, real);
    const outcome = await moveHoldings(ports, merge).catch((error: unknown) => error);
    finished = !(outcome instanceof Killed);

    expect(await moveHoldings(real, merge)).toEqual([]);
    for (const [account, suffix] of places)
      expect(await holdingsOf(cli, userId, account, suffix)).toEqual(allOf(userId, suffix));
    const named = (await rowsNaming(cli, duplicateUserId)).map(({ sk }) => sk);
    expect(named).toEqual([`MEMBER#${duplicateUserId}`, `MEMBER#${duplicateUserId}`]);
    const events = await cli.events(userSubject(userId));
    expect(events.map(({ details }) => details.reason)).toEqual(Array.from({ length: 14 }, () => "moved"));
    expect(last).toBeLessThan(40);
  }
}, 120_000);
