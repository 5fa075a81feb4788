/** The DynamoDB document client, with time limits that fit into a trigger's five seconds. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";

// Without the last of them the SDK only warns about a request that takes too long, and goes on waiting.
const LIMITS = { connectionTimeout: 400, requestTimeout: 800, throwOnRequestTimeout: true };

/** Credentials, region and endpoint come from the SDK's own environment variables. */
export const dynamoClient = (): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(new DynamoDBClient({ maxAttempts: 2, requestHandler: LIMITS }), {
    marshallOptions: { removeUndefinedValues: true },
  });
