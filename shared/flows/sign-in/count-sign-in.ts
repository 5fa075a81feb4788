/**
 * Counts a sign-in before the password is checked. A short pause is waited out: the counters also hold sign-ins
 * that are still being answered, and those of right passwords are refunded.
 */
import { networkRule, networkRuleInOutage, THROTTLES } from "../../domain/throttle-rule.js";
import type { Ports } from "../../ports/index.js";
import { type Count, type Counted, type Counter, countAttempts } from "../count-attempt.js";
import { type RepeatDeps, repeatWhile } from "../repeat-while.js";
import { countFromSource, ownCounter, type SignInSource } from "./sign-in-source.js";

type Deps = RepeatDeps & Pick<Ports, "throttle">;

const SHORT_PAUSE_SECONDS = 4;
const LOOK_AGAIN_MS = 500;
const LONGEST_WAIT_MS = 5_000;
/** A known source has few attempts at once. Many right sign-ins at once pass in turn. */
const LONGEST_WAIT_OF_KNOWN_MS = 12_000;

/**
 * `outage`: the legacy system is recorded as down.
 * @throws AuthError `temporarily_unavailable` if the attempt cannot be counted.
 */
export const countSignIn = (deps: Deps, source: SignInSource, outage: boolean): Promise<Count> =>
  repeatWhile(
    deps,
    () => countOnce(deps, source, outage),
    (count) => count.kind === "refused" && count.retryAfterSeconds <= SHORT_PAUSE_SECONDS,
    {
      longestMs: source.known === undefined ? LONGEST_WAIT_MS : LONGEST_WAIT_OF_KNOWN_MS,
      pauseMs: LOOK_AGAIN_MS,
    },
  );

const countOnce = async (deps: Deps, source: SignInSource, outage: boolean): Promise<Count> => {
  const { name, network, known } = source;
  const rule = outage ? networkRuleInOutage : networkRule;
  const ofNetwork: Counter = [rule(source.facts.networkNames), network];
  const ofPair: Counter = [THROTTLES.signInPerIdentifierAndAddress, `${name}/${network}`];
  const ofName: Counter = [outage ? THROTTLES.signInDuringOutage : THROTTLES.signInPerIdentifier, name];
  const count = await countFromSource(deps, source, {
    own: [[ownCounter(THROTTLES.signInFromKnownSource, source)]],
    // In an outage, the name has fewer attempts than the pair, which keeps its own for the time after it.
    ordinary: outage ? [[ofNetwork, ofName]] : [[ofPair], [ofNetwork, ofName]],
  });
  if (count.kind === "refused" || known?.as !== "network" || !isOwn(count.counted)) return count;
  // Failures from a known network count for the network, too. But what others do there does not stop its known names.
  const noted = await countAttempts(deps, [[ofNetwork]]).catch(() => undefined);
  return noted?.kind === "counted"
    ? { kind: "counted", counted: [...count.counted, ...noted.counted] }
    : count;
};

const isOwn = (counted: readonly Counted[]): boolean =>
  counted.some(({ counter: [{ name }] }) => name === THROTTLES.signInFromKnownSource.name);
