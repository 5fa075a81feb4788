/**
 * Finds out whether an outage of the legacy system is over, by a sign-in with a name that no user has. Called after every
 * failed sign-in during an outage, whatever its name is, so that the end of the outage reveals nothing about a name.
 */
import { reservedName } from "../../domain/reserved-name.js";
import type { Ports } from "../../ports/index.js";

export type ProbeDeps = Pick<Ports, "outages" | "random" | "userPool">;

const PAUSE_MS = 1_000;

/** `began` limits the probe to the floor of the request. Never rejects. */
export const probeLegacy = async ({ outages, random, userPool }: ProbeDeps, began: Date): Promise<void> => {
  if (!(await outages.takeProbe("legacy", PAUSE_MS))) return;
  await userPool.signIn(reservedName(random.id("unknown")), random.id("probe"), began).catch(() => undefined);
};
