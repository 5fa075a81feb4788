import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { userSubject } from "../../shared/domain/audit/audit-event.js";
import { sameAddress } from "../../shared/flows/operator/find-duplicates.js";
import { repairAddress } from "../../shared/flows/operator/repair-duplicates.js";
import { memoryLogger } from "../../shared/memory/telemetry.js";
import type { OperatorPorts } from "../../shared/ports/operators.js";
import { operatorPorts } from "../../shared/wiring/operators.js";
import { type DuplicatesWorld, startDuplicatesWorld } from "./duplicates-world.js";

let world: DuplicatesWorld;
beforeAll(async () => {
  world = await startDuplicatesWorld();
});
afterAll(() => world.close());

class Killed extends Error {}

/** Ports whose caller is killed once `last` calls have been made: each of them took effect. */
const dyingAfter = (last: number, ports: OperatorPorts): { ports: OperatorPorts; calls(): number } => {
  let made = 0;
  const dying = <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get: (target, name, receiver) => {
        const member: unknown = Reflect.get(target, name, receiver);
        if (typeof member !== "function") return member;
        return (...input: unknown[]) => {
          const answer: unknown = member.apply(target, input);
          if (!(answer instanceof Promise)) return answer;
          made += 1;
          const mine = made;
          return answer.then((value: unknown) => {
            if (mine >= last) throw new Killed();
            return value;
          });
        };
      },
    });
  const wrapped = Object.entries(ports).map(([name, port]) => [
    name,
    typeof port === "object" ? dying(port as object) : port,
  ]);
  return { ports: Object.fromEntries(wrapped) as OperatorPorts, calls: () => made };
};

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
    const real = operatorPorts(process.env, { operator: "ops", logger: memoryLogger() });
    const { ports } = dyingAfter(last, real);
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
    expect(await world.cli.directory.memberships(duplicateUserId, 10)).toEqual([]);
    expect(await world.cli.directory.profile(userId)).toMatchObject({
      membershipCount: 2,
      legacyId: `legacy-${last}`,
    });
    expect((await world.cli.events(userSubject(userId))).map(({ type }) => type).sort()).toEqual([
      "identity.linked",
      "identity.merge_started",
      "identity.merged",
      "membership.merged",
      "membership.merged",
      "migration.merged",
    ]);
    expect(last).toBeLessThan(40);
  }
}, 120_000);
