/** What of a sign-in is new for its user, and what is kept of where they sign in. */

export type Habits = {
  readonly devices: readonly string[];
  readonly countries: readonly string[];
  /** Of the first sign-in that is remembered, in seconds. */
  readonly since: number;
};

/** What is known of a sign-in: at our endpoints the browser, elsewhere what the pool says of the device. */
export type SeenSignIn =
  | { readonly device: string; readonly country?: string | undefined }
  | { readonly newToPool: true };

export type News = { readonly device: boolean; readonly country: boolean };

/** So many of each are kept, the latest: a list that anybody can make longer has to end. */
const KEPT = 20;
/** A first sign-in that is delivered again is still the first one. */
const FIRST_SECONDS = 60;

const latest = (list: readonly string[], value: string | undefined): string[] =>
  value === undefined ? [...list] : [...list.filter((each) => each !== value), value].slice(-KEPT);

/** `known` is undefined at a first sign-in, at which nothing is news. A first country is no news either. */
export const learnHabits = (
  known: Habits | undefined,
  seen: SeenSignIn,
  now: number,
): { readonly habits: Habits; readonly news: News } => {
  const { devices, countries, since } = known ?? { devices: [], countries: [], since: now };
  // A device has no name of its own that this trigger is told: there is nothing to keep.
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
