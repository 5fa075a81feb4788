/** The DynamoDB document client, with time limits that fit into a trigger's five seconds. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";

/** Credentials, region and endpoint come from the SDK's own environment variables. */
export const dynamoClient = (): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(
    new DynamoDBClient({ maxAttempts: 2, requestHandler: { connectionTimeout: 400, requestTimeout: 800 } }),
    { marshallOptions: { removeUndefinedValues: true } },
  );
