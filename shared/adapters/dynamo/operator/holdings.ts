/** Finds what a duplicate holds in accounts, in one scan of the directory table, and moves it, one transaction each. */
import { secretIssuedAt } from "../../../domain/api-key/api-key.js";
import type { Merge } from "../../../domain/duplicates.js";
import type { Holding } from "../../../domain/merge-holdings.js";
import { granteeOf } from "../../../domain/permission/grant.js";
import type { Merges } from "../../../ports/merges.js";
import { apiKeyFrom } from "../api-key/api-key-rows.js";
import { commitDocuments } from "../audit/audit-commit.js";
import { factsFrom, GRANT_PREFIX } from "../permission/permission-row-keys.js";
import { profileRowKey } from "../row-keys.js";
import { directoryColumns, type Row } from "../rows.js";
import { type ScannedDirectoryStore, scanRows } from "../scan.js";
import { holdingMove } from "./holding-moves.js";

export const dynamoHoldings = (store: ScannedDirectoryStore): Pick<Merges, "holdings" | "moveHolding"> => ({
  holdings: async function* (duplicateUserId) {
    const rows = scanRows(store.client, {
      TableName: store.directoryTable,
      FilterExpression: `${USER_COLUMNS.map((column) => `${column} = :user`).join(" OR ")} OR grantee = :grantee OR (pk = :partition AND begins_with(sk, :belongs))`,
      ExpressionAttributeValues: {
        ":user": duplicateUserId,
        ":grantee": granteeOf("user", duplicateUserId),
        ":partition": profileRowKey(duplicateUserId).pk,
        ":belongs": BELONGS,
      },
    });
    for await (const row of rows)
      for (const holding of holdingsIn(row)) if (holding.duplicateUserId === duplicateUserId) yield holding;
  },
  moveHolding: async (merge: Merge, holding, event) => {
    const changes = await holdingMove(store, merge, holding);
    if (changes === undefined) return "gone";
    return (await commitDocuments(store, changes, event)) === "committed" ? "moved" : "refused";
  },
});

const USER_COLUMNS = ["owner_id", "issued_by", "previous_issued_by", "invited_by", "granted_by"];
const BELONGS = "BELONGS#";

/** What a row holds for the users whom it names. A grant's second row, below its grantee, is skipped. */
const holdingsIn = (row: Row): Holding[] => {
  const [pk, sk] = [String(row.pk), String(row.sk)];
  if (sk === "FACTS") return ownedIn(pk, row);
  if (sk.startsWith(GRANT_PREFIX)) return pk.includes(RESOURCE) ? grantsIn(row) : [];
  if (sk.startsWith(BELONGS)) return affiliationsIn(pk, sk, row);
  if (sk === "KEY") return keysIn(row);
  return pk.startsWith("INVITED#") ? invitationsIn(row) : [];
};

const RESOURCE = "#RESOURCE#";

const ownedIn = (pk: string, row: Row): Holding[] => {
  const { ownerId, ownerSince: at } = factsFrom(row);
  const account = pk.slice("ACCOUNT#".length, pk.indexOf(RESOURCE));
  if (ownerId === undefined) return [];
  return [
    {
      kind: "resource",
      duplicateUserId: ownerId,
      systemAccountId: decodeURIComponent(account),
      resource: directoryColumns(row).text("resource"),
      ...(at !== undefined && { at }),
    },
  ];
};

const grantsIn = (row: Row): Holding[] => {
  const columns = directoryColumns(row);
  const [grantee, giver] = [columns.text("grantee"), columns.text("granted_by")];
  const common = {
    systemAccountId: columns.text("system_account_id"),
    resource: columns.text("resource"),
    at: columns.text("granted_at"),
  };
  const given: Holding = { kind: "given_grant", duplicateUserId: giver, grantee, ...common };
  if (!grantee.startsWith(USER)) return [given];
  const duplicateUserId = grantee.slice(USER.length);
  const held: Holding = { kind: "grant", duplicateUserId, ...common };
  // A grant to oneself moves in both directions at once.
  return giver === duplicateUserId ? [held] : [held, given];
};

const USER = granteeOf("user", "");

const affiliationsIn = (pk: string, sk: string, row: Row): Holding[] => {
  const columns = directoryColumns(row);
  const common = { duplicateUserId: pk.slice("USER#".length), systemAccountId: sk.slice(BELONGS.length) };
  const isPlaced = columns.optionalText("department") !== undefined || columns.texts("projects").length > 0;
  return [
    ...(isPlaced ? [{ kind: "affiliation", ...common } as const] : []),
    ...columns.texts("teams").map((teamId) => ({ kind: "team", teamId, ...common }) as const),
  ];
};

const keysIn = (row: Row): Holding[] => {
  const key = apiKeyFrom(row);
  const { keyId, systemAccountId, role } = key;
  if (key.status !== "ACTIVE") return [];
  return (["current", "previous"] as const).flatMap((name): Holding[] => {
    const secret = key[name];
    if (secret === undefined) return [];
    const common = {
      duplicateUserId: secret.issuedBy,
      systemAccountId,
      role,
      at: secretIssuedAt(key, secret),
    };
    return [{ kind: "api_key", keyId, secret: name, ...common }];
  });
};

const invitationsIn = (row: Row): Holding[] => {
  const columns = directoryColumns(row);
  if (columns.text("status") !== "PENDING") return [];
  const at = columns.optionalText("invited_at");
  return [
    {
      kind: "invitation",
      duplicateUserId: columns.text("invited_by"),
      systemAccountId: columns.text("system_account_id"),
      email: columns.text("email"),
      invitationId: columns.text("invitation_id"),
      role: columns.text("role"),
      ...(at !== undefined && { at }),
    },
  ];
};
