/**
 * The key set of a pool, kept: when it is fetched, for how long it is good, and how a key that is new
 * gets in while somebody floods us with ids of keys that do not exist.
 */
import type { Jwks } from "aws-jwt-verify/jwk";
import { AuthError } from "../../domain/errors.js";
import type { Clock } from "../../ports/index.js";
import type { SigningKeysFetch } from "./signing-keys-fetch.js";

export type SigningKeys = {
  /** The version of the set that has the key; undefined without the key. Refreshes an old set on the side. */
  versionWith(kid: string, nowMs: number): number | undefined;
  /**
   * Whether the pool has the key: asks the pool when it can be news. Rejects with
   * `temporarily_unavailable` when that cannot be known.
   */
  seek(kid: string): Promise<boolean>;
};

export const SIGNING_KEY_TIMES = {
  /** A set of this age is fetched again, while it still serves. */
  refreshMs: 5 * 60_000,
  /** Without an answer from the pool, a set serves for so long; then nothing can be verified. */
  staleMs: 6 * 60 * 60_000,
  /** Ids that are not in the set make one fetch in this time, however many there are. */
  seekPauseMs: 5_000,
} as const;

type KnownKeys = { readonly jwks: Jwks; readonly text: string; readonly kids: ReadonlySet<string> };

/** `embedded`: keys to begin with, so that a first verification waits for nobody. `onKeys` learns of every change. */
export const signingKeys = (
  source: { readonly fetch: SigningKeysFetch; readonly embedded?: Jwks | undefined; readonly clock: Clock },
  onKeys: (jwks: Jwks) => void,
): SigningKeys => {
  const now = () => source.clock.now().getTime();
  let known: KnownKeys | undefined;
  let version = 0;
  let fetchedAt = 0;
  let triedAt = Number.NEGATIVE_INFINITY;
  let soughtAt = Number.NEGATIVE_INFINITY;
  let failed = false;
  let underway: Promise<void> | undefined;

  const take = (jwks: Jwks): void => {
    const text = JSON.stringify(jwks);
    if (text === known?.text) return;
    known = { jwks, text, kids: new Set(jwks.keys.flatMap(({ kid }) => (kid === undefined ? [] : [kid]))) };
    version += 1;
    onKeys(jwks);
  };
  const fetchNow = async (): Promise<void> => {
    triedAt = now();
    const startedAt = triedAt;
    try {
      take(await source.fetch());
      fetchedAt = startedAt;
      failed = false;
    } catch (error) {
      failed = true;
      throw new AuthError("temporarily_unavailable", { cause: error });
    } finally {
      underway = undefined;
    }
  };
  const fetchOnce = (): Promise<void> => {
    underway ??= fetchNow();
    return underway;
  };
  const serves = (at: number): boolean => known !== undefined && at - fetchedAt < SIGNING_KEY_TIMES.staleMs;
  const refreshInPassing = (at: number): void => {
    const due = at - fetchedAt >= SIGNING_KEY_TIMES.refreshMs;
    if (due && at - triedAt >= SIGNING_KEY_TIMES.seekPauseMs) fetchOnce().catch(() => undefined);
  };

  if (source.embedded !== undefined) {
    take(source.embedded);
    // Good for now, and due for a refresh at its first use.
    fetchedAt = now() - SIGNING_KEY_TIMES.refreshMs;
  }
  return {
    versionWith: (kid, nowMs) => {
      if (!serves(nowMs) || !known?.kids.has(kid)) return undefined;
      refreshInPassing(nowMs);
      return version;
    },
    seek: async (kid) => {
      const cold = !serves(now());
      if (underway === undefined && !cold) {
        if (now() - soughtAt < SIGNING_KEY_TIMES.seekPauseMs) {
          if (failed) throw new AuthError("temporarily_unavailable");
          return known?.kids.has(kid) === true;
        }
        soughtAt = now();
      }
      await fetchOnce();
      return known?.kids.has(kid) === true;
    },
  };
};
