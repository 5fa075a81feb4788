/**
 * The floor of a stage: the time that every failed sign-in, forgotten password and code takes, so that an answer's
 * duration does not reveal which path it took. The floor follows the legacy system: it is raised at once and lowered
 * slowly. A request's floor is the one at its start. So a change that the request itself causes does not move its own
 * answer, and function and trigger compute the same floor without a message between them.
 */

export type FloorRange = {
  readonly leastMs: number;
  /** 0: no floor. */
  readonly mostMs: number;
};

/** The floor of requests that begin at `since` (milliseconds since 1970) or later. */
export type FloorStep = { readonly since: number; readonly floorMs: number };

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

export const floorAt = (steps: readonly FloorStep[], began: number, range: FloorRange): number => {
  const step = steps.findLast(({ since }) => since <= began);
  return Math.max(range.leastMs, Math.min(range.mostMs, step?.floorMs ?? range.leastMs));
};

/** The time after the start of a request at which its legacy call is cut. */
export const cutAt = (floorMs: number): number => floorMs - RETURN_MS;

/** The floor for requests that take this long: a quarter more, and the return. */
const neededFor = (tookMs: number): number => tookMs * 1.25 + RETURN_MS;
const raisedFor = (tookMs: number): number => Math.ceil(tookMs * 1.5) + RETURN_MS;

/**
 * The steps after a request that took `tookMs`; undefined if they do not change. A request that was cut may have needed
 * any time, so the floor becomes the highest. `lowers`: the request is evidence of the slowest path.
 */
export const nextSteps = (
  steps: readonly FloorStep[],
  seen: { readonly now: number; readonly tookMs: number; readonly lowers: boolean },
  range: FloorRange,
): readonly FloorStep[] | undefined => {
  const { now, tookMs, lowers } = seen;
  const last = steps.at(-1);
  const current = floorAt(steps, Number.POSITIVE_INFINITY, range);
  const floorMs =
    raised(current, tookMs, range) ?? (lowers ? lowered(current, seen, last, range) : undefined);
  if (floorMs === undefined) return undefined;
  const inForce = steps.findLast(({ since }) => since <= now - KEPT_MS);
  const kept = steps.filter((step) => step === inForce || step.since > now - KEPT_MS);
  const since = Math.max(now + EFFECT_MS, last?.since ?? 0);
  return [...kept.filter((step) => step.since < since), { since, floorMs }];
};

const raised = (current: number, tookMs: number, { mostMs }: FloorRange): number | undefined => {
  if (current >= mostMs || neededFor(tookMs) <= current) return undefined;
  return tookMs >= cutAt(current) ? mostMs : Math.min(mostMs, raisedFor(tookMs));
};

const lowered = (
  current: number,
  { now, tookMs }: { readonly now: number; readonly tookMs: number },
  last: FloorStep | undefined,
  { leastMs }: FloorRange,
): number | undefined => {
  if (last !== undefined && now - last.since < LOWERED_EVERY_MS) return undefined;
  const next = Math.max(leastMs, raisedFor(tookMs), Math.floor(current * LOWERED_BY));
  return next < current ? next : undefined;
};
