/** A subject's chain in the audit table, with the expected hash of each row computed from its content. */
import { type DynamoDBDocumentClient, GetCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import type { ChainEntry, StoredChain } from "../../../domain/audit-chain-check.js";
import { AuthError } from "../../../domain/errors.js";
import type { AuditChains } from "../../../ports/operators.js";
import { orUnavailable } from "../../aws/unavailable.js";
import { CHAIN_START, chainHash } from "../../node/audit-chain.js";
import { auditHeadKey } from "../row-keys.js";
import type { Row } from "../rows.js";

const ATTEMPTS = 5;

export const dynamoAuditChains = (client: DynamoDBDocumentClient, auditTable: string): AuditChains => ({
  start: CHAIN_START,
  read: (subject) =>
    orUnavailable(async () => {
      for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
        const before = await readHead(client, auditTable, subject);
        const entries = (await readRows(client, auditTable, subject)).map(entryFrom);
        const head = await readHead(client, auditTable, subject);
        // Events recorded during the read would look like a broken end of the chain.
        if (before?.hash === head?.hash) return { entries, head };
      }
      throw new AuthError("temporarily_unavailable");
    }),
});

const readHead = async (
  client: DynamoDBDocumentClient,
  TableName: string,
  subject: string,
): Promise<StoredChain["head"]> => {
  const command = new GetCommand({ TableName, Key: auditHeadKey(subject), ConsistentRead: true });
  const { Item } = await client.send(command);
  return Item && { sequence: Number(Item.sequence), hash: String(Item.hash) };
};

const readRows = async (
  client: DynamoDBDocumentClient,
  TableName: string,
  subject: string,
): Promise<Row[]> => {
  const rows: Row[] = [];
  let from: Record<string, unknown> | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: "pk = :subject AND begins_with(sk, :event)",
        ExpressionAttributeValues: { ":subject": auditHeadKey(subject).pk, ":event": "EVENT#" },
        ConsistentRead: true,
        ExclusiveStartKey: from,
      }),
    );
    rows.push(...Items);
    from = LastEvaluatedKey;
  } while (from !== undefined);
  return rows;
};

const entryFrom = (row: Row): ChainEntry => {
  const [event, previousHash, sequence] = [
    String(row.event),
    String(row.previous_hash),
    Number(row.sequence),
  ];
  return {
    place: Number(String(row.sk).slice("EVENT#".length)),
    sequence,
    subject: subjectOf(event),
    hash: String(row.hash),
    previousHash,
    computedHash: chainHash(previousHash, sequence, event),
  };
};

// An overwritten event may no longer be valid JSON.
const subjectOf = (event: string): string => {
  try {
    return String((JSON.parse(event) as { subject?: unknown }).subject);
  } catch {
    return "";
  }
};
