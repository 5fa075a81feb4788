/**
 * Counts a sign-in before the password is checked. A short pause is waited out: the counters also hold sign-ins
 * that are still being answered, and those of right passwords are refunded.
 *
 * The counter of name and network is read before, and counted after a failure alone: the name's counter bounds what a
 * burst can pass.
 */
import { networkRule, networkRuleInOutage, THROTTLES } from "../../domain/throttle-rule.js";
import type { Ports } from "../../ports/index.js";
import {
  type Count,
  type Counted,
  type Counter,
  countAttempts,
  type Group,
  type Refusal,
} from "../count-attempt.js";
import { type RepeatDeps, repeatWhile } from "../repeat-while.js";
import {
  type Beyond,
  countFromSource,
  countInTurn,
  ownCounter,
  pairCounter,
  type SignInSource,
} from "./sign-in-source.js";

type Deps = RepeatDeps & Pick<Ports, "throttle">;

/** The rule of name and network. Its counter is read with the source. */
export const PAIR_RULE = THROTTLES.signInPerIdentifierAndAddress;

export type SignInCount =
  | Refusal
  | {
      readonly kind: "counted";
      readonly counted: readonly Counted[];
      /** The counters that a failure counts on. */
      readonly onFailure: readonly Counter[];
      readonly beyond?: Beyond;
    };

const SHORT_PAUSE_SECONDS = 4;
const LOOK_AGAIN_MS = 500;
const LONGEST_WAIT_MS = 5_000;
/** A known source has few attempts at once, and many right sign-ins at once succeed one after the other. */
const LONGEST_WAIT_OF_KNOWN_MS = 12_000;

/**
 * `outage`: the legacy system is recorded as down.
 * @throws AuthError `temporarily_unavailable` if the attempt cannot be counted.
 */
export const countSignIn = async (
  deps: Deps,
  source: SignInSource,
  outage: boolean,
): Promise<SignInCount> => {
  const isDevice = source.known?.as === "device";
  const ownRule = isDevice ? THROTTLES.signInFromDevice : THROTTLES.signInFromNetwork;
  const own: readonly Group[] = [[ownCounter(ownRule, source)]];
  const common = [networkCounter(source, outage), nameCounter(source, outage)];
  const pair = outage ? undefined : pairCounter(PAIR_RULE, source);
  if (isDevice) {
    // Beyond its own attempts, a device counts on the pair before.
    const ordinary = [...(pair === undefined ? [] : [[pair]]), common];
    const count = await patiently(deps, LONGEST_WAIT_OF_KNOWN_MS, () =>
      countFromSource(deps, source, { own, ordinary }),
    );
    return count.kind === "refused" ? count : { ...count, onFailure: [] };
  }
  const pairIsFree = pairIsFreeAt(deps, source);
  const count = await countInTurn(deps, {
    ordinary: () =>
      patiently(deps, LONGEST_WAIT_MS, async () => {
        const waitMs = pairIsFree.getTime() - deps.clock.now().getTime();
        return pair !== undefined && waitMs > 0 ? refusedByPair(waitMs) : countAttempts(deps, [common]);
      }),
    own: () => patiently(deps, LONGEST_WAIT_OF_KNOWN_MS, () => countAttempts(deps, own)),
  });
  if (count.kind === "refused") return count;
  return { ...count, onFailure: pair === undefined || count.beyond !== undefined ? [] : [pair] };
};

/** Counts, and again after a short pause. */
const patiently = (deps: Deps, longestMs: number, count: () => Promise<Count>): Promise<Count> =>
  repeatWhile(
    deps,
    count,
    (answer) => answer.kind === "refused" && answer.retryAfterSeconds <= SHORT_PAUSE_SECONDS,
    { longestMs, pauseMs: LOOK_AGAIN_MS },
  );

const pairIsFreeAt = ({ clock }: Deps, { facts: { attempt } }: SignInSource): Date =>
  new Date(clock.now().getTime() + (attempt?.retryAfterSeconds ?? 0) * 1_000);

const refusedByPair = (waitMs: number): Refusal => ({
  kind: "refused",
  retryAfterSeconds: Math.ceil(waitMs / 1_000),
  by: [PAIR_RULE.name],
});

/** In an outage, the name has fewer attempts than the pair, which keeps its own for the time after it. */
const nameCounter = ({ name }: SignInSource, outage: boolean): Counter => [
  outage ? THROTTLES.signInDuringOutage : THROTTLES.signInPerIdentifier,
  name,
];

const networkCounter = ({ facts, network }: SignInSource, outage: boolean): Counter => [
  (outage ? networkRuleInOutage : networkRule)(facts.networkNames),
  network,
];
