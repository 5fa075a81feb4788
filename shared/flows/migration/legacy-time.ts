/**
 * The time of the legacy system within a request of our endpoints. The call is cut before the floor of the request, so
 * that no answer is later than its floor. The call's duration decides the floor of later requests.
 */
import { cutAt, floorAt, nextSteps } from "../../domain/answer-floor.js";
import type { FloorRecord, LegacyAnswer, Ports, Settings } from "../../ports/index.js";

export type LegacyTimeDeps = Pick<Ports, "answerFloors" | "clock"> & Pick<Settings, "floor">;

type LegacyTime = {
  /** `ask` gets its time limit; undefined if there is none. */
  within(ask: (withinMs: number | undefined) => Promise<LegacyAnswer>): Promise<LegacyAnswer>;
};

/** `began`: undefined for calls that did not come through our endpoints. They have no floor. */
export const legacyTime = async (deps: LegacyTimeDeps, began: Date | undefined): Promise<LegacyTime> => {
  const { answerFloors, clock, floor } = deps;
  if (began === undefined || floor.mostMs === 0) return { within: (ask) => ask(undefined) };
  const start = began.getTime();
  const record = await answerFloors.read();
  const cut = cutAt(floorAt(record?.steps ?? [], start, floor));
  return {
    within: async (ask) => {
      const answer = await ask(start + cut - clock.now().getTime());
      if (record !== undefined && isEvidence(answer))
        await noteTime(deps, record, clock.now().getTime() - start);
      return answer;
    },
  };
};

const noteTime = async (
  { answerFloors, clock, floor }: LegacyTimeDeps,
  record: FloorRecord,
  tookMs: number,
): Promise<void> => {
  const steps = nextSteps(record.steps, { now: clock.now().getTime(), tookMs, lowers: true }, floor);
  if (steps !== undefined) await answerFloors.replace(record, steps);
};

/** Other failures than timeouts are quick, so they are not evidence of the system's usual time. */
const isEvidence = (answer: LegacyAnswer): boolean =>
  answer.kind !== "unavailable" || answer.reason === "floor_reached" || answer.reason === "timeout";
