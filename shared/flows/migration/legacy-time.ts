/**
 * The time that the legacy system may take within a request of our endpoints. The call is cut before the floor of the
 * request, so that no answer is later than its floor. The floor does not follow these calls, but probes.
 */
import { cutAt, floorAt } from "../../domain/answer-floor.js";
import type { Ports, Settings } from "../../ports/index.js";

export type LegacyTimeDeps = Pick<Ports, "answerFloors" | "clock"> & Pick<Settings, "floor">;

/**
 * Returns what is left of the time when it is called; undefined if there is no limit. `began`: undefined for callers that
 * did not come through our endpoints. No floor hides the time of those.
 */
export const legacyTime = async (
  { answerFloors, clock, floor }: LegacyTimeDeps,
  began: Date | undefined,
): Promise<() => number | undefined> => {
  if (began === undefined || floor.mostMs === 0) return () => undefined;
  const start = began.getTime();
  const record = await answerFloors.read();
  const cut = start + cutAt(floorAt(record?.steps ?? [], start, floor));
  return () => cut - clock.now().getTime();
};
