import { beforeAll, describe, expect, it } from "@jest/globals";
import { dynamoDirectory } from "../../shared/adapters/dynamo/accounts/directory.js";
import { dynamoAuditLog } from "../../shared/adapters/dynamo/audit/audit-log.js";
import { dynamoAuditOutbox } from "../../shared/adapters/dynamo/audit/audit-outbox.js";
import { dynamoChallenges } from "../../shared/adapters/dynamo/challenge/challenges.js";
import {
  dynamoOneTimeTickets,
  dynamoPendingSignIns,
} from "../../shared/adapters/dynamo/challenge/one-time-tickets.js";
import { dynamoAnswerFloors } from "../../shared/adapters/dynamo/sign-in/answer-floors.js";
import { dynamoBlockedSources } from "../../shared/adapters/dynamo/sign-in/blocked-sources.js";
import { dynamoOutages } from "../../shared/adapters/dynamo/sign-in/outages.js";
import { dynamoThrottle } from "../../shared/adapters/dynamo/sign-in/throttle.js";
import { AUDIT_POLICY, type AuditEventType, auditEvent } from "../../shared/domain/audit/audit-event.js";
import { auditRowKey } from "../../shared/domain/audit/audit-row.js";
import { type MemoryPorts, memoryPorts } from "../../shared/memory/ports.js";
import type { Directory } from "../../shared/ports/index.js";
import { auditSeal } from "../support/audit-seal.js";
import { signedDocumentsOf } from "../support/dynamo-server.js";
import { NOW } from "../support/users.js";

const types = Object.keys(AUDIT_POLICY) as AuditEventType[];
const eventOf = (type: AuditEventType) =>
  auditEvent(type, { subject: "user:a", key: "k", at: new Date(NOW) });
const unavailable = { name: "AuthError", code: "temporarily_unavailable" };
const rule = { name: "test", limit: 10, windowSeconds: 900, beyond: "slow" } as const;

let ports: MemoryPorts;
let documents: ReturnType<typeof signedDocumentsOf>;
beforeAll(() => {
  documents = signedDocumentsOf("http://127.0.0.1:9");
});
const audit = () => ({ documents, auditTable: "audit", auditSeal, clock: ports.clock });
const guard = () => ({ documents, guardTable: "guard", ...ports });

describe("while DynamoDB cannot be reached", () => {
  beforeAll(() => {
    ports = memoryPorts({ now: NOW });
  });

  const acts: [string, (directory: Directory) => Promise<unknown>][] = [
    ["profile", (directory) => directory.profile("usr_a")],
    ["userIdBySub", (directory) => directory.userIdBySub("sub")],
    ["legacyIdentity", (directory) => directory.legacyIdentity("legacy-42")],
    ["legacyIdByAddress", (directory) => directory.legacyIdByAddress("a@b.co")],
    ["standing", (directory) => directory.standing("usr_a", "acc-1")],
    ["memberships", (directory) => directory.memberships("usr_a", { limit: 10 })],
    ["accounts", (directory) => directory.accounts(["acc-1"])],
    ["activateProfile", (directory) => directory.activateProfile("usr_a", eventOf("user.confirmed"))],
    [
      "approveMigration",
      (directory) =>
        directory.approveMigration(
          { legacyId: "l", userId: "usr_a", email: "a@b.co" },
          eventOf("migration.approved"),
        ),
    ],
  ];
  it.each(acts)("the directory's %s is an outage, never an empty answer", async (_, act) => {
    await expect(act(dynamoDirectory({ ...audit(), directoryTable: "directory" }))).rejects.toMatchObject(
      unavailable,
    );
  });

  it("the outbox reports an outage", async () => {
    const outbox = dynamoAuditOutbox(audit());
    const row = auditRowKey("signin.failed/1");
    await expect(outbox.number([row])).rejects.toMatchObject(unavailable);
    const [shard] = outbox.waiting(new Date(NOW));
    await expect(shard?.[Symbol.asyncIterator]().next()).rejects.toMatchObject(unavailable);
  });

  it.each(types)("%s is kept in the log, or stops its action, as its policy says", async (type) => {
    const { logger, metrics } = memoryPorts();
    const recording = dynamoAuditLog(audit(), { logger, metrics }).record(eventOf(type));
    if (AUDIT_POLICY[type] === "required") {
      await expect(recording).rejects.toMatchObject(unavailable);
      expect(logger.lines).toEqual([]);
      return;
    }
    await expect(recording).resolves.toBeUndefined();
    expect(metrics.counted).toEqual(["audit_fallback"]);
    expect(logger.lines).toMatchObject([{ level: "error", fields: { auditEvent: eventOf(type) } }]);
  });

  it("blocked sources are an outage, never an empty list", async () => {
    const blocked = dynamoBlockedSources({ ...audit(), guardTable: "guard" });
    await expect(blocked.find([{ kind: "client", value: "c" }])).rejects.toMatchObject(unavailable);
  });

  it("attempts are refused and counted in a metric", async () => {
    const throttle = dynamoThrottle(guard());
    await expect(throttle.take(rule, "k")).rejects.toMatchObject(unavailable);
    await expect(throttle.refund(rule, "k")).resolves.toBeUndefined();
    expect(ports.metrics.counted).toEqual(["throttle_uncounted"]);
  });

  it("an outage of the legacy system counts as recorded, so that the answer reveals nothing", async () => {
    const outages = dynamoOutages(guard());
    await expect(outages.report("legacy")).resolves.toBeUndefined();
    expect(await outages.isDown("legacy")).toBe(true);
    expect(await outages.takeProbe("legacy", 1_500)).toBe(false);
  });

  it("the floor is unknown, and a new one is lost without an error", async () => {
    const floors = dynamoAnswerFloors(guard());
    expect(await floors.read()).toBeUndefined();
    await expect(floors.replace({ version: 0, steps: [] }, [])).resolves.toBeUndefined();
  });
});

it("challenges, tickets and pending sign-ins report an outage, too", async () => {
  const store = { ...audit(), guardTable: "guard" };
  const challenges = dynamoChallenges(store);
  const tickets = dynamoOneTimeTickets(store);
  const waiting = dynamoPendingSignIns(store);
  const event = eventOf("challenge.sent");
  const ticket = { id: "g", kind: "sso", sub: "sub-1" } as const;
  const pending = {
    session: "s",
    username: "u",
    method: "code",
    pseudonym: "p",
    expiresAtSeconds: 1,
  } as const;
  const acts = [
    () => challenges.open("chl_1", { kind: "CODE", occasion: "sign_in" }, 1),
    () => challenges.find("chl_1"),
    () => challenges.claim("chl_1", "proof", 4),
    () => challenges.settle("chl_1", event),
    () => challenges.answer("chl_1", { round: 1, answer: "a", passed: true }, event),
    () => tickets.issue({ ...ticket, expiresAtSeconds: 1 }, event),
    () => tickets.consume({ ...ticket, by: "a" }, event),
    () => waiting.keep("id", pending),
    () => waiting.take("id"),
  ];
  for (const act of acts) await expect(act()).rejects.toMatchObject(unavailable);
});
