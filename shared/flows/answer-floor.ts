/**
 * Delays an answer until the floor of its request. An answer that is ready later than its floor waits for the highest
 * floor, and raises the floor of later requests.
 */
import { floorAt, nextSteps } from "../domain/answer-floor.js";
import type { Ports, Settings } from "../ports/index.js";

export type FloorDeps = Pick<Ports, "answerFloors" | "clock" | "minimumDuration"> & Pick<Settings, "floor">;

/** Never rejects. */
export const waitForFloor = async (deps: FloorDeps, began: Date): Promise<void> => {
  const { answerFloors, clock, floor } = deps;
  if (floor.mostMs === 0) return;
  const record = await answerFloors.read();
  const now = clock.now().getTime();
  const start = began.getTime();
  const tookMs = now - start;
  const floorMs = record === undefined ? floor.mostMs : floorAt(record.steps, start, floor);
  // Where there is a legacy system, only its calls are evidence that a lower floor is enough.
  const steps = record && nextSteps(record.steps, { now, tookMs, lowers: !floor.followsLegacy }, floor);
  await Promise.all([
    deps.minimumDuration.until(new Date(start + (tookMs <= floorMs ? floorMs : floor.mostMs))),
    record && steps && answerFloors.replace(record, steps),
  ]);
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
