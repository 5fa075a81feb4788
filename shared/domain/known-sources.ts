/**
 * The devices and networks that a user signed in from: throttling lets them pass where guesses from elsewhere
 * are counted. A network is also a reason to allow more failed sign-ins there, once users of some age sign in
 * from it.
 */

const DAY_SECONDS = 24 * 60 * 60;
/** The lifetime of an entry after its last sign-in. */
export const KNOWN_SECONDS = 180 * DAY_SECONDS;
/**
 * The number of devices, and of networks, that are kept of each user. Those that were seen once go first:
 * clients without cookies, and networks on the way, must not push out the user's own.
 */
const KEPT = 10;
/** Names that an attacker can make in an hour must not buy guesses. */
const OLD_NAME_SECONDS = 7 * DAY_SECONDS;
const DAYS_SEEN = 2;
/** A name counts for its network until the end of the period after the one in which it was counted. */
const PERIOD_SECONDS = 90 * DAY_SECONDS;

/** A browser that has the device cookie. Times are in seconds. */
export type KnownDevice = {
  /** The keyed hash of the cookie's value. */
  readonly id: string;
  /** The user that signed in with it. */
  readonly userId: string | undefined;
  readonly createdAt: number;
  readonly lastSeenAt: number;
  readonly expiresAt: number;
};

export type KnownNetwork = {
  /** The keyed hash of the network. */
  readonly id: string;
  readonly lastSeenAt: number;
  readonly expiresAt: number;
  /** The number of days with a sign-in from it, as far as it matters. */
  readonly days: number;
  /** The period in which the name was last counted for the network. */
  readonly countedIn?: number | undefined;
};

/** The sources of one sign-in name. `version` rises with every write. */
export type KnownSources = {
  readonly version: number;
  /** The first recorded sign-in. */
  readonly since: number;
  readonly devices: readonly KnownDevice[];
  readonly networks: readonly KnownNetwork[];
};

/** A source as a caller shows it: keyed hashes. `device` is undefined without a device cookie. */
export type Source = { readonly device: string | undefined; readonly network: string };
export type KnownAs = "device" | "network";

export const periodOf = (now: number): number => Math.floor(now / PERIOD_SECONDS);
export const endOfPeriod = (period: number): number => (period + 2) * PERIOD_SECONDS;

/** A device is the better proof: a network is shared with others. */
export const knownAs = (
  sources: KnownSources | undefined,
  { device, network }: Source,
  now: number,
): KnownAs | undefined => {
  const lives = (id: string | undefined) => (each: KnownDevice | KnownNetwork) =>
    each.id === id && each.expiresAt > now;
  if (sources?.devices.some(lives(device))) return "device";
  return sources?.networks.some(lives(network)) ? "network" : undefined;
};

/**
 * The known sources after a sign-in. `changed` is false if nothing is worth a write. `counts` is true if the name
 * now counts for the network: at most once in each period.
 */
export const learnSource = (
  sources: KnownSources | undefined,
  seen: { readonly device: string; readonly network: string; readonly userId: string | undefined },
  now: number,
): { readonly sources: KnownSources; readonly changed: boolean; readonly counts: boolean } => {
  const since = sources?.since ?? now;
  const device = sources?.devices.find(({ id }) => id === seen.device);
  const network = sources?.networks.find(({ id }) => id === seen.network);
  const newDay = (lastSeenAt: number | undefined) =>
    lastSeenAt === undefined || dayOf(lastSeenAt) < dayOf(now);
  const secondUse = device !== undefined && !cameBack(device) && now > device.createdAt;
  const changed =
    newDay(device?.lastSeenAt) || newDay(network?.lastSeenAt) || secondUse || device?.userId !== seen.userId;
  const days = Math.min(DAYS_SEEN, (network?.days ?? 0) + (newDay(network?.lastSeenAt) ? 1 : 0));
  const counts =
    days === DAYS_SEEN && now - since >= OLD_NAME_SECONDS && network?.countedIn !== periodOf(now);
  const times = { lastSeenAt: now, expiresAt: now + KNOWN_SECONDS };
  return {
    sources: {
      version: (sources?.version ?? 0) + 1,
      since,
      devices: latest(sources?.devices, now, {
        ...{ id: seen.device, userId: seen.userId, createdAt: device?.createdAt ?? now },
        ...times,
      }),
      networks: latest(sources?.networks, now, {
        ...{ id: seen.network, days, countedIn: counts ? periodOf(now) : network?.countedIn },
        ...times,
      }),
    },
    changed: changed || counts,
    counts,
  };
};

/**
 * The known sources after a password reset: the network that proved the mailbox, and the caller's device if it was
 * known. Other sources may be those of an attacker who had the old password.
 */
export const keepOnly = (sources: KnownSources | undefined, seen: Source, now: number): KnownSources => ({
  version: (sources?.version ?? 0) + 1,
  since: sources?.since ?? now,
  devices: (sources?.devices ?? []).filter(({ id, expiresAt }) => id === seen.device && expiresAt > now),
  networks: [
    {
      ...(sources?.networks.find(({ id }) => id === seen.network) ?? { id: seen.network, days: 1 }),
      ...{ lastSeenAt: now, expiresAt: now + KNOWN_SECONDS },
    },
  ],
});

const cameBack = (entry: KnownDevice | KnownNetwork): boolean =>
  "days" in entry ? entry.days === DAYS_SEEN : entry.lastSeenAt > entry.createdAt;

const dayOf = (seconds: number): number => Math.floor(seconds / DAY_SECONDS);

const latest = <Entry extends KnownDevice | KnownNetwork>(
  list: readonly Entry[] = [],
  now: number,
  entry: Entry,
): Entry[] => [
  ...list
    .filter(({ id, expiresAt }) => id !== entry.id && expiresAt > now)
    .toSorted(
      (one, other) => Number(cameBack(one)) - Number(cameBack(other)) || one.lastSeenAt - other.lastSeenAt,
    )
    .slice(-(KEPT - 1)),
  entry,
];
