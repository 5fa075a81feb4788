/**
 * A backlog without a relay: how many events the sweeper numbers and publishes in a second, and from that, in one run and
 * after a day.
 */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { startDynamoDb } from "local-aws/dynamodb";
import { busesFromStack, startEventBus } from "local-aws/event-bus";
import { hmacAuditSeal } from "../shared/adapters/aws/audit-seal.js";
import { eventBridgeBus } from "../shared/adapters/aws/eventbridge-bus.js";
import { signedAwsJson } from "../shared/adapters/aws/signed-json.js";
import { commitDocuments } from "../shared/adapters/dynamo/audit/audit-commit.js";
import { dynamoAuditOutbox } from "../shared/adapters/dynamo/audit/audit-outbox.js";
import { DYNAMODB, signedDocuments } from "../shared/adapters/dynamo/signed-documents.js";
import { asyncDeadline } from "../shared/adapters/node/async-deadline.js";
import { auditEvent } from "../shared/domain/audit/audit-event.js";
import { Secret } from "../shared/domain/secret.js";
import { sweepAudit } from "../shared/flows/audit/sweep-audit.js";
import { BOUNDS, benchmark } from "./benchmark.js";
import { publish, ratio } from "./benchmark-page.js";
import { nameOf, packagedStack, REGION } from "./packaged-stack.js";
import { family } from "./processes.js";

const CREDENTIALS = { accessKeyId: "local", secretAccessKey: "local" };
/** Events a second of the stage that the figures are for. */
const RATE = 120;
/** The budget of events in one run. */
const PER_RUN = 25_000;
/** The time of one run, and the time between the starts of two. */
const [RUN_S, PERIOD_S] = [280, 300];
const WRITERS = 32;

export const sweeper = benchmark(
  {
    events: { type: "string", default: "25000", help: "events in the backlog", bounds: BOUNDS },
    write: { type: "boolean", help: "writes the table into docs/benchmarks.md" },
  },
  async ({ events, write }) => {
    const backlog = Number(events);
    const stage = await open();
    try {
      await record(stage, backlog);
      const [began, before, databaseBefore] = [performance.now(), process.cpuUsage(), await databaseCpu()];
      const { published, failed } = await sweepAudit(stage.deps);
      const seconds = (performance.now() - began) / 1000;
      const { user, system } = process.cpuUsage(before);
      const own = (user + system) / 1_000_000;
      const database = (await databaseCpu()) - databaseBefore;
      if (published !== backlog || failed !== 0) throw new Error(`${published} of ${backlog} were published`);
      const rates = [seconds, own + database, own].map((each) => published / each);
      await publish(
        {
          name: "sweeper",
          head: [
            "figure",
            "by the clock",
            "by CPU time, with the database",
            "by the sweeper's CPU time alone",
          ],
          rows: [
            ["events in the run, all published", String(published), "", ""],
            [
              `a whole run, of the budget of ${PER_RUN.toLocaleString("en")}`,
              ...rates.map((rate) => ratio(rate * RUN_S, PER_RUN)),
            ],
            [`events a second, of the stage's ${RATE}`, ...rates.map((rate) => ratio(rate, RATE))],
            ["hours to catch up on a day without relay", ...rates.map(hoursToCatchUp)],
          ],
        },
        write === true,
      );
    } finally {
      await stage.close();
    }
  },
);

/** Seconds of CPU time. The event bus is in this process. */
const databaseCpu = async (): Promise<number> => {
  const [, ...children] = await family(process.pid);
  return children.reduce((sum, { name, cpuMs }) => sum + (name === "dynoxide" ? cpuMs / 1000 : 0), 0);
};

/** New events arrive meanwhile, and a run leaves out the rest of its period. */
const hoursToCatchUp = (perSecond: number): string => {
  const surplus = (perSecond * RUN_S) / PERIOD_S - RATE;
  return surplus > 0 ? ((RATE * 24) / surplus).toFixed(1) : "never";
};

const open = async () => {
  const stack = await packagedStack();
  // A file: in memory, the engine has no index of its stream records and scans them at each write.
  const folder = await mkdtemp(join(tmpdir(), "sweeper-"));
  const [tables, events] = await Promise.all([
    startDynamoDb({ stack, dbPath: join(folder, "dynamodb.db"), fresh: true }),
    startEventBus({
      ...{ ...busesFromStack(stack), region: REGION, accountId: stack.accountId },
      invoke: () => Promise.reject(new Error("no rule of the stack has a function")),
    }),
  ]);
  const deadline = asyncDeadline();
  const service = { ...DYNAMODB, endpoint: tables.url };
  const limits = { connectionTimeout: 5_000, requestTimeout: 30_000, attempts: 2 };
  const call = signedAwsJson(service, { region: REGION, credentials: CREDENTIALS }, limits, deadline);
  const secret = new Secret("bench");
  const secrets = { value: async () => secret };
  const store = {
    documents: signedDocuments(call, deadline),
    auditTable: nameOf(stack, "AuditTable"),
    auditSeal: hmacAuditSeal(secrets, "pseudonyms"),
    clock: { now: () => new Date() },
  };
  const client = new EventBridgeClient({ endpoint: events.url, region: REGION, credentials: CREDENTIALS });
  const bus = eventBridgeBus(client, nameOf(stack, "AuditBus"), { productVersion: "bench", region: REGION });
  const later = { now: () => new Date(Date.now() + 3_600_000) };
  return {
    store,
    deps: { bus, clock: later, deadline, outbox: dynamoAuditOutbox(store) },
    close: async () => {
      client.destroy();
      await Promise.all([tables.close(), events.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
};

/** One event a user, as sign-ins are; every tenth belongs to one user whose name is under attack. */
const record = async ({ store }: Awaited<ReturnType<typeof open>>, count: number): Promise<void> => {
  let next = 0;
  const writer = async (): Promise<void> => {
    while (next < count) {
      const index = next;
      next += 1;
      const subject = index % 10 === 0 ? "pseudonym:attacked" : `user:usr_${index}`;
      const details = { sourceIp: "203.0.113.10", userAgent: "Mozilla/5.0", reason: "invalid_credentials" };
      const event = auditEvent("signin.failed", { subject, key: String(index), at: new Date(), details });
      await commitDocuments(store, [], event);
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, writer));
};
