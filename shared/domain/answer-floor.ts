/**
 * The floor of a stage: the time that every failed sign-in, forgotten password and code takes, so that an answer's
 * duration does not reveal which path it took. Probes of the legacy system raise it at once and lower it slowly. No call
 * with a user's name moves it, because a caller could see that. A request's floor is the one at its start. So a change
 * that follows from the request does not move its own answer, and function and trigger compute the same floor without a
 * message between them.
 */

export type FloorRange = {
  readonly leastMs: number;
  /** 0: no floor. */
  readonly mostMs: number;
};

/** The floor of requests that begin at `since` (milliseconds since 1970) or later. */
export type FloorStep = { readonly since: number; readonly floorMs: number };

/** From the start of the request to its legacy call, if no function starts cold. */
const START_MS = 300;
/** From the end of the legacy call to the answer of the endpoint. */
const RETURN_MS = 300;
/** Shortest time above the legacy deadline that a floor leaves for all other calls of a failed sign-in. */
export const FLOOR_ABOVE_DEADLINE_MS = 1_000;
/** Every function that serves a request has read a step when it takes effect. */
const EFFECT_MS = 200;
/** The longest duration of a request. Older steps affect no request. */
const KEPT_MS = 60_000;
/** Slower than cold starts come back: a call that is cut for one refuses a correct password. */
const LOWERED_EVERY_MS = 5 * 60_000;
const LOWERED_BY = 0.95;
/** The floor does not follow small differences between probes. */
const GRAIN_MS = 50;

export const floorAt = (steps: readonly FloorStep[], began: number, range: FloorRange): number => {
  const step = steps.findLast(({ since }) => since <= began);
  return Math.max(range.leastMs, Math.min(range.mostMs, step?.floorMs ?? range.leastMs));
};

/** The time after the start of a request at which its legacy call is cut. */
export const cutAt = (floorMs: number): number => floorMs - RETURN_MS;

/** The floor for a legacy system that takes this long: a quarter more, and the way to it and back. */
const neededFor = (legacyMs: number): number => legacyMs * 1.25 + START_MS + RETURN_MS;
const raisedFor = (legacyMs: number): number =>
  Math.ceil((legacyMs * 1.5 + START_MS + RETURN_MS) / GRAIN_MS) * GRAIN_MS;

/** What the floor is moved by, at the time `now`. */
type Seen = { readonly now: number };

/** The steps after a probe for which the legacy system took `legacyMs`; undefined if they do not change. */
export const stepsAfterProbe = (
  steps: readonly FloorStep[],
  { now, legacyMs }: Seen & { readonly legacyMs: number },
  range: FloorRange,
): readonly FloorStep[] | undefined => {
  const current = latest(steps, range);
  const wanted = Math.min(range.mostMs, raisedFor(legacyMs));
  const raised = neededFor(legacyMs) > current && wanted > current ? wanted : undefined;
  return withStep(steps, now, raised ?? lowered(steps, { now, leastMs: wanted }, range));
};

/**
 * The steps after an answer to a request; undefined if they do not change. A late answer raises the floor to the highest:
 * it has revealed its path already. `lowers`: no legacy system decides the floor.
 */
export const stepsAfterAnswer = (
  steps: readonly FloorStep[],
  { now, late, lowers }: Seen & { readonly late: boolean; readonly lowers: boolean },
  range: FloorRange,
): readonly FloorStep[] | undefined => {
  if (late) return withStep(steps, now, latest(steps, range) < range.mostMs ? range.mostMs : undefined);
  return withStep(steps, now, lowers ? lowered(steps, { now, leastMs: range.leastMs }, range) : undefined);
};

const latest = (steps: readonly FloorStep[], range: FloorRange): number =>
  floorAt(steps, Number.POSITIVE_INFINITY, range);

const lowered = (
  steps: readonly FloorStep[],
  { now, leastMs }: Seen & { readonly leastMs: number },
  range: FloorRange,
): number | undefined => {
  const last = steps.at(-1);
  if (last !== undefined && now - last.since < LOWERED_EVERY_MS) return undefined;
  const current = latest(steps, range);
  const next = Math.max(range.leastMs, leastMs, Math.floor(current * LOWERED_BY));
  return next < current ? next : undefined;
};

const withStep = (
  steps: readonly FloorStep[],
  now: number,
  floorMs: number | undefined,
): readonly FloorStep[] | undefined => {
  if (floorMs === undefined) return undefined;
  const inForce = steps.findLast(({ since }) => since <= now - KEPT_MS);
  const kept = steps.filter((step) => step === inForce || step.since > now - KEPT_MS);
  const since = Math.max(now + EFFECT_MS, steps.at(-1)?.since ?? 0);
  return [...kept.filter((step) => step.since < since), { since, floorMs }];
};
