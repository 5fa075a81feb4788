/** The DynamoDB document client, with time limits that fit into a trigger's five seconds. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { Deadline } from "../ports.js";
import { DeadlineHttpHandler } from "./deadline-http-handler.js";

const LIMITS = { connectionTimeout: 400, requestTimeout: 800 };

/** Credentials, region and endpoint come from the SDK's own environment variables. */
export const dynamoClient = (deadline: Deadline): DynamoDBDocumentClient => {
  const requestHandler = new DeadlineHttpHandler(deadline, LIMITS);
  return DynamoDBDocumentClient.from(new DynamoDBClient({ maxAttempts: 2, requestHandler }), {
    marshallOptions: { removeUndefinedValues: true },
  });
};
