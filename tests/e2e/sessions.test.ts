/** Sessions on the whole stack: rows, and one chain of refresh tokens. */
import { DescribeUserPoolClientCommand } from "@aws-sdk/client-cognito-identity-provider";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { RunningStack } from "../../local/stack/index.js";
import { type Answer, me, refreshTokenOf } from "../../local/story/api.js";
import { deliveredEvents } from "../../local/story/audit.js";
import { CREDENTIALS, castLegacyActor } from "../../local/story/cast.js";
import { REFRESH_GRACE_SECONDS } from "../../shared/domain/session.js";
import { startOwnStack } from "./own-stack.js";
import { poolCaller } from "./pool-caller.js";
import { type SessionCaller, sessionCaller } from "./session-caller.js";

let stack: RunningStack;
let stop: () => Promise<void>;
let tables: DynamoDBDocumentClient;
let caller: SessionCaller;

beforeAll(async () => {
  ({ stack, stop } = await startOwnStack());
  const { urls, region } = stack.describe();
  tables = DynamoDBDocumentClient.from(
    new DynamoDBClient({ endpoint: urls.dynamodb, region, credentials: CREDENTIALS }),
  );
  caller = sessionCaller(stack);
}, 120_000);
afterAll(async () => {
  tables.destroy();
  await stop();
});

const refresh = (token: string) => caller.refresh(token);

/** A tab's refresh: a 503 is repeated, as clients do. */
const refreshOfTab = async (token: string, tries = 5): Promise<Answer> => {
  const answer = await refresh(token);
  return answer.status === 503 && tries > 1 ? refreshOfTab(token, tries - 1) : answer;
};

const newcomer = async () => {
  const { email, password } = await castLegacyActor(stack.describe());
  return caller.signedIn(email, password);
};

const rowOf = async (sessionId: string): Promise<Record<string, unknown>> => {
  const TableName = stack.describe().tables.guard;
  const { Item = {} } = await tables.send(
    new GetCommand({ TableName, Key: { pk: `SESSION#${sessionId}` }, ConsistentRead: true }),
  );
  return Item;
};

/** Puts the end of every grace time of the session into the past. */
const graceIsOver = async (sessionId: string): Promise<void> => {
  const replaced = (await rowOf(sessionId)).replaced as { until: number }[];
  await tables.send(
    new UpdateCommand({
      TableName: stack.describe().tables.guard,
      Key: { pk: `SESSION#${sessionId}` },
      UpdateExpression: "SET replaced = :replaced",
      ExpressionAttributeValues: {
        ":replaced": replaced.map((each) => ({ ...each, until: each.until - REFRESH_GRACE_SECONDS })),
      },
    }),
  );
};

const eventsOf = async (userId: string) => {
  await stack.settled();
  return (await deliveredEvents(stack.describe())).filter(
    ({ detail }) => detail.unmapped.subject === `user:${userId}`,
  );
};

it("the grace time of a row is the one of the pool", async () => {
  const { cognito } = await poolCaller(stack);
  const { pool } = stack.describe();
  const { UserPoolClient } = await cognito.send(
    new DescribeUserPoolClientCommand({ UserPoolId: pool.id, ClientId: pool.clientId }),
  );
  expect(UserPoolClient?.RefreshTokenRotation).toEqual({
    Feature: "ENABLED",
    RetryGracePeriodSeconds: REFRESH_GRACE_SECONDS,
  });
});

it("a sign-in stores one row, which holds no token and expires", async () => {
  const { sessionId, userId, sub, token } = await newcomer();
  const row = await rowOf(sessionId);
  expect(row).toMatchObject({ user_id: userId, sub, version: 1, session_of: userId });
  expect(Number(row.expires_at) - Number(row.started_at)).toBe(30 * 24 * 60 * 60);
  expect(JSON.stringify(row)).not.toContain(token.split(".").at(-1));
});

describe("refreshes of one token in parallel", () => {
  it.each([10, 50])("%i of them leave one usable chain, and every tab is signed in", async (count) => {
    const { token, sessionId } = await newcomer();
    const answers = await Promise.all(Array.from({ length: count }, () => refreshOfTab(token)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: count }, () => 200));
    for (const { body } of answers)
      expect((await me(stack.describe(), String(body.access_token))).status).toBe(200);

    const next = new Set(answers.map((answer) => refreshTokenOf(answer) ?? ""));
    expect([next.size, next.has("")]).toEqual([1, false]);
    expect(await rowOf(sessionId)).toMatchObject({ version: 2 });
    const [only = ""] = next;
    expect((await refresh(only)).status).toBe(200);
  });
});

it("a replaced token that is used after its grace time ends the session, and the event names user and session", async () => {
  const stolen = await newcomer();
  const renewed = await refresh(stolen.token);
  await graceIsOver(stolen.sessionId);

  expect((await refresh(stolen.token)).status).toBe(401);
  expect((await refresh(refreshTokenOf(renewed) ?? "")).status).toBe(401);
  for (const token of [stolen.accessToken, String(renewed.body.access_token)])
    expect((await me(stack.describe(), token)).status).toBe(401);
  expect(await rowOf(stolen.sessionId)).toMatchObject({ ended_at: expect.any(Number) });
  const events = await eventsOf(stolen.userId);
  expect(events.filter((event) => event["detail-type"] === "session.reused")).toMatchObject([
    { detail: { metadata: { uid: `session.reused/${stolen.sessionId}` }, severity_id: 4 } },
  ]);
});

it("300 sign-outs and refreshes with bogus tokens are throttled and leave a bounded number of events", async () => {
  const count = async () => {
    await stack.settled();
    const events = await deliveredEvents(stack.describe());
    return events.filter((event) =>
      /^(session\.refresh_refused|signout\.completed)$/.test(event["detail-type"]),
    );
  };
  const before = (await count()).length;
  const bogus = (path: string) =>
    Promise.all(
      Array.from({ length: 150 }, (_, index) => caller.call(path, { refresh_token: `bogus-${index}` })),
    );
  const answers = [...(await bogus("signout")), ...(await bogus("refresh"))];
  const statuses = answers.map(({ status }) => status);
  expect(statuses.filter((status) => status === 401)).toHaveLength(60);
  expect(statuses.filter((status) => status === 429)).toHaveLength(240);
  expect((await count()).length - before).toBeLessThanOrEqual(60);
});
