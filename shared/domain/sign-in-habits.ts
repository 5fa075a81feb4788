/** Detects new devices and countries of a sign-in, and keeps a bounded history of them. */

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
export const learnHabits = (
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
