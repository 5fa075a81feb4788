/** What is kept of the source of a sign-in, once it succeeded. sign-in-source.ts has the source of an attempt. */
import type { Caller } from "../../domain/caller.js";
import { givenUp, isOf, keepOnly, learnSource, movedSources } from "../../domain/known-sources.js";
import { secondsAt } from "../../domain/seconds.js";
import type { FirstSignIn } from "../../domain/sign-in-habits.js";
import type { Ports } from "../../ports/index.js";
import type { SourceFacts } from "../../ports/sign-in-sources.js";
import { firstSignInOf } from "./report-unusual-sign-in.js";
import { deviceId, LARGEST_USERS, type SignInSource, type SourceDeps } from "./sign-in-source.js";

export type MoveDeps = Pick<SourceDeps, "clock" | "metrics" | "pseudonyms" | "signInSources">;
export type ForgetDeps = Pick<SourceDeps, "clock" | "metrics" | "signInSources">;

const TRIES = 3;

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
