import { createHash } from "node:crypto";
import { describe, expect, it } from "@jest/globals";
import {
  commitDocuments,
  OUTBOX_PARTITIONS,
} from "../../../../../shared/adapters/dynamo/audit/audit-commit.js";
import type { Documents, TransactItem } from "../../../../../shared/adapters/dynamo/documents.js";
import type { Row } from "../../../../../shared/adapters/dynamo/rows.js";
import { CHAIN_START } from "../../../../../shared/adapters/node/audit-chain.js";
import { auditEvent } from "../../../../../shared/domain/audit-event.js";
import { NOW } from "../../../../support/users.js";

const event = auditEvent("signin.failed", {
  subject: "user:usr_ada",
  key: "request-1",
  at: new Date(NOW),
  details: { reason: "invalid_credentials" },
});
const state: TransactItem = { Put: { TableName: "directory", Item: { pk: "USER#usr_ada", sk: "PROFILE" } } };
const HEAD = { pk: "SUBJECT#user:usr_ada", sk: "HEAD" };

const NONE = "None";
const FAILED = "ConditionalCheckFailed";
const CONFLICT = "TransactionConflict";

type Reasons = readonly string[] | undefined;

/** A table with this head of the chain, whose transactions end as the script says; the last answer stays. */
const tables = (answers: readonly [Reasons, ...Reasons[]], head?: Row) => {
  const written: (readonly TransactItem[])[] = [];
  const reads: unknown[] = [];
  const neverCalled = () => Promise.reject(new Error("not a call of a commit"));
  const documents: Documents = {
    get: async (table, key) => {
      reads.push([table, key]);
      return head;
    },
    transact: async (items) => {
      const answer = answers[Math.min(written.length, answers.length - 1)];
      written.push(items);
      return answer;
    },
    ...{ batchGet: neverCalled, put: neverCalled, query: neverCalled },
    ...{ take: neverCalled, update: neverCalled },
  };
  const store = { documents, auditTable: "audit", clock: { now: () => new Date(NOW) } };
  const commit = (options?: { newSubject?: boolean }, of = event) =>
    commitDocuments(store, [state], of, options);
  return { commit, written, reads };
};

const hashOf = (previousHash: string, sequence: number) =>
  createHash("sha256")
    .update(`${previousHash}\n${sequence}\n${JSON.stringify(event)}`)
    .digest("hex");

describe("a change of state", () => {
  it("is one transaction with its event, the event's id and the head of the chain", async () => {
    const { commit, written, reads } = tables([undefined]);
    expect(await commit()).toBe("committed");
    expect(reads).toEqual([["audit", HEAD]]);
    const hash = hashOf(CHAIN_START, 1);
    expect(written).toEqual([
      [
        state,
        {
          Put: {
            TableName: "audit",
            Item: { pk: `ID#${event.id}`, sk: "ID", subject: event.subject, sequence: 1 },
            ConditionExpression: "attribute_not_exists(pk)",
          },
        },
        {
          Put: {
            TableName: "audit",
            Item: {
              pk: "SUBJECT#user:usr_ada",
              sk: "EVENT#000000000001",
              event: JSON.stringify(event),
              sequence: 1,
              hash,
              previous_hash: CHAIN_START,
              recorded_at: NOW,
              outbox: expect.stringMatching(/^PENDING#[0-7]$/),
            },
            ConditionExpression: "attribute_not_exists(pk)",
          },
        },
        {
          Update: {
            TableName: "audit",
            Key: HEAD,
            UpdateExpression: "SET #sequence = :next, #hash = :hash",
            ConditionExpression: "attribute_not_exists(pk)",
            ExpressionAttributeNames: { "#sequence": "sequence", "#hash": "hash" },
            ExpressionAttributeValues: { ":next": 1, ":hash": hash },
          },
        },
      ],
    ]);
  });

  it("continues the chain of its subject, if no other writer has continued it", async () => {
    const { commit, written } = tables([undefined], { ...HEAD, sequence: 7, hash: "h7" });
    await commit();
    const [, id, row, head] = written[0] ?? [];
    expect(id?.Put?.Item).toMatchObject({ sequence: 8 });
    expect(row?.Put?.Item).toMatchObject({ sequence: 8, previous_hash: "h7", hash: hashOf("h7", 8) });
    expect(head?.Update).toMatchObject({
      ConditionExpression: "#sequence = :head",
      ExpressionAttributeValues: { ":next": 8, ":hash": hashOf("h7", 8), ":head": 7 },
    });
  });

  it.each<[string, string, readonly string[]]>([
    ["whose condition does not hold", "refused", [FAILED, NONE, NONE, NONE]],
    ["whose condition does not hold, and whose event was recorded", "refused", [FAILED, FAILED, NONE, NONE]],
    ["whose event was recorded already", "repeated", [NONE, FAILED, NONE, NONE]],
    ["whose event was recorded already at another place", "repeated", [NONE, FAILED, FAILED, FAILED]],
  ])("%s is %s, and is not tried again", async (_, outcome, reasons) => {
    const { commit, written } = tables([reasons]);
    expect(await commit()).toBe(outcome);
    expect(written).toHaveLength(1);
  });

  it.each<[string, readonly string[]]>([
    ["took the place in the chain", [NONE, NONE, FAILED, NONE]],
    ["moved the head of the chain", [NONE, NONE, NONE, FAILED]],
    ["was writing one of the rows", [CONFLICT, NONE, NONE, NONE]],
  ])("is tried again on the chain as it is then, when another writer %s", async (_, reasons) => {
    const { commit, written, reads } = tables([reasons, reasons, undefined]);
    expect(await commit()).toBe("committed");
    expect(written).toHaveLength(3);
    expect(reads).toHaveLength(3);
  });

  it("fails for now when it met other writers in eight attempts", async () => {
    const { commit, written } = tables([[NONE, NONE, NONE, FAILED]]);
    await expect(commit()).rejects.toMatchObject({ code: "temporarily_unavailable" });
    expect(written).toHaveLength(8);
  });

  it("fails for now, and is not tried again, when DynamoDB could not take it", async () => {
    const { commit, written } = tables([["ThrottlingError", NONE, NONE, NONE]]);
    await expect(commit()).rejects.toMatchObject({ code: "temporarily_unavailable" });
    expect(written).toHaveLength(1);
  });

  it("of a new subject is written without a look at its chain, which is read when there proves to be one", async () => {
    const { commit, written, reads } = tables([[NONE, NONE, NONE, FAILED], undefined], {
      ...{ ...HEAD, sequence: 1, hash: "h1" },
    });
    expect(await commit({ newSubject: true })).toBe("committed");
    expect(reads).toHaveLength(1);
    expect(written.map(([, , row]) => row?.Put?.Item?.sequence)).toEqual([1, 2]);
  });
});

it("unpublished events are spread over all partitions of the index, and those of a subject are in one", async () => {
  const { commit, written } = tables([undefined]);
  const subjects = Array.from({ length: 100 }, (_, index) => `user:usr_${index}`);
  for (const subject of [...subjects, ...subjects]) await commit({}, { ...event, subject });
  const partitions = written.map(([, , row]) => String(row?.Put?.Item?.outbox));
  expect([...new Set(partitions)].sort()).toEqual(OUTBOX_PARTITIONS);
  expect(partitions.slice(100)).toEqual(partitions.slice(0, 100));
});
