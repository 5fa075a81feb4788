/** The keys of the three tables; a test holds them against the packaged template. */
import type { CreateTableCommandInput } from "@aws-sdk/client-dynamodb";

export type TableDefinition = Pick<
  CreateTableCommandInput,
  "AttributeDefinitions" | "KeySchema" | "GlobalSecondaryIndexes"
>;

const text = (...names: string[]) =>
  names.map((AttributeName) => ({ AttributeName, AttributeType: "S" as const }));
const key = (hash: string, range?: string) => [
  { AttributeName: hash, KeyType: "HASH" as const },
  ...(range === undefined ? [] : [{ AttributeName: range, KeyType: "RANGE" as const }]),
];

export const TABLES = {
  directory: { AttributeDefinitions: text("pk", "sk"), KeySchema: key("pk", "sk") },
  audit: {
    AttributeDefinitions: [
      ...text("pk", "sk", "outbox", "recorded_at", "chain"),
      { AttributeName: "sequence", AttributeType: "N" },
    ],
    KeySchema: key("pk", "sk"),
    GlobalSecondaryIndexes: [
      {
        IndexName: "outbox",
        KeySchema: key("outbox", "recorded_at"),
        Projection: { ProjectionType: "KEYS_ONLY" },
      },
      {
        IndexName: "chain",
        KeySchema: key("chain", "sequence"),
        Projection: { ProjectionType: "KEYS_ONLY" },
      },
    ],
  },
  guard: {
    AttributeDefinitions: [...text("pk", "session_of"), { AttributeName: "started_at", AttributeType: "N" }],
    KeySchema: key("pk"),
    GlobalSecondaryIndexes: [
      {
        IndexName: "sessions",
        KeySchema: key("session_of", "started_at"),
        Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: ["sub", "device", "expires_at"] },
      },
    ],
  },
} as const satisfies Record<string, TableDefinition>;

export type TableName = keyof typeof TABLES;
