/**
 * Probes the legacy system by a sign-in with a name that no user has. UserMigration answers the probe: it measures the
 * floor, and notes the start and the end of an outage. Every failed sign-in, forgotten password and sign-up may send it,
 * whatever its name is, so neither the floor nor an outage reveals anything about a name.
 */
import { reservedName } from "../../domain/reserved-name.js";
import type { Ports } from "../../ports/index.js";
import { type FloorDeps, waitForFloor } from "../answer-floor.js";

export type ProbeDeps = FloorDeps & Pick<Ports, "outages" | "random" | "userPool">;

/** For the whole stage. */
const PAUSE_MS = 1_000;

/** Waits for the floor of a request, and sends a probe shortly before. Never rejects. */
export const waitAndProbe = (deps: ProbeDeps, began: Date): Promise<void> =>
  waitForFloor(deps, began, () => probeLegacy(deps));

const probeLegacy = async ({ floor, outages, random, userPool }: ProbeDeps): Promise<void> => {
  if (!floor.followsLegacy || !(await outages.takeProbe("legacy", PAUSE_MS))) return;
  await userPool.signIn(reservedName(random.id("unknown")), random.id("probe")).catch(() => undefined);
};
