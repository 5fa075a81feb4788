/**
 * Counts a sign-in before the password is checked. A short pause is waited out: the counters also hold sign-ins
 * that are still being answered, and those of right passwords are refunded.
 *
 * Two counters are counted after a failure alone, because another one bounds what a burst can pass: that of an unknown
 * source's name and network, which is read before (bounded by the name's), and that of a known network (by each source's own).
 */
import { networkRule, networkRuleInOutage, THROTTLES } from "../../domain/throttle-rule.js";
import type { Ports } from "../../ports/index.js";
import type { Count, Counted, Counter, Refusal } from "../count-attempt.js";
import { type RepeatDeps, repeatWhile } from "../repeat-while.js";
import { countFromSource, ownCounter, pairCounter, type SignInSource } from "./sign-in-source.js";

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
    };

const SHORT_PAUSE_SECONDS = 4;
const LOOK_AGAIN_MS = 500;
const LONGEST_WAIT_MS = 5_000;
/** A known source has few attempts at once. Many right sign-ins at once pass in turn. */
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
  const pairIsFree = pairIsFreeAt(deps, source);
  const count = await repeatWhile(
    deps,
    () => countOnce(deps, source, { outage, pairIsFree }),
    (answer) => answer.kind === "refused" && answer.retryAfterSeconds <= SHORT_PAUSE_SECONDS,
    {
      longestMs: source.known === undefined ? LONGEST_WAIT_MS : LONGEST_WAIT_OF_KNOWN_MS,
      pauseMs: LOOK_AGAIN_MS,
    },
  );
  return count.kind === "refused"
    ? count
    : { ...count, onFailure: failureCounters(source, outage, count.counted) };
};

const pairIsFreeAt = ({ clock }: Deps, { facts: { attempt } }: SignInSource): Date =>
  new Date(clock.now().getTime() + (attempt?.retryAfterSeconds ?? 0) * 1_000);

const countOnce = async (
  deps: Deps,
  source: SignInSource,
  { outage, pairIsFree }: { readonly outage: boolean; readonly pairIsFree: Date },
): Promise<Count> => {
  const { name, known } = source;
  const waitMs = pairIsFree.getTime() - deps.clock.now().getTime();
  if (isPairRead(source, outage) && waitMs > 0)
    return { kind: "refused", retryAfterSeconds: Math.ceil(waitMs / 1_000), by: [PAIR_RULE.name] };
  const ofName: Counter = [outage ? THROTTLES.signInDuringOutage : THROTTLES.signInPerIdentifier, name];
  const ofPair = known === undefined || outage ? [] : [[pairCounter(PAIR_RULE, source)]];
  return countFromSource(deps, source, {
    own: [[ownCounter(THROTTLES.signInFromKnownSource, source)]],
    ordinary: [...ofPair, [networkCounter(source, outage), ofName]],
  });
};

/**
 * A known source beyond its own attempts counts on the pair before, like on the others. In an outage, the name has fewer
 * attempts than the pair, which keeps its own for the time after it.
 */
const isPairRead = ({ known }: SignInSource, outage: boolean): boolean => known === undefined && !outage;

const networkCounter = ({ facts, network }: SignInSource, outage: boolean): Counter => [
  (outage ? networkRuleInOutage : networkRule)(facts.networkNames),
  network,
];

const failureCounters = (source: SignInSource, outage: boolean, counted: readonly Counted[]): Counter[] => {
  const isOwn = counted.some(({ counter: [{ name }] }) => name === THROTTLES.signInFromKnownSource.name);
  // Failures from a known network count for the network, too. But what others do there does not stop its known names.
  if (isOwn) return source.known?.as === "network" ? [networkCounter(source, outage)] : [];
  return isPairRead(source, outage) ? [pairCounter(PAIR_RULE, source)] : [];
};
