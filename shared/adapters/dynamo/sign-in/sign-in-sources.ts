/** Sources of sign-ins in the guard table: blocks, the known sources of a name, and names by network. */
import { networkSources } from "../../../domain/blocked-source.js";
import {
  endOfPeriod,
  KNOWN_SECONDS,
  type KnownDevice,
  type KnownNetwork,
  type KnownSources,
  periodOf,
} from "../../../domain/known-sources.js";
import { isRecord } from "../../../domain/record.js";
import type { FirstSignIn } from "../../../domain/sign-in-habits.js";
import type { SignInSources } from "../../../ports/sign-in-sources.js";
import { orUnavailable } from "../../aws/unavailable.js";
import { Columns } from "../columns.js";
import { readAll } from "../documents.js";
import { type GuardStore, secondsOf, writes } from "../guard-store.js";
import type { Row } from "../rows.js";
import { blockRowKey } from "./blocked-sources.js";
import { outageRowKey } from "./outages.js";
import { attemptBy, counterRowKey } from "./throttle.js";

const knownSourceRowKey = (name: string) => ({ pk: `KNOWN#${name}` });
const networkRowKey = (networkId: string, period: number) => ({ pk: `NETWORK#${networkId}#${period}` });

const countedUserRowKey = (networkId: string, period: number, user: string) => ({
  pk: `COUNTED#${networkId}#${period}#${user}`,
});

export const dynamoSignInSources = (store: GuardStore): SignInSources => ({
  find: ({ name, network, networkId, counter }) =>
    orUnavailable(async () => {
      const now = secondsOf(store.clock);
      const period = periodOf(now);
      const blocks = networkSources(network).map(blockRowKey);
      const counts = [networkRowKey(networkId, period), networkRowKey(networkId, period - 1)];
      const counterKeys = counter === undefined ? [] : [counterRowKey(store, ...counter)];
      const outage = outageRowKey("legacy");
      const keys = [...blocks, ...counts, knownSourceRowKey(name), outage, ...counterKeys];
      // An unread row may be a block, so unprocessed keys are an outage.
      const found = await readAll(store.documents, { [store.guardTable]: keys });
      const rows = found[store.guardTable] ?? [];
      const isCounter = ({ pk }: Row) => counterKeys.some((key) => key.pk === pk);
      const live = new Map(
        rows
          .filter((row) => !isCounter(row))
          .map((row) => new Columns("guard", row))
          .filter((columns) => columns.number("expires_at") > now)
          .map((columns) => [columns.text("pk"), columns]),
      );
      const row = live.get(knownSourceRowKey(name).pk);
      return {
        blocked: blocks.some(({ pk }) => live.has(pk)),
        legacyDown: live.has(outage.pk),
        known: row && sourcesFrom(row),
        networkNames: Math.max(...counts.map(({ pk }) => live.get(pk)?.number("name_count") ?? 0)),
        attempt: counter && (await attemptBy(store, ...counter, rows.find(isCounter))),
      };
    }),
  of: (name) =>
    orUnavailable(async () => {
      const row = await store.documents.get(store.guardTable, knownSourceRowKey(name));
      const columns = row && new Columns("guard", row);
      return columns && columns.number("expires_at") > secondsOf(store.clock)
        ? sourcesFrom(columns)
        : undefined;
    }),
  save: (name, { version, userId, since, devices, networks, firstSignIn }) =>
    orUnavailable(() => {
      const now = secondsOf(store.clock);
      return writes(store, {
        Key: knownSourceRowKey(name),
        UpdateExpression:
          "SET version = :next, since = :since, devices = :devices, networks = :networks, expires_at = :end" +
          (userId === undefined ? "" : ", user_id = :user") +
          (firstSignIn === undefined ? "" : ", first_sign_in = :first") +
          removal({ user_id: userId, first_sign_in: firstSignIn }),
        ConditionExpression:
          version === 1 ? "attribute_not_exists(pk) OR expires_at <= :now" : "version = :held",
        ExpressionAttributeValues: {
          ":next": version,
          ...(userId !== undefined && { ":user": userId }),
          ...(firstSignIn !== undefined && { ":first": firstRow(firstSignIn) }),
          ":since": since,
          ":devices": devices.map(deviceRow),
          ":networks": networks.map(networkRow),
          ":end": now + KNOWN_SECONDS,
          ...(version === 1 ? { ":now": now } : { ":held": version - 1 }),
        },
      });
    }),
  countName: (networkId, user) =>
    orUnavailable(async () => {
      const period = periodOf(secondsOf(store.clock));
      const isFirst = await writes(store, {
        Key: countedUserRowKey(networkId, period, user),
        UpdateExpression: "SET expires_at = :end",
        ConditionExpression: "attribute_not_exists(pk)",
        ExpressionAttributeValues: { ":end": endOfPeriod(period) },
      });
      if (!isFirst) return;
      await writes(store, {
        Key: networkRowKey(networkId, period),
        UpdateExpression: "ADD name_count :one SET expires_at = :end",
        ExpressionAttributeValues: { ":one": 1, ":end": endOfPeriod(period) },
      });
    }),
});

/** The columns that have no value. */
const removal = (columns: Readonly<Record<string, unknown>>): string => {
  const empty = Object.keys(columns).filter((column) => columns[column] === undefined);
  return empty.length === 0 ? "" : ` REMOVE ${empty.join(", ")}`;
};

type FirstRow = Omit<FirstSignIn, "userId"> & { readonly user_id: string };

const firstRow = ({ userId, device, country, at }: FirstSignIn): Row => ({
  ...{ user_id: userId, device, at },
  ...(country !== undefined && { country }),
});

const isFirstRow = (value: unknown): value is FirstRow =>
  isRecord(value) &&
  typeof value.user_id === "string" &&
  typeof value.device === "string" &&
  typeof value.at === "number" &&
  (value.country === undefined || typeof value.country === "string");

const firstFrom = ({ user_id: userId, device, country, at }: FirstRow): FirstSignIn => ({
  ...{ userId, device, at },
  ...(country !== undefined && { country }),
});

const deviceRow = ({ id, createdAt, lastSeenAt, expiresAt }: KnownDevice): Row => ({
  id,
  created_at: createdAt,
  last_seen_at: lastSeenAt,
  expires_at: expiresAt,
});

const networkRow = ({ id, days, countedIn, lastSeenAt, expiresAt }: KnownNetwork): Row => ({
  id,
  days,
  ...(countedIn !== undefined && { counted_in: countedIn }),
  last_seen_at: lastSeenAt,
  expires_at: expiresAt,
});

const sourcesFrom = (row: Columns): KnownSources => ({
  version: row.number("version"),
  userId: row.optionalText("user_id"),
  since: row.number("since"),
  devices: row.entries("devices").map((device) => ({
    id: device.text("id"),
    createdAt: device.number("created_at"),
    lastSeenAt: device.number("last_seen_at"),
    expiresAt: device.number("expires_at"),
  })),
  networks: row.entries("networks").map((network) => ({
    id: network.text("id"),
    days: network.number("days"),
    countedIn: network.optionalNumber("counted_in"),
    lastSeenAt: network.number("last_seen_at"),
    expiresAt: network.number("expires_at"),
  })),
  ...firstIn(row),
});

const firstIn = (row: Columns): Pick<KnownSources, "firstSignIn"> => {
  const first = row.optionalValue("first_sign_in", isFirstRow);
  return first === undefined ? {} : { firstSignIn: firstFrom(first) };
};
