/**
 * The source of a sign-in: the caller's network, and the device that a cookie names. The cookie has a token for each of
 * the browser's latest users, and each user is known by the own token alone. A user who signed in from
 * a device or network before passes the rules that count what others do to that user. A source has its own
 * budget of wrong guesses: a device before the ordinary rules, a network after them, because others share it and must not
 * learn who signed in there. A stolen cookie gives no more than that budget, and an invented one is unknown.
 */

import type { Caller } from "../../domain/caller.js";
import { AuthError, asAuthError } from "../../domain/errors.js";
import {
  givenUp,
  isOf,
  type Known,
  keepOnly,
  knownAs,
  learnSource,
  movedSources,
  type Source,
} from "../../domain/known-sources.js";
import { secondsAt } from "../../domain/seconds.js";
import type { FirstSignIn } from "../../domain/sign-in-habits.js";
import type { ThrottleRule } from "../../domain/throttle-rule.js";
import type { Ports } from "../../ports/index.js";
import type { SourceFacts } from "../../ports/sign-in-sources.js";
import { type Count, type Counter, countAttempts, type Group, type Refusal } from "../count-attempt.js";
import { firstSignInOf } from "./report-unusual-sign-in.js";

export type SourceDeps = Pick<Ports, "clock" | "metrics" | "pseudonyms" | "random" | "signInSources">;

export type FindSourceDeps = Pick<SourceDeps, "clock" | "pseudonyms" | "signInSources">;
export type MoveDeps = Pick<SourceDeps, "clock" | "metrics" | "pseudonyms" | "signInSources">;
export type ForgetDeps = Pick<SourceDeps, "clock" | "metrics" | "signInSources">;

/** A caller with the value of the device cookie, if there is one. */
export type DeviceCaller = Caller & { readonly device?: string | undefined };

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
const LARGEST_USERS = 5;
const FORM = new RegExp(`^[\\w-]{43}(\\.[\\w-]{43}){0,${LARGEST_USERS - 1}}$`);
const TRIES = 3;

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

const deviceId = ({ pseudonyms }: Pick<Ports, "pseudonyms">, token: string): Promise<string> =>
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

/** `firstSignIn`: as the sources keep it; undefined if they could not be saved. */
export type Remembered = { readonly device: string; readonly firstSignIn: FirstSignIn | undefined };

/**
 * The user's first sign-in, as the known sources keep it. Sources that were not read before may be saved meanwhile: those
 * of the old name, if the address changed. A user may have another name, too: that of the profile counts.
 */
export const firstSignInBy = async (
  deps: Pick<Ports, "directory" | "pseudonyms" | "signInSources">,
  { name, facts: { known } }: SignInSource,
  { userId, remembering }: { readonly userId: string | undefined; readonly remembering: Promise<Remembered> },
): Promise<FirstSignIn | undefined> => {
  if (userId === undefined) return undefined;
  if (known !== undefined && isOf(known, userId)) return known.firstSignIn;
  const [{ firstSignIn }, profile] = await Promise.all([remembering, deps.directory.profile(userId)]);
  const own = profile === undefined ? name : await deps.pseudonyms.of(profile.email);
  const others = own === name ? undefined : await deps.signInSources.of(own);
  return others?.firstSignIn ?? firstSignIn;
};

/**
 * Records the source of a successful sign-in, and returns the value for the device cookie. A user who is not known by a
 * token of the browser gets a new one: the sent ones may be known to an attacker who used the browser before. Never
 * rejects.
 */
export const rememberSource = async (
  deps: SourceDeps,
  source: SignInSource,
  { caller, userId }: { readonly caller: Caller; readonly userId: string | undefined },
): Promise<Remembered> => {
  const { tokens, known, ids } = source;
  const own = known?.as === "device" ? tokens[ids.devices.indexOf(known.id)] : undefined;
  const token = own ?? deps.random.token();
  let saved: Awaited<ReturnType<typeof save>>;
  await quietly(deps, async () => {
    const signIn = await firstSignInOf(deps, userId, caller);
    const seen = { device: await deviceId(deps, token), network: ids.network, userId, signIn };
    saved = await save(deps, source, (held) => learnSource(held, seen, secondsAt(deps.clock.now())));
    if (saved?.counts) await deps.signInSources.countName(ids.network, userId ?? source.name);
  });
  const device = [...tokens.filter((other) => other !== token), token].slice(-LARGEST_USERS).join(".");
  return { device, firstSignIn: saved?.sources.firstSignIn };
};

/** Takes the sources of a user whose address changed to the new name. Never rejects. */
export const moveSources = (
  deps: MoveDeps,
  { userId, from, to }: { readonly userId: string; readonly from: string; readonly to: string },
): Promise<void> =>
  quietly(deps, async () => {
    const [old, name] = await Promise.all([deps.pseudonyms.of(from), deps.pseudonyms.of(to)]);
    const [sources, held] = await Promise.all([deps.signInSources.of(old), deps.signInSources.of(name)]);
    if (sources === undefined || !isOf(sources, userId)) return;
    const now = secondsAt(deps.clock.now());
    const moved = await deps.signInSources.save(name, movedSources({ ...sources, userId }, held, now));
    // An overlapping sign-in by the new name was faster. What it recorded is as good.
    if (!moved) deps.metrics.count("sign_in_source_not_saved");
    await deps.signInSources.save(old, givenUp(sources, now));
  });

/** Deletes the sources of a user whose password was reset, except the caller's. Never rejects. */
export const forgetOtherSources = (deps: ForgetDeps, source: SignInSource): Promise<void> =>
  quietly(deps, async () => {
    await save(deps, source, (known) => ({
      sources: keepOnly(known, source.ids, secondsAt(deps.clock.now())),
      changed: true,
      counts: false,
    }));
  });

/**
 * Saves what `change` makes of the known sources; reads them again if another sign-in changed them. Undefined if others
 * were faster each time.
 */
const save = async (
  deps: Pick<SourceDeps, "metrics" | "signInSources">,
  { name, facts }: SignInSource,
  change: (known: SourceFacts["known"]) => ReturnType<typeof learnSource>,
): Promise<ReturnType<typeof learnSource> | undefined> => {
  let { known } = facts;
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const learned = change(known);
    if (!learned.changed) return learned;
    if (await deps.signInSources.save(name, learned.sources)) return learned;
    known = await deps.signInSources.of(name);
  }
  deps.metrics.count("sign_in_source_not_saved");
  return undefined;
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
