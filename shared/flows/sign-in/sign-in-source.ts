/**
 * The source of a sign-in: the caller's network, and the device that a cookie names. The cookie has a token for each of
 * the browser's latest users, and each user is known by the own token alone. A user who signed in from
 * a device or network before passes the rules that count what others do to that user. A source has its own
 * budget of wrong guesses: a device before the ordinary rules, a network after them, because others share it and must not
 * learn who signed in there. A stolen cookie gives no more than that budget, and an invented one is unknown.
 */

import type { Caller } from "../../domain/caller.js";
import { AuthError, asAuthError } from "../../domain/errors.js";
import { type Known, knownAs, type Source } from "../../domain/known-sources.js";
import { secondsAt } from "../../domain/seconds.js";
import type { ThrottleRule } from "../../domain/throttle-rule.js";
import type { Ports } from "../../ports/index.js";
import type { SourceFacts } from "../../ports/sign-in-sources.js";
import { type Count, type Counter, countAttempts, type Group, type Refusal } from "../count-attempt.js";

export type SourceDeps = Pick<Ports, "clock" | "metrics" | "pseudonyms" | "random" | "signInSources">;

export type FindSourceDeps = Pick<SourceDeps, "clock" | "pseudonyms" | "signInSources">;

/** A caller with the values of the cookies of device and session, if there are any. */
export type DeviceCaller = Caller & {
  readonly device?: string | undefined;
  readonly session?: string | undefined;
};

export type SignInSource = {
  readonly name: string;
  readonly network: string;
  readonly facts: SourceFacts;
  readonly ids: Source;
  readonly known: Known | undefined;
  /** The tokens of the device cookie, in the order of `ids.devices`. */
  readonly tokens: readonly string[];
};

/** Users of one browser that stay known. */
export const LARGEST_USERS = 5;
const FORM = new RegExp(`^[\\w-]{43}(\\.[\\w-]{43}){0,${LARGEST_USERS - 1}}$`);

/**
 * `name`: the pseudonym of the sign-in name. `pairRule`: a rule of name and network, whose counter is read with the
 * source. @throws AuthError `temporarily_unavailable`.
 */
export const signInSource = async (
  deps: FindSourceDeps,
  name: string,
  { network, device }: DeviceCaller,
  pairRule?: ThrottleRule,
): Promise<SignInSource> => {
  const tokens = device !== undefined && FORM.test(device) ? [...new Set(device.split("."))] : [];
  const ids = {
    devices: await Promise.all(tokens.map((token) => deviceId(deps, token))),
    network: await deps.pseudonyms.of(`network/${network}`),
  };
  const counter = pairRule && pairCounter(pairRule, { name, network });
  const facts = await deps.signInSources.find({ name, network, networkId: ids.network, counter });
  const known = knownAs(facts.known, ids, secondsAt(deps.clock.now()));
  return { name, network, facts, ids, known, tokens };
};

export const deviceId = ({ pseudonyms }: Pick<Ports, "pseudonyms">, token: string): Promise<string> =>
  pseudonyms.of(`device/${token}`);

export const pairCounter = (
  rule: ThrottleRule,
  { name, network }: Pick<SignInSource, "name" | "network">,
): Counter => [rule, `${name}/${network}`];

/** The counter of a source: a known one has its own for each user. */
export const ownCounter = (rule: ThrottleRule, { name, known, ids }: SignInSource): Counter => [
  rule,
  `${name}/${known?.as ?? "network"}/${known?.id ?? ids.network}`,
];

type Counters = { readonly own: readonly Group[]; readonly ordinary: readonly Group[] };

/**
 * Counts by a known device's own counters; for another source, or beyond those, by the ordinary ones. Own counters that
 * cannot be counted are as good as used up.
 * @throws AuthError `temporarily_unavailable` if the attempt cannot be counted.
 */
export const countFromSource = async (
  deps: Pick<Ports, "throttle">,
  { known }: SignInSource,
  counters: Counters,
): Promise<Count> => {
  if (known?.as !== "device") return countAttempts(deps, counters.ordinary);
  const own = await countAttempts(deps, counters.own).catch(() => undefined);
  if (own?.kind === "counted") return own;
  const ordinary = await countAttempts(deps, counters.ordinary);
  if (own === undefined || ordinary.kind === "counted") return ordinary;
  return {
    ...ordinary,
    retryAfterSeconds: Math.min(own.retryAfterSeconds, ordinary.retryAfterSeconds),
  };
};

/**
 * An attempt beyond the ordinary rules, from a source that is not a known device. From a network that the user signed in
 * from, it is checked, and its failure is answered as `refusal` is, at the floor. From another network it is not checked,
 * and gets the same answer at the same time. So the answers do not reveal who signed in from a network.
 */
export type Beyond = { readonly refusal: Refusal | AuthError; readonly admittedAt: Date };
export type GuessCount = Count & { readonly beyond?: Beyond };

/** The error of an attempt beyond the ordinary rules. */
export const errorOf = (refusal: Refusal | AuthError): AuthError =>
  refusal instanceof AuthError ? refusal : new AuthError("too_many_requests", refusal);

/**
 * Counts an attempt whose secret can be right: a known network has its own counters, too, but after the ordinary ones.
 * @throws AuthError `temporarily_unavailable` if the attempt cannot be counted.
 */
export const countGuess = async (
  deps: Pick<Ports, "clock" | "throttle">,
  source: SignInSource,
  counters: Counters,
): Promise<GuessCount> => {
  if (source.known?.as === "device") return countFromSource(deps, source, counters);
  return countInTurn(deps, {
    ordinary: () => countAttempts(deps, counters.ordinary),
    own: () => countAttempts(deps, counters.own),
  });
};

/**
 * Counts by the ordinary counters, and beyond them by the source's own.
 * @throws AuthError the error of the ordinary counters, if the own ones do not admit the attempt either.
 */
export const countInTurn = async (
  { clock }: Pick<Ports, "clock">,
  count: { readonly ordinary: () => Promise<Count>; readonly own: () => Promise<Count> },
): Promise<GuessCount> => {
  const refusal = await count.ordinary().catch(asAuthError);
  if (!(refusal instanceof AuthError) && refusal.kind === "counted") return refusal;
  const own = await count.own().catch(() => undefined);
  if (own?.kind === "counted") return { ...own, beyond: { refusal, admittedAt: clock.now() } };
  if (refusal instanceof AuthError) throw refusal;
  return refusal;
};

/**
 * Counts a request for a mail. `withheld`: others used up the attempts of the name. The answer is that of a sent mail, but
 * only a network that the user signed in from gets one.
 * @throws AuthError `too_many_requests`; `temporarily_unavailable` if the request cannot be counted.
 */
export const countRequest = async (
  deps: Pick<Ports, "throttle">,
  source: SignInSource,
  rules: { readonly own: ThrottleRule; readonly network: ThrottleRule; readonly name: ThrottleRule },
): Promise<"admitted" | "withheld"> => {
  const own: Group = [ownCounter(rules.own, source)];
  const network: Group = [[rules.network, source.network]];
  const name: Group = [[rules.name, source.name]];
  if (source.known?.as === "device") {
    const count = await countFromSource(deps, source, { own: [own], ordinary: [network, name] });
    if (count.kind === "refused") throw errorOf(count);
    return "admitted";
  }
  const ofSource = await countAttempts(deps, [own, network]);
  if (ofSource.kind === "refused") throw errorOf(ofSource);
  const ofName = await countAttempts(deps, [name]);
  return ofName.kind === "counted" || source.known !== undefined ? "admitted" : "withheld";
};
