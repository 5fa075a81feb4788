/**
 * Answers a probe of the legacy system: asks both questions about a name that no user has. The answers note the start and
 * the end of an outage for all functions, and the second one's time moves the floor. The look-up comes first: it opens the
 * connection, so the time does not depend on whether this function has called the legacy system before.
 */
import { stepsAfterProbe } from "../../domain/answer-floor.js";
import { showsOutage } from "../../domain/legacy-outage.js";
import type { LegacyAnswer, Ports, Settings } from "../../ports/index.js";

export type ProbeAnswerDeps = Pick<
  Ports,
  "answerFloors" | "clock" | "legacy" | "minimumDuration" | "outages"
> &
  Pick<Settings, "floor">;

/** The password is checked after this time at the latest. Otherwise a slow system would be out of the trigger's time. */
const LOOKUP_AHEAD_MS = 300;

/** Never rejects. */
export const answerProbe = async (deps: ProbeAnswerDeps, name: string, password: string): Promise<void> => {
  const { clock, legacy, minimumDuration, outages } = deps;
  const lookup = legacy.lookup(name);
  const ahead = minimumDuration.until(new Date(clock.now().getTime() + LOOKUP_AHEAD_MS));
  const early = await Promise.race([lookup, ahead]);
  const asked = clock.now().getTime();
  const verify = early?.kind === "unavailable" ? early : await legacy.verify(name, password);
  const legacyMs = timeOf(verify, clock.now().getTime() - asked);
  const answers = [verify, await lookup];
  await Promise.all([
    legacyMs !== undefined && moveFloor(deps, legacyMs),
    answers.some(showsOutage) && outages.report("legacy"),
    answers.every(({ kind }) => kind !== "unavailable") && outages.clear("legacy"),
  ]);
};

const moveFloor = async (
  { answerFloors, clock, floor }: ProbeAnswerDeps,
  legacyMs: number,
): Promise<void> => {
  if (floor.mostMs === 0) return;
  const record = await answerFloors.read();
  const steps = record && stepsAfterProbe(record.steps, { now: clock.now().getTime(), legacyMs }, floor);
  if (record && steps) await answerFloors.replace(record, steps);
};

/** A call that was cut may have needed any time. Other failures are quick, and say nothing about the usual time. */
const timeOf = (answer: LegacyAnswer, tookMs: number): number | undefined => {
  if (answer.kind !== "unavailable") return tookMs;
  return answer.reason === "timeout" || answer.reason === "no_time_left"
    ? Number.POSITIVE_INFINITY
    : undefined;
};
