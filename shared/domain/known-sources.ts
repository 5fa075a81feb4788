/**
 * The devices and networks that a user signed in from: throttling lets them pass where guesses from elsewhere
 * are counted. A network is also a reason to allow more failed sign-ins there, once users of some age sign in
 * from it.
 */

import type { FirstSignIn } from "./sign-in-habits.js";

const DAY_SECONDS = 24 * 60 * 60;
/** The lifetime of an entry after its last sign-in. */
export const KNOWN_SECONDS = 180 * DAY_SECONDS;
/**
 * The number of devices, and of networks, that are kept of each user. Those that were seen once go first:
 * clients without cookies, and networks on the way, must not push out the user's own.
 */
const KEPT = 10;
/** A name counts only after this age, because an attacker can create names within an hour to raise the limit. */
const OLD_NAME_SECONDS = 7 * DAY_SECONDS;
const DAYS_SEEN = 2;
/** A name counts for its network until the end of the period after the one in which it was counted. */
const PERIOD_SECONDS = 90 * DAY_SECONDS;

/** A browser of the user. Times are in seconds. */
export type KnownDevice = {
  /** The keyed hash of the user's token in the device cookie. */
  readonly id: string;
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

/** The sources of one user, found by the sign-in name. `version` rises with every write. */
export type KnownSources = {
  readonly version: number;
  /** The user that signed in with the name. Undefined for a user without an id, and after the user gave the name up. */
  readonly userId: string | undefined;
  /** The first recorded sign-in. */
  readonly since: number;
  readonly devices: readonly KnownDevice[];
  readonly networks: readonly KnownNetwork[];
  /** Of a user with an id. Undefined also if the sources began otherwise. */
  readonly firstSignIn?: FirstSignIn | undefined;
};

/** A source as a caller shows it: keyed hashes. A browser has a device token for each of its users. */
export type Source = { readonly devices: readonly string[]; readonly network: string };
export type Known = { readonly as: "device" | "network"; readonly id: string };

export const periodOf = (now: number): number => Math.floor(now / PERIOD_SECONDS);
export const endOfPeriod = (period: number): number => (period + 2) * PERIOD_SECONDS;

/** A device is the better proof: a network is shared with others. */
export const knownAs = (
  sources: KnownSources | undefined,
  { devices, network }: Source,
  now: number,
): Known | undefined => {
  const device = sources?.devices.find(({ id, expiresAt }) => devices.includes(id) && expiresAt > now);
  if (device !== undefined) return { as: "device", id: device.id };
  return sources?.networks.some(({ id, expiresAt }) => id === network && expiresAt > now)
    ? { as: "network", id: network }
    : undefined;
};

/**
 * The known sources after a sign-in. `changed` is false if nothing is worth a write. `counts` is true if the name
 * now counts for the network: at most once in each period. The sources of an earlier user of the name are forgotten.
 */
export const learnSource = (
  held: KnownSources | undefined,
  seen: {
    readonly device: string;
    readonly network: string;
    readonly userId: string | undefined;
    /** Kept if it is the first of the user by the name. */
    readonly signIn?: FirstSignIn | undefined;
  },
  now: number,
): { readonly sources: KnownSources; readonly changed: boolean; readonly counts: boolean } => {
  const sources = held !== undefined && isOf(held, seen.userId) ? held : undefined;
  const userId = seen.userId ?? sources?.userId;
  const since = sources?.since ?? now;
  const device = sources?.devices.find(({ id }) => id === seen.device);
  const network = sources?.networks.find(({ id }) => id === seen.network);
  const newDay = (lastSeenAt: number | undefined) =>
    lastSeenAt === undefined || dayOf(lastSeenAt) < dayOf(now);
  const secondUse = device !== undefined && !cameBack(device) && now > device.createdAt;
  const changed =
    newDay(device?.lastSeenAt) || newDay(network?.lastSeenAt) || secondUse || sources?.userId !== userId;
  const days = Math.min(DAYS_SEEN, (network?.days ?? 0) + (newDay(network?.lastSeenAt) ? 1 : 0));
  const counts =
    days === DAYS_SEEN && now - since >= OLD_NAME_SECONDS && network?.countedIn !== periodOf(now);
  const times = { lastSeenAt: now, expiresAt: now + KNOWN_SECONDS };
  return {
    sources: {
      version: (held?.version ?? 0) + 1,
      userId,
      since,
      devices: latest(
        sources?.devices,
        [{ id: seen.device, createdAt: device?.createdAt ?? now, ...times }],
        now,
      ),
      networks: latest(
        sources?.networks,
        [{ id: seen.network, days, countedIn: counts ? periodOf(now) : network?.countedIn, ...times }],
        now,
      ),
      firstSignIn: sources === undefined ? seen.signIn : sources.firstSignIn,
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
  userId: sources?.userId,
  since: sources?.since ?? now,
  firstSignIn: sources?.firstSignIn,
  devices: (sources?.devices ?? []).filter(
    ({ id, expiresAt }) => seen.devices.includes(id) && expiresAt > now,
  ),
  networks: [
    {
      ...(sources?.networks.find(({ id }) => id === seen.network) ?? { id: seen.network, days: 1 }),
      ...{ lastSeenAt: now, expiresAt: now + KNOWN_SECONDS },
    },
  ],
});

/**
 * The known sources of the new name after a change of address. `held` is what another sign-in may have recorded by it already.
 */
export const movedSources = (
  sources: KnownSources,
  held: KnownSources | undefined,
  now: number,
): KnownSources => {
  const own = held !== undefined && held.userId === sources.userId ? held : undefined;
  return {
    version: (held?.version ?? 0) + 1,
    userId: sources.userId,
    since: Math.min(sources.since, own?.since ?? now),
    devices: latest(sources.devices, own?.devices ?? [], now),
    networks: latest(sources.networks, own?.networks ?? [], now),
    firstSignIn: sources.firstSignIn ?? own?.firstSignIn,
  };
};

/** What is left by a name that its user gave up: nothing that the next user of the name could be known by. */
export const givenUp = ({ version }: KnownSources, now: number): KnownSources => ({
  ...{ version: version + 1, userId: undefined, since: now },
  ...{ devices: [], networks: [] },
});

/** Whether the record is, or may be, the user's. A user without an id has had the name since the record began. */
export const isOf = ({ userId }: KnownSources, id: string | undefined): boolean =>
  userId === undefined || id === undefined || userId === id;

const cameBack = (entry: KnownDevice | KnownNetwork): boolean =>
  "days" in entry ? entry.days === DAYS_SEEN : entry.lastSeenAt > entry.createdAt;

const dayOf = (seconds: number): number => Math.floor(seconds / DAY_SECONDS);

/** The given entries, and those of the list that are alive and came back, or else are the latest. */
const latest = <Entry extends KnownDevice | KnownNetwork>(
  list: readonly Entry[] | undefined,
  entries: readonly Entry[],
  now: number,
): Entry[] => {
  const others = (list ?? [])
    .filter(({ id, expiresAt }) => expiresAt > now && entries.every((entry) => entry.id !== id))
    .toSorted(
      (one, other) => Number(cameBack(one)) - Number(cameBack(other)) || one.lastSeenAt - other.lastSeenAt,
    );
  return [...others.slice(Math.max(0, others.length + entries.length - KEPT)), ...entries];
};
