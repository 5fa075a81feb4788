/**
 * The parts of the authorizer and their baselines: signature verification alone, and one GetItem of
 * lib-dynamodb.
 */
import { createPublicKey, verify } from "node:crypto";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import { authorizer } from "../handlers/authorizer.js";
import { CLIENT_ID, POOL_ID, type SigningKey } from "../packages/local-aws/tests/support/token-issuer.js";
import { signedAwsJson } from "../shared/adapters/aws/signed-json.js";
import { cognitoTokenVerifier } from "../shared/adapters/cognito/token-verifier.js";
import { dynamoAccessRecords } from "../shared/adapters/dynamo/authorizer/access-records.js";
import { DYNAMODB, signedDocuments } from "../shared/adapters/dynamo/signed-documents.js";
import { cachedAccessRecords } from "../shared/adapters/node/access-cache.js";
import { asyncDeadline } from "../shared/adapters/node/async-deadline.js";
import { systemClock } from "../shared/adapters/node/system-clock.js";
import { lineLogger, lineMetrics } from "../shared/adapters/telemetry/line-telemetry.js";
import { secondsAt } from "../shared/domain/seconds.js";
import { memoryPorts } from "../shared/memory/ports.js";
import { givenBrowserSession } from "../tests/support/browser-sessions.js";
import { authorizerEvent } from "../tests/support/http-events.js";
import { accountOf, membershipOf, profileOf } from "../tests/support/users.js";
import type { Contender } from "./cpu-costs.js";

const AWS = { region: "us-east-1", credentials: { accessKeyId: "local", secretAccessKey: "local" } };

const verifier = ({ jwk }: SigningKey, remember: boolean) => {
  const pools = [{ userPoolId: POOL_ID, clientIds: [CLIENT_ID], keys: { keys: [jwk as never] } }];
  return cognitoTokenVerifier(
    { pools, endpoint: "http://127.0.0.1:9", leewaySeconds: 0, remember },
    systemClock,
  );
};

export const signature = (name: string, { jwk }: SigningKey, token: string): Contender => {
  const key = createPublicKey({ key: jwk as never, format: "jwk" });
  const dot = token.lastIndexOf(".");
  const [text, signed] = [token.slice(0, dot), token.slice(dot + 1)];
  return { name, run: () => verify("RSA-SHA256", Buffer.from(text), key, Buffer.from(signed, "base64url")) };
};

export const verification = (name: string, key: SigningKey, token: string): Contender => {
  const tokens = verifier(key, false);
  return { name, run: () => tokens.verify(token) };
};

/** The handler with all table reads in its cache. */
export const requests = (
  name: string,
  key: SigningKey,
  token: string,
  { remember, telemetry }: { remember: boolean; telemetry: boolean },
): Contender => {
  const ports = usualPorts();
  const lines = { logger: lineLogger("bench", systemClock), metrics: lineMetrics("bench", systemClock) };
  const handler = authorizer({
    ...ports,
    ...(telemetry ? lines : silent),
    clock: systemClock,
    access: cachedAccessRecords(ports.access, 3_600_000, systemClock),
    tokens: verifier(key, remember),
  });
  const headers = { authorization: `Bearer ${token}`, host: "api.example.com", "x-account-id": "acc-1" };
  const event = authorizerEvent({ headers });
  return { name, run: () => handler(event) };
};

/** The same with the cookie of a session, without log line and metric. */
export const cookieRequests = async (name: string, key: SigningKey): Promise<Contender> => {
  const ports = usualPorts();
  const now = secondsAt(systemClock.now());
  const cookie = await givenBrowserSession(ports, {
    ...{ startedAtSeconds: now, validUntilSeconds: now + DAY_SECONDS },
    ...{ idleUntilSeconds: now + DAY_SECONDS, endsAtSeconds: now + DAY_SECONDS },
  });
  const handler = authorizer({
    ...{ ...ports, ...silent, clock: systemClock },
    access: cachedAccessRecords(ports.access, 3_600_000, systemClock),
    tokens: verifier(key, true),
  });
  const headers = { host: "api.example.com", "x-account-id": "acc-1" };
  const event = authorizerEvent({ headers, cookies: [cookie] });
  await handler(event);
  return { name, run: () => handler(event) };
};

const DAY_SECONDS = 86_400;

const usualPorts = () =>
  memoryPorts({ profiles: [profileOf()], accounts: [accountOf()], memberships: [membershipOf()] });

const silent = {
  logger: { log: () => undefined },
  metrics: { count: () => undefined, measure: () => undefined, flush: () => undefined },
};

/**
 * Table reads: the authorizer's read of user, membership, account and session, and one GetItem of the
 * document client.
 */
export const reads = (endpoint: string): Contender[] => {
  const limits = { connectionTimeout: 5_000, requestTimeout: 20_000, attempts: 1 };
  const deadline = asyncDeadline();
  const call = signedAwsJson({ ...DYNAMODB, endpoint }, AWS, limits, deadline);
  const documents = signedDocuments(call, deadline);
  const tables = { directoryTable: "directory", guardTable: "guard" };
  const records = dynamoAccessRecords({ documents, ...tables, clock: systemClock });
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ ...AWS, endpoint }));
  const session = { sub: "sub-1", sessionId: "session-1", authenticatedAtSeconds: 1 };
  const query = { userId: "usr_ada", systemAccountId: "acc-1", session };
  const Key = { pk: "USER#usr_ada", sk: "PROFILE" };
  return [
    { name: "GetItem", share: 0.2, run: () => client.send(new GetCommand({ TableName: "directory", Key })) },
    { name: "membership miss", share: 0.2, run: () => records.read(query) },
  ];
};
