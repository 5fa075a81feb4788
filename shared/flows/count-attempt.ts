/** Counts attempts before any other work, and rejects them when the limit of a throttle is reached. */
import { AuthError } from "../domain/errors.js";
import type { ThrottleRule } from "../domain/throttle-rule.js";
import type { Attempt, Ports } from "../ports/index.js";

type Deps = Pick<Ports, "throttle">;

/** A rule and the key that it counts by. */
export type Counter = readonly [ThrottleRule, string];
/** A counted attempt, which can be refunded. */
export type Counted = { readonly counter: Counter; readonly attemptNumber: number | undefined };
export type Refusal = {
  readonly kind: "refused";
  readonly retryAfterSeconds: number;
  /** The names of the rules that refused. */
  readonly by: readonly string[];
};
export type Count = { readonly kind: "counted"; readonly counted: readonly Counted[] } | Refusal;

/** Counters that are asked side by side. */
export type Group = readonly Counter[];

/** @throws AuthError `too_many_requests`, with `retryAfterSeconds`. */
export const countAttempt = async (deps: Deps, rule: ThrottleRule, key: string): Promise<void> => {
  const { allowed, retryAfterSeconds } = await deps.throttle.take(rule, key);
  if (!allowed) throw new AuthError("too_many_requests", { retryAfterSeconds });
};

/** Counts an attempt on all counters, or on none. @throws AuthError as `countAttempt`. */
export const countOnAll = async (deps: Deps, counters: Group): Promise<void> => {
  const count = await countAttempts(deps, [counters]);
  if (count.kind === "refused")
    throw new AuthError("too_many_requests", { retryAfterSeconds: count.retryAfterSeconds });
};

/**
 * Counts an attempt on several counters: one group after another, the counters of a group concurrently. An attempt
 * that one counter refuses, or cannot count, is refunded on the others.
 */
export const countAttempts = async (deps: Deps, groups: readonly Group[]): Promise<Count> => {
  const counted: Counted[] = [];
  for (const group of groups) {
    const answers = await Promise.allSettled(group.map(([rule, key]) => deps.throttle.take(rule, key)));
    counted.push(...group.flatMap((counter, index) => countedBy(counter, answers[index])));
    const uncounted = answers.find((answer) => answer.status === "rejected");
    const refusals = answers.flatMap(refusalOf);
    if (uncounted === undefined && refusals.length === 0) continue;
    await refundAttempts(deps, counted);
    if (uncounted !== undefined) throw uncounted.reason;
    const by = group.flatMap(([{ name }], index) => (refusalOf(answers[index]).length > 0 ? [name] : []));
    return { kind: "refused", retryAfterSeconds: Math.max(...refusals), by };
  }
  return { kind: "counted", counted };
};

/** Never rejects. */
export const refundAttempts = async (deps: Deps, counted: readonly Counted[]): Promise<void> => {
  await Promise.all(
    counted.map(({ counter: [rule, key], attemptNumber }) => deps.throttle.refund(rule, key, attemptNumber)),
  );
};

/** Counts failures on counters that were only read before. Never rejects. */
export const countFailures = async (deps: Deps, counters: readonly Counter[]): Promise<void> => {
  await Promise.allSettled(counters.map(([rule, key]) => deps.throttle.take(rule, key)));
};

const countedBy = (counter: Counter, answer: PromiseSettledResult<Attempt> | undefined): Counted[] =>
  answer?.status === "fulfilled" && answer.value.allowed
    ? [{ counter, attemptNumber: answer.value.attemptNumber }]
    : [];

const refusalOf = (answer: PromiseSettledResult<Attempt> | undefined): number[] =>
  answer?.status === "fulfilled" && !answer.value.allowed ? [answer.value.retryAfterSeconds] : [];
