/** Broken rows of the guard table: an error, never a challenge without an end, a block that is over, or a session that goes on. */

import { marshall } from "@aws-sdk/util-dynamodb";
import { expect, it } from "@jest/globals";
import { dynamoAccessRecords } from "../../../../shared/adapters/dynamo/authorizer/access-records.js";
import { dynamoChallenges } from "../../../../shared/adapters/dynamo/challenge/challenges.js";
import { dynamoPendingSignIns } from "../../../../shared/adapters/dynamo/challenge/one-time-tickets.js";
import { dynamoFirstRequests } from "../../../../shared/adapters/dynamo/idempotency/first-requests.js";
import { dynamoLegacyLookupResults } from "../../../../shared/adapters/dynamo/migration/legacy-lookup-results.js";
import type { Row } from "../../../../shared/adapters/dynamo/rows.js";
import { dynamoBlockedSources } from "../../../../shared/adapters/dynamo/sign-in/blocked-sources.js";
import { dynamoSessions } from "../../../../shared/adapters/dynamo/sign-in/sessions.js";
import { dynamoSignInHabits } from "../../../../shared/adapters/dynamo/sign-in/sign-in-habits.js";
import { signedDocuments } from "../../../../shared/adapters/dynamo/signed-documents.js";
import { memoryPorts } from "../../../../shared/memory/ports.js";
import { auditSeal } from "../../../support/audit-seal.js";

const NOW = "2025-01-01T00:00:00.000Z";
const LATER = Date.parse(NOW) / 1000 + 600;

/** A guard table in which every read finds the row. */
const storeOf = (row: Row) => {
  const item = marshall(row);
  const { clock, deadline, logger, metrics } = memoryPorts({ now: NOW });
  const documents = signedDocuments(
    async (operation) =>
      operation === "BatchGetItem" ? { Responses: { guard: [item] } } : { Item: item, Attributes: item },
    deadline,
  );
  return {
    documents,
    clock,
    logger,
    metrics,
    guardTable: "guard",
    auditTable: "audit",
    auditSeal,
    directoryTable: "directory",
  };
};
type Store = ReturnType<typeof storeOf>;

const session = { sessionId: "s", sub: "sub-1", authenticatedAtSeconds: 1 };
const block = { kind: "client", value: "c" } as const;
const pending = {
  ...{ session: "s", username: "u", method: "code", pseudonym: "p", expiresAtSeconds: LATER },
};
const json = JSON.stringify;

const READS: Readonly<
  Record<string, { read: (store: Store) => Promise<unknown>; whole: Row; broken: Row[] }>
> = {
  challenge: {
    read: (store) => dynamoChallenges(store).find("chl_1"),
    whole: {
      pk: "CHALLENGE#chl_1",
      choice: { kind: "LINK", binding: "b" },
      expires_at: LATER,
      answer_1: "a",
    },
    broken: [
      { expires_at: undefined },
      { expires_at: String(LATER) },
      { choice: undefined },
      { choice: { kind: "CODE" } },
      { choice: { kind: "LINK" } },
      { choice: "CODE" },
      { answer_1: 7 },
      { sent: "true" },
      { proof: 7 },
      { passed_in: "1" },
    ],
  },
  "pending sign-in": {
    read: (store) => dynamoPendingSignIns(store).take("id"),
    whole: { pk: "SIGNIN#id", pending: json(pending), expires_at: LATER },
    broken: [
      { expires_at: undefined },
      { pending: undefined },
      { pending: "{" },
      { pending: json({ ...pending, username: undefined }) },
      { pending: json({ ...pending, method: "sms" }) },
      { pending: json({ ...pending, expiresAtSeconds: "1" }) },
      { pending: json({ ...pending, stepUp: { sub: "sub-1" } }) },
    ],
  },
  "first request": {
    // The row is there, so the condition of the write fails.
    read: ({ documents, ...store }) =>
      dynamoFirstRequests({ ...store, documents: { ...documents, update: async () => false } }).begin("id", {
        ...{ fingerprint: "f", seed: "t", beganAtSeconds: 1, expiresAtSeconds: LATER, heldUntilSeconds: 1 },
      }),
    whole: {
      pk: "REPEAT#id",
      fingerprint: "f",
      seed: "s",
      began_at: 1,
      expires_at: LATER,
      held_until: 1,
      answer: "a",
    },
    broken: [
      { fingerprint: undefined },
      { seed: 7 },
      { began_at: undefined },
      { held_until: undefined },
      { expires_at: String(LATER) },
      { answer: 7 },
    ],
  },
  "legacy look-up result": {
    read: (store) => dynamoLegacyLookupResults(store).of("ada"),
    whole: { pk: "NEWCOMER#ada", note: json({ address: "p", kind: "unknown" }), expires_at: LATER },
    broken: [
      { expires_at: undefined },
      { note: "null" },
      { note: json({ kind: "unknown" }) },
      { note: json({ address: "p", kind: "approved", legacyId: "42" }) },
      { note: json({ address: "p", kind: "approved", userId: "usr_ada" }) },
      { note: json({ address: "p", kind: "else" }) },
      { note: json({ address: "p", kind: "else", legacyId: "42", userId: "usr_ada" }) },
    ],
  },
  "blocked source": {
    read: (store) => dynamoBlockedSources(store).find([block]),
    whole: { pk: "BLOCKED#client#c", expires_at: LATER },
    broken: [{ expires_at: undefined }, { expires_at: String(LATER) }],
  },
  habits: {
    read: (store) => dynamoSignInHabits(store).learn("usr_ada", { device: "d" }),
    whole: { pk: "HABITS#usr_ada", devices: ["d"], countries: [], since: 1, expires_at: LATER },
    broken: [{ expires_at: undefined }, { devices: [7] }, { since: "1" }],
  },
  "ended session": {
    read: (store) => dynamoAccessRecords(store).read({ userId: "usr_ada", session }),
    whole: { pk: "ENDED#SESSION#s", expires_at: LATER },
    broken: [{ expires_at: undefined }, { expires_at: String(LATER) }],
  },
  "ended sessions of a user": {
    read: (store) => dynamoAccessRecords(store).read({ userId: "usr_ada", session }),
    whole: { pk: "ENDED#USER#usr_ada", before: 2, expires_at: LATER },
    broken: [{ expires_at: undefined }, { before: undefined }, { before: "2" }],
  },
  "ended sessions of a pool user": {
    read: (store) => dynamoAccessRecords(store).read({ userId: "usr_ada", session }),
    whole: { pk: "ENDED#USER#sub-1", before: 2, expires_at: LATER },
    broken: [{ expires_at: undefined }, { before: undefined }, { before: "2" }],
  },
  session: {
    read: (store) => dynamoSessions(store).find({ sessionId: "s", userId: "usr_ada" }),
    whole: {
      ...{ pk: "SESSION#s", user_id: "usr_ada", sub: "sub-1", device: "d", version: 1, token_hash: "h" },
      ...{ started_at: 1, expires_at: LATER, replaced: [{ hash: "h", until: LATER, successor: "s" }] },
    },
    broken: [
      { user_id: undefined },
      { version: "1" },
      { token_hash: undefined },
      { started_at: undefined },
      { expires_at: String(LATER) },
      { replaced: [{ hash: "h", until: "1", successor: "s" }] },
    ],
  },
};

it.each(Object.entries(READS))(
  "a %s is read whole, or is an error of ours",
  async (_, { read, whole, broken }) => {
    expect(await read(storeOf(whole))).toBeDefined();
    for (const change of broken) {
      const entries = Object.entries({ ...whole, ...change }).filter(([, value]) => value !== undefined);
      await expect(read(storeOf(Object.fromEntries(entries)))).rejects.toMatchObject({
        code: "internal",
        row: expect.stringMatching(/^guard [A-Z]+#/),
      });
    }
  },
);
