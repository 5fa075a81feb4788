/**
 * Delays an answer until the floor of its request. An answer that is ready later than its floor waits for the highest
 * floor, and raises the floor of later requests.
 */
import { floorAt, stepsAfterAnswer } from "../domain/answer-floor.js";
import type { Ports, Settings } from "../ports/index.js";

export type FloorDeps = Pick<Ports, "answerFloors" | "clock" | "minimumDuration"> & Pick<Settings, "floor">;

/** Enough to send the request of the probe to the pool before the function is frozen. */
const PROBE_LEAD_MS = 150;

/**
 * Calls `sendProbe` shortly before the answer, at a time that depends only on the start and the floor of the request.
 * The answer does not wait for its end. `waitForFloor` and `sendProbe` never reject.
 */
export const waitForFloor = async (
  deps: FloorDeps,
  began: Date,
  sendProbe?: () => Promise<void>,
): Promise<void> => {
  const { answerFloors, clock, floor, minimumDuration } = deps;
  if (floor.mostMs === 0) return sendProbe?.();
  const record = await answerFloors.read();
  const now = clock.now().getTime();
  const start = began.getTime();
  const floorMs = record === undefined ? floor.mostMs : floorAt(record.steps, start, floor);
  const late = now - start > floorMs;
  const answerAt = start + (late ? floor.mostMs : floorMs);
  // Where there is a legacy system, only probes are evidence that a lower floor is enough.
  const steps = record && stepsAfterAnswer(record.steps, { now, late, lowers: !floor.followsLegacy }, floor);
  const written = record && steps && answerFloors.replace(record, steps);
  if (sendProbe !== undefined) {
    await minimumDuration.until(new Date(answerAt - PROBE_LEAD_MS));
    void sendProbe();
  }
  await Promise.all([minimumDuration.until(new Date(answerAt)), written]);
};

/** Runs `work`. If it fails, the failure takes the time of the floor; a success does not wait. */
export const failAtFloor = async <T>(deps: FloorDeps, work: () => Promise<T>): Promise<T> => {
  const began = deps.clock.now();
  try {
    return await work();
  } catch (thrown) {
    await waitForFloor(deps, began);
    throw thrown;
  }
};
