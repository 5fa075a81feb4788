/** How many calls to the tables a sign-in makes at the endpoint, beside those of the pool's triggers. */
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { dynamoAuditLog } from "../../shared/adapters/dynamo/audit/audit-log.js";
import { dynamoBrowserSessions } from "../../shared/adapters/dynamo/sign-in/browser-sessions.js";
import { dynamoOutages } from "../../shared/adapters/dynamo/sign-in/outages.js";
import { dynamoSignInHabits } from "../../shared/adapters/dynamo/sign-in/sign-in-habits.js";
import { dynamoSignInSources } from "../../shared/adapters/dynamo/sign-in/sign-in-sources.js";
import { dynamoThrottle } from "../../shared/adapters/dynamo/sign-in/throttle.js";
import { memorySession } from "../../shared/memory/user-pool.js";
import type { SignInAnswer } from "../../shared/ports/index.js";
import { auditSeal } from "../support/audit-seal.js";
import { authApi, credentials, ROUTES } from "../support/auth-api.js";
import { FROM_SITE } from "../support/browser-client.js";
import { type DynamoServer, signedDocumentsOf, startDynamo } from "../support/dynamo-server.js";
import { deviceOf } from "../support/guarded-pool.js";
import { jsonEvent } from "../support/http-events.js";
import { notedDocuments } from "../support/noted-documents.js";

let server: DynamoServer;
beforeAll(async () => {
  server = await startDynamo();
});
afterAll(() => server.close());

const stage = async (answer: SignInAnswer) => {
  const tables = await server.createTables();
  const { ports } = authApi({ signIn: answer });
  const { calls, documents } = notedDocuments(signedDocumentsOf(server.url));
  const guard = { ...ports, documents, guardTable: tables.guard };
  const audit = { documents, auditTable: tables.audit, auditSeal, clock: ports.clock };
  const { call } = authApi(
    {},
    {
      ...ports,
      audit: dynamoAuditLog(audit, ports),
      browserSessions: dynamoBrowserSessions(guard),
      throttle: dynamoThrottle(guard),
      signInSources: dynamoSignInSources(guard),
      habits: dynamoSignInHabits(guard),
      outages: dynamoOutages(guard),
    },
  );
  let requests = 0;
  const signIn = async (change: { sourceIp?: string; cookies?: readonly string[] } = {}) => {
    calls.length = 0;
    requests += 1;
    const response = await call(
      jsonEvent(ROUTES.signIn, credentials, {
        ...change,
        headers: FROM_SITE,
        requestId: `request-${requests}`,
      }),
    );
    return { response, calls: calls.toSorted() };
  };
  return { signIn };
};
const session = { kind: "session", session: memorySession("usr_ada") } as const;
/** Blocks, known sources, the network's names and the outage; the event. */
const FAILURE = ["batchGet", "insert"];
/** The same, the habits, and the session. */
const SUCCESS = ["batchGet", "get", "insert", "put"];
const updates = (times: number) => Array.from({ length: times }, () => "update");

it("a sign-in from a new network makes nine calls, and the first one no more", async () => {
  const { signIn } = await stage(session);
  // Two counters, which are refunded; the source.
  const usual = [...SUCCESS, ...updates(5)];
  expect((await signIn({ sourceIp: "192.0.2.1" })).calls).toEqual(usual);
  expect((await signIn()).calls).toEqual(usual);
});

it("a sign-in from a known network without a cookie makes nine, and from a known device six", async () => {
  const { signIn } = await stage(session);
  const cookies = [deviceOf((await signIn()).response) ?? ""];
  expect((await signIn({ cookies })).calls).toEqual([...SUCCESS, ...updates(2)]);
  // Two counters, which are refunded, and the new device.
  expect((await signIn()).calls).toEqual([...SUCCESS, ...updates(5)]);
});

it("a wrong password makes six calls, and a refused attempt four, one of them for a probe", async () => {
  const { signIn } = await stage({ kind: "refused" });
  expect((await signIn()).calls).toEqual([...FAILURE, ...updates(4)]);
  for (let made = 1; made < 10; made += 1) await signIn();
  // The counter of name and network is among what is read first. The source's own is counted.
  for (let made = 0; made < 10; made += 1)
    expect((await signIn()).calls).toEqual([...FAILURE, ...updates(2)]);
});
