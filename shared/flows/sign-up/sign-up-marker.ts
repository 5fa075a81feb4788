/**
 * Marks the browser of a sign-up. Every accepted sign-up sets the marker, whatever the state of its address. Until
 * the marker expires, a failed sign-in to that address from that browser reports that the address is not confirmed. So
 * this answer never depends on the pool, and reveals only that the browser has signed up.
 */
import { secondsAt } from "../../domain/seconds.js";
import { MARKER_SECONDS } from "../../domain/sign-up-policy.js";
import type { Ports } from "../../ports/index.js";

type MarkerDeps = Pick<Ports, "clock" | "pseudonyms">;

const MARKER = /^([0-9]{1,12})\.([A-Za-z0-9_-]{22})$/;

const secondsNow = ({ clock }: MarkerDeps): number => secondsAt(clock.now());

// The label keeps the value apart from pseudonyms: no address contains a line break.
const sealed = ({ pseudonyms }: MarkerDeps, expires: number, email: string): Promise<string> =>
  pseudonyms.of(`sign-up\n${expires}\n${email}`);

/** `email` is normalised. */
export const signUpMarker = async (deps: MarkerDeps, email: string): Promise<string> => {
  const expires = secondsNow(deps) + MARKER_SECONDS;
  return `${expires}.${await sealed(deps, expires, email)}`;
};

/** Whether the marker is valid for the address, which is normalised. */
export const isMarkedFor = async (
  deps: MarkerDeps,
  marker: string | undefined,
  email: string,
): Promise<boolean> => {
  const [, expires, seal] = MARKER.exec(marker ?? "") ?? [];
  if (expires === undefined || seal === undefined || Number(expires) <= secondsNow(deps)) return false;
  return isSame(seal, await sealed(deps, Number(expires), email));
};

/** In constant time, for texts of equal length. */
const isSame = (one: string, other: string): boolean => {
  if (one.length !== other.length) return false;
  let difference = 0;
  for (let at = 0; at < one.length; at += 1) difference |= one.charCodeAt(at) ^ other.charCodeAt(at);
  return difference === 0;
};
