/**
 * The source of a sign-in: the caller's network, and the device that a cookie names. A user who signed in from
 * a device or network before passes the rules that count what others do to that user. A source has its own
 * budget of wrong guesses; after it, the ordinary rules apply. A stolen cookie gives no more than that budget,
 * and an invented one is unknown.
 */

import type { Caller } from "../../domain/caller.js";
import { type KnownAs, keepOnly, knownAs, learnSource, type Source } from "../../domain/known-sources.js";
import { secondsAt } from "../../domain/seconds.js";
import type { ThrottleRule } from "../../domain/throttle-rule.js";
import type { Ports } from "../../ports/index.js";
import type { SourceFacts } from "../../ports/sign-in-sources.js";
import { type Count, type Counter, countAttempts } from "../count-attempt.js";

export type SourceDeps = Pick<Ports, "clock" | "metrics" | "pseudonyms" | "random" | "signInSources">;

export type FindSourceDeps = Pick<SourceDeps, "clock" | "pseudonyms" | "signInSources">;
export type ForgetDeps = Pick<SourceDeps, "clock" | "metrics" | "signInSources">;

/** A caller with the value of the device cookie, if there is one. */
export type DeviceCaller = Caller & { readonly device?: string | undefined };

export type SignInSource = {
  readonly name: string;
  readonly network: string;
  readonly facts: SourceFacts;
  readonly ids: Source;
  readonly known: KnownAs | undefined;
  /** The value of the device cookie, if the device is known. */
  readonly device: string | undefined;
};

const FORM = /^[\w-]{43}$/;
const TRIES = 3;

/** `name`: the pseudonym of the sign-in name. @throws AuthError `temporarily_unavailable`. */
export const signInSource = async (
  deps: FindSourceDeps,
  name: string,
  { network, device }: DeviceCaller,
): Promise<SignInSource> => {
  const sent = device !== undefined && FORM.test(device) ? device : undefined;
  const ids = {
    device: sent && (await deps.pseudonyms.of(`device/${sent}`)),
    network: await deps.pseudonyms.of(`network/${network}`),
  };
  const facts = await deps.signInSources.find({ name, network, networkId: ids.network });
  const known = knownAs(facts.known, ids, secondsAt(deps.clock.now()));
  return { name, network, facts, ids, known, device: known === "device" ? sent : undefined };
};

/** The counter of a known source: its own for each user. */
export const ownCounter = (rule: ThrottleRule, { name, known, ids }: SignInSource): Counter => [
  rule,
  `${name}/${known}/${known === "device" ? ids.device : ids.network}`,
];

/** Counts by the source's own counters; for an unknown source, or beyond those, by the ordinary ones. */
export const countFromSource = async (
  deps: Pick<Ports, "throttle">,
  source: SignInSource,
  counters: {
    readonly own: (known: KnownAs) => readonly (readonly Counter[])[];
    readonly ordinary: readonly (readonly Counter[])[];
  },
): Promise<Count> => {
  if (source.known !== undefined) {
    const count = await countAttempts(deps, counters.own(source.known));
    if (count.kind === "counted") return count;
  }
  return countAttempts(deps, counters.ordinary);
};

/**
 * Records the source of a successful sign-in, and returns the value for the device cookie. A device that the
 * user is not known by gets a new value: the sent one may be known to another user of the browser. Never
 * rejects.
 */
export const rememberSource = async (
  deps: SourceDeps,
  source: SignInSource,
  userId: string | undefined,
): Promise<string> => {
  const device = source.device ?? deps.random.token();
  const { network } = source.ids;
  await quietly(deps, async () => {
    const seen = { device: await deps.pseudonyms.of(`device/${device}`), network, userId };
    const counts = await save(deps, source, (known) => learnSource(known, seen, secondsAt(deps.clock.now())));
    if (counts) await deps.signInSources.countName(network);
  });
  return device;
};

/** Deletes the sources of a user whose password was reset, except the caller's. Never rejects. */
export const forgetOtherSources = (deps: ForgetDeps, source: SignInSource): Promise<void> =>
  quietly(deps, async () => {
    await save(deps, source, (known) => ({
      sources: keepOnly(known, source.ids, secondsAt(deps.clock.now())),
      changed: true,
      counts: false,
    }));
  });

/** Saves what `change` makes of the known sources; reads them again if another sign-in changed them. */
const save = async (
  deps: Pick<SourceDeps, "metrics" | "signInSources">,
  { name, network, facts, ids }: SignInSource,
  change: (known: SourceFacts["known"]) => ReturnType<typeof learnSource>,
): Promise<boolean> => {
  let { known } = facts;
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const { sources, changed, counts } = change(known);
    if (!changed) return false;
    if (await deps.signInSources.save(name, sources)) return counts;
    ({ known } = await deps.signInSources.find({ name, network, networkId: ids.network }));
  }
  deps.metrics.count("sign_in_source_not_saved");
  return false;
};

const quietly = async (
  { metrics }: Pick<SourceDeps, "metrics">,
  work: () => Promise<void>,
): Promise<void> => {
  try {
    await work();
  } catch {
    metrics.count("sign_in_source_not_saved");
  }
};
