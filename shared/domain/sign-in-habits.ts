/**
 * Detects new devices and countries of a sign-in, and keeps a bounded history of them. The first sign-in is kept with the
 * known sources of the name, so that a first login writes one row instead of two. A history begins with the first change.
 */

export type Habits = {
  readonly devices: readonly string[];
  readonly countries: readonly string[];
  /** The first recorded sign-in, in seconds. */
  readonly since: number;
};

/** The observed sign-in: the browser at our endpoints, elsewhere the pool's flag for a new device. */
export type SeenSignIn =
  | { readonly device: string; readonly country?: string | undefined }
  | { readonly newToPool: true };

/** The first sign-in of a user by a name, as the known sources of the name keep it: `device` as in `SeenSignIn`. */
export type FirstSignIn = {
  readonly userId: string;
  readonly device: string;
  readonly country?: string | undefined;
  /** In seconds. */
  readonly at: number;
};

export type News = { readonly device: boolean; readonly country: boolean };

/** The number of latest entries kept, because callers could otherwise grow a list without limit. */
const KEPT = 20;
/** A repeated delivery of the first sign-in within this time still counts as the first. */
const FIRST_SECONDS = 60;

const latest = (list: readonly string[], value: string | undefined): string[] =>
  value === undefined ? [...list] : [...list.filter((each) => each !== value), value].slice(-KEPT);

/**
 * `known` is undefined at the first sign-in, when nothing counts as new. The first country is not new either.
 */
const learnHabits = (
  known: Habits | undefined,
  seen: SeenSignIn,
  now: number,
): { readonly habits: Habits; readonly news: News } => {
  const { devices, countries, since } = known ?? { devices: [], countries: [], since: now };
  // The trigger gets no device id here, so there is nothing to store.
  if ("newToPool" in seen)
    return {
      habits: { devices, countries, since },
      news: { device: now - since >= FIRST_SECONDS, country: false },
    };
  const { device, country } = seen;
  return {
    habits: { devices: latest(devices, device), countries: latest(countries, country), since },
    news: {
      device: known !== undefined && !devices.includes(device),
      country: country !== undefined && countries.length > 0 && !countries.includes(country),
    },
  };
};

/**
 * The habits after a sign-in of a user with the stored history, or none. `isStored` is false if nothing has to be written
 * because the first sign-in says the same.
 */
export const learnFrom = (
  { stored, first }: { readonly stored: Habits | undefined; readonly first: FirstSignIn | undefined },
  { userId, seen }: { readonly userId: string; readonly seen: SeenSignIn },
  now: number,
): { readonly habits: Habits; readonly news: News; readonly isStored: boolean } => {
  const known = stored ?? habitsOf(first, userId);
  const learned = learnHabits(known, seen, now);
  return {
    ...learned,
    isStored: stored !== undefined || JSON.stringify(learned.habits) !== JSON.stringify(known),
  };
};

const habitsOf = (first: FirstSignIn | undefined, userId: string): Habits | undefined =>
  first?.userId === userId
    ? { devices: [first.device], countries: latest([], first.country), since: first.at }
    : undefined;
