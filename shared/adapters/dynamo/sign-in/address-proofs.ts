/**
 * Addresses that wait for their proof, one row of the guard table each, and proved ones, one row of the directory each. The
 * latter stand under their address, so that an erasure of its user finds them.
 */
import type { UnprovedAddress } from "../../../domain/address-proof.js";
import { isRecord } from "../../../domain/record.js";
import type { ProvedAddresses, UnprovedAddresses } from "../../../ports/address-proofs.js";
import { orUnavailable } from "../../aws/unavailable.js";
import type { DynamoDirectoryStore } from "../accounts/directory-writes.js";
import { commitDocuments } from "../audit/audit-commit.js";
import { Columns } from "../columns.js";
import { type GuardStore, secondsOf } from "../guard-store.js";
import { provedAddressRowKey } from "../row-keys.js";

const unprovedRowKey = (id: string) => ({ pk: `UNPROVED#${id}` });

export const dynamoUnprovedAddresses = (
  store: Pick<GuardStore, "documents" | "guardTable" | "clock">,
): UnprovedAddresses => ({
  keep: (id, unproved) =>
    orUnavailable(() =>
      store.documents.put(store.guardTable, {
        ...unprovedRowKey(id),
        unproved: JSON.stringify(unproved),
        expires_at: unproved.expiresAtSeconds,
      }),
    ),
  take: (id) =>
    orUnavailable(async () => {
      const row = await store.documents.take(store.guardTable, unprovedRowKey(id));
      if (row === undefined) return undefined;
      const columns = new Columns("guard", row);
      return columns.number("expires_at") > secondsOf(store.clock)
        ? columns.json("unproved", isUnproved)
        : undefined;
    }),
});

export const dynamoProvedAddresses = (store: DynamoDirectoryStore): ProvedAddresses => ({
  keep: async (proved, event) => {
    const Item = { ...provedAddressRowKey(proved), proved_at: event.at };
    await commitDocuments(store, [{ Put: { TableName: store.directoryTable, Item } }], event);
  },
  includes: (address) =>
    orUnavailable(
      async () =>
        (await store.documents.get(store.directoryTable, provedAddressRowKey(address))) !== undefined,
    ),
});

const isUnproved = (value: unknown): value is UnprovedAddress =>
  isRecord(value) &&
  ["userName", "email", "provider"].every((name) => typeof value[name] === "string") &&
  typeof value.expiresAtSeconds === "number" &&
  (value.mailed === undefined || isMailed(value.mailed));

const isMailed = (value: unknown): value is UnprovedAddress["mailed"] =>
  isRecord(value) &&
  typeof value.returnTo === "string" &&
  typeof value.remember === "boolean" &&
  typeof value.wrongCodes === "number";
