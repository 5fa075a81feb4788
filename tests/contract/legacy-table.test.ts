import { CreateTableCommand } from "@aws-sdk/client-dynamodb";
import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { verifyPasswordHash } from "../../shared/adapters/legacy/password-hash.js";
import { DECOY_NAME, DEFAULT_DECOY, dynamoLegacyTable } from "../../shared/adapters/legacy/table-system.js";
import type { LegacySystem } from "../../shared/ports/index.js";
import { type DynamoServer, signedDocumentsOf, startDynamo } from "../support/dynamo-server.js";
import { PASSWORD } from "../support/users.js";

const table = "legacy-people";
const password_hash = "{SSHA}9UA11d2UYJRuK6/ArDgyhGlDjykBAgMEBQYHCA==";
const ada = {
  username: "ada@example.com",
  id: 42,
  email: "ada@example.com",
  email_verified: true,
  password_hash,
};
let server: DynamoServer;
let legacy: LegacySystem;

const put = (Item: Record<string, unknown>) => server.client.send(new PutCommand({ TableName: table, Item }));
beforeAll(async () => {
  server = await startDynamo();
  await server.client.send(
    new CreateTableCommand({
      TableName: table,
      AttributeDefinitions: [{ AttributeName: "username", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "username", KeyType: "HASH" }],
      BillingMode: "PAY_PER_REQUEST",
    }),
  );
  await put({ ...ada, name: "Ada", role: "Admin", age: 36, tags: new Set(["one", "two"]) });
  await put({ ...ada, username: "gone@example.com", disabled: true });
  await put({
    ...ada,
    username: "costly@example.com",
    password_hash: `$pbkdf2$2000000$AAAA$${"A".repeat(27)}`,
  });
  await put({ ...ada, username: "odd@example.com", password_hash: PASSWORD });
  await put({ ...ada, username: "broken@example.com", email: 7 });
  legacy = dynamoLegacyTable({ documents: signedDocumentsOf(server.url), table });
}, 120_000);
afterAll(() => server.close());

const user = {
  id: "42",
  email: "ada@example.com",
  emailVerified: true,
  fields: {
    ...{ id: "42", email: "ada@example.com", email_verified: "true" },
    ...{ name: "Ada", role: "Admin", age: "36", tags: ["one", "two"] },
  },
};

describe("a table of users", () => {
  it("confirms a user with the correct password, and never returns the hash", async () => {
    expect(await legacy.verify("ada@example.com", PASSWORD)).toEqual({ kind: "match", user });
    expect(await legacy.lookup("ada@example.com")).toEqual({ kind: "match", user });
  });

  it.each([
    ["ada@example.com", "wrong"],
    ["nobody@example.com", PASSWORD],
    ["gone@example.com", PASSWORD],
    [DECOY_NAME, PASSWORD],
  ])("refuses %s with %s", async (name, password) => {
    expect(await legacy.verify(name, password)).toEqual({ kind: "refused" });
  });

  it.each(["nobody@example.com", "gone@example.com", DECOY_NAME])(
    "finds no %s at a forgotten password",
    async (name) => {
      expect(await legacy.lookup(name)).toEqual({ kind: "refused" });
    },
  );

  it.each([
    ["costly@example.com", "hash_too_costly"],
    ["odd@example.com", "hash_unknown"],
    ["broken@example.com", "record_malformed"],
  ])("is unavailable for %s: %s", async (name, reason) => {
    expect(await legacy.verify(name, PASSWORD)).toEqual({ kind: "unusable", reason });
  });

  it("does the same work for unknown users as for known ones, with the decoy's hash or the default one", async () => {
    expect(await verifyPasswordHash(PASSWORD, DEFAULT_DECOY)).toBe("mismatch");
    await put({ username: DECOY_NAME, password_hash });
    expect(await legacy.verify("nobody@example.com", PASSWORD)).toEqual({ kind: "refused" });
  });
});

it("a missing or unreachable table is an outage, not a refusal", async () => {
  const missing = dynamoLegacyTable({ documents: signedDocumentsOf(server.url), table: "missing" });
  const nowhere = dynamoLegacyTable({ documents: signedDocumentsOf("http://127.0.0.1:9"), table });
  for (const system of [missing, nowhere]) {
    expect(await system.verify("ada@example.com", PASSWORD)).toEqual({
      kind: "unavailable",
      reason: "unreachable",
    });
    expect(await system.lookup("ada@example.com")).toEqual({ kind: "unavailable", reason: "unreachable" });
  }
});
