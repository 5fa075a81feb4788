/** What of a sign-in is new for its user, and what is kept of where they sign in. */

export type Habits = {
  readonly devices: readonly string[];
  readonly countries: readonly string[];
};

/** So many of each are kept, the latest: a list that anybody can make longer has to end. */
const KEPT = 20;

const latest = (list: readonly string[], value: string | undefined): string[] =>
  value === undefined ? [...list] : [...list.filter((each) => each !== value), value].slice(-KEPT);

/** `known` is undefined at a first sign-in, at which nothing is news. A first country is no news either. */
export const learnHabits = (
  known: Habits | undefined,
  { device, country }: { readonly device: string; readonly country?: string | undefined },
): { readonly habits: Habits; readonly news: { readonly device: boolean; readonly country: boolean } } => {
  const { devices = [], countries = [] } = known ?? {};
  return {
    habits: { devices: latest(devices, device), countries: latest(countries, country) },
    news: {
      device: known !== undefined && !devices.includes(device),
      country: country !== undefined && countries.length > 0 && !countries.includes(country),
    },
  };
};
