/**
 * The cached signing keys of a pool: when they are fetched and how long they are valid. A new key is accepted
 * even while an attacker floods the verifier with unknown key ids.
 */
import type { Jwks } from "aws-jwt-verify/jwk";
import { AuthError } from "../../domain/errors.js";
import type { Clock } from "../../ports/index.js";
import type { SigningKeysFetch } from "./signing-keys-fetch.js";

export type SigningKeys = {
  /**
   * Returns the version of the set that holds the key, or undefined. Starts a refresh of an old set in the
   * background.
   */
  versionWith(kid: string, nowMs: number): number | undefined;
  /**
   * Returns whether the pool has the key, and fetches the set if it may have changed. Rejects with
   * `temporarily_unavailable` if this cannot be determined.
   */
  seek(kid: string): Promise<boolean>;
};

export const SIGNING_KEY_TIMES = {
  /** A set of this age is fetched again, but remains in use meanwhile. */
  refreshMs: 5 * 60_000,
  /** If the pool does not respond, a set is used for this long. After that, no token can be verified. */
  staleMs: 6 * 60 * 60_000,
  /** Unknown key ids cause at most one fetch in this period. */
  seekPauseMs: 5_000,
} as const;

type KnownKeys = { readonly jwks: Jwks; readonly text: string; readonly kids: ReadonlySet<string> };

/**
 * `embedded` are initial keys, so that the first verification needs no fetch. `onKeys` is called on every
 * change.
 */
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
    // The embedded keys are usable immediately and are refreshed at first use.
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
