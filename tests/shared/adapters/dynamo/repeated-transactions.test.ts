import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { signedAwsJson } from "../../../../shared/adapters/aws/signed-json.js";
import type { Documents } from "../../../../shared/adapters/dynamo/documents.js";
import { sdkDocuments } from "../../../../shared/adapters/dynamo/sdk-documents.js";
import { DYNAMODB, signedDocuments } from "../../../../shared/adapters/dynamo/signed-documents.js";
import { asyncDeadline } from "../../../../shared/adapters/node/async-deadline.js";
import { type AwsService, startAwsService } from "../../../support/aws-service.js";

let aws: AwsService;
beforeEach(async () => {
  aws = await startAwsService();
});
afterEach(() => aws.close());

const CLIENTS: Readonly<Record<string, () => Documents>> = {
  "the SDK's client": () =>
    sdkDocuments(DynamoDBDocumentClient.from(new DynamoDBClient({ ...aws.clientConfig, maxAttempts: 2 }))),
  "signed calls": () => {
    const { region, credentials } = aws.clientConfig;
    const limits = { connectionTimeout: 5_000, requestTimeout: 20_000, attempts: 2 };
    const service = { ...DYNAMODB, endpoint: aws.url };
    const deadline = asyncDeadline();
    return signedDocuments(signedAwsJson(service, { region, credentials }, limits, deadline), deadline);
  },
};

const item = { Put: { TableName: "directory", Item: { pk: "a", sk: "ROW" } } };
const tokens = () => aws.inputs("TransactWriteItems").map(({ ClientRequestToken }) => ClientRequestToken);

describe.each(Object.keys(CLIENTS))("a transaction by %s", (name) => {
  it("has one token in all its attempts, so that DynamoDB writes it once", async () => {
    aws.script("TransactWriteItems", { error: "InternalServerError", status: 500 }, { output: {} });
    await CLIENTS[name]?.().transact([item]);
    const [first, second, ...more] = tokens();
    expect(first).toMatch(/^[\w-]{1,36}$/);
    expect([second, ...more]).toEqual([first]);
  });

  it("has another token than the transaction before it, so that DynamoDB writes both", async () => {
    aws.script("TransactWriteItems", { output: {} });
    const documents = CLIENTS[name]?.();
    for (const each of [item, item]) await documents?.transact([each]);
    expect(tokens()).toHaveLength(2);
    expect(new Set(tokens()).size).toBe(2);
  });
});
