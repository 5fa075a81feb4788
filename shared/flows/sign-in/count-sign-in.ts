/**
 * Counts a sign-in before the password is checked. A short pause is waited out: the counters also hold sign-ins
 * that are still being answered, and those of right passwords are refunded.
 */
import { networkRule, THROTTLES } from "../../domain/throttle-rule.js";
import type { Ports } from "../../ports/index.js";
import type { Count, Counter } from "../count-attempt.js";
import { countFromSource, ownCounter, type SignInSource } from "./sign-in-source.js";

type Deps = Pick<Ports, "clock" | "minimumDuration" | "throttle">;

const SHORT_PAUSE_SECONDS = 4;
const LONGEST_WAIT_MS = 5_000;
const LOOK_AGAIN_MS = 500;

export const countSignIn = async (deps: Deps, source: SignInSource): Promise<Count> => {
  const began = deps.clock.now().getTime();
  for (;;) {
    const count = await countOnce(deps, source);
    if (count.kind === "counted" || count.retryAfterSeconds > SHORT_PAUSE_SECONDS) return count;
    const now = deps.clock.now().getTime();
    if (now - began >= LONGEST_WAIT_MS) return count;
    await deps.minimumDuration.until(new Date(now + LOOK_AGAIN_MS));
  }
};

const countOnce = (deps: Deps, source: SignInSource): Promise<Count> => {
  const { name, network } = source;
  const ofNetwork: Counter = [networkRule(source.facts.networkNames), network];
  const own = ownCounter(THROTTLES.signInFromKnownSource, source);
  return countFromSource(deps, source, {
    // Others at the same network guess, too, so a known network does not pass the network's own rule.
    own: (known) => (known === "device" ? [[own]] : [[own], [ofNetwork]]),
    ordinary: [
      [[THROTTLES.signInPerIdentifierAndAddress, `${name}/${network}`]],
      [ofNetwork, [THROTTLES.signInPerIdentifier, name]],
    ],
  });
};
