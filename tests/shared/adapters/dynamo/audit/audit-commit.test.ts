import { describe, expect, it } from "@jest/globals";
import {
  commitDocuments,
  OUTBOX_PARTITIONS,
} from "../../../../../shared/adapters/dynamo/audit/audit-commit.js";
import type { Documents, TransactItem } from "../../../../../shared/adapters/dynamo/documents.js";
import type { Row } from "../../../../../shared/adapters/dynamo/rows.js";
import { auditEvent } from "../../../../../shared/domain/audit/audit-event.js";
import { auditSeal } from "../../../../support/audit-seal.js";
import { NOW } from "../../../../support/users.js";

const event = auditEvent("signin.failed", {
  subject: "user:usr_ada",
  key: "request-1",
  at: new Date(NOW),
  details: { reason: "invalid_credentials" },
});
const state: TransactItem = { Put: { TableName: "directory", Item: { pk: "USER#usr_ada", sk: "PROFILE" } } };

const NONE = "None";
const FAILED = "ConditionalCheckFailed";
const CONFLICT = "TransactionConflict";

type Reasons = readonly string[] | undefined;

/** A table whose transactions end as the script says; the last answer stays. */
const tables = (answers: readonly [Reasons, ...Reasons[]], isNew = true) => {
  const written: (readonly TransactItem[])[] = [];
  const inserted: Row[] = [];
  const neverCalled = () => Promise.reject(new Error("not a call of a commit"));
  const documents: Documents = {
    transact: async (items) => {
      const answer = answers[Math.min(written.length, answers.length - 1)];
      written.push(items);
      return answer;
    },
    insert: async (_, row) => {
      inserted.push(row);
      return isNew;
    },
    ...{ batchGet: neverCalled, get: neverCalled, put: neverCalled, query: neverCalled },
    ...{ pause: neverCalled, take: neverCalled, update: neverCalled },
  };
  const store = { documents, auditTable: "audit", auditSeal, clock: { now: () => new Date(NOW) } };
  const commit = (of = event, changes = [state]) => commitDocuments(store, changes, of);
  return { commit, written, inserted };
};

const rowOf = async () => ({
  pk: `EVENT#${event.id}`,
  sk: "EVENT",
  event: JSON.stringify(event),
  mac: await auditSeal.of({ event: JSON.stringify(event), recordedAt: NOW }),
  recorded_at: NOW,
  outbox: expect.stringMatching(/^PENDING#[0-7]$/),
});

describe("an event without a change of state", () => {
  it("is one conditional put of a row under its id, with its MAC", async () => {
    const { commit, written, inserted } = tables([undefined]);
    expect(await commit(event, [])).toBe("committed");
    expect(inserted).toEqual([await rowOf()]);
    expect(written).toEqual([]);
  });

  it("that was recorded before is repeated", async () => {
    expect(await tables([undefined], false).commit(event, [])).toBe("repeated");
  });
});

describe("a change of state", () => {
  it("is one transaction with its event", async () => {
    const { commit, written } = tables([undefined]);
    expect(await commit()).toBe("committed");
    const put = { TableName: "audit", Item: await rowOf(), ConditionExpression: "attribute_not_exists(pk)" };
    expect(written).toEqual([[state, { Put: put }]]);
  });

  it.each<[string, string, readonly string[]]>([
    ["whose condition does not hold", "refused", [FAILED, NONE]],
    ["whose condition does not hold, and whose event was recorded", "refused", [FAILED, FAILED]],
    ["whose event was recorded", "repeated", [NONE, FAILED]],
  ])("%s is %s, and is not tried again", async (_, outcome, reasons) => {
    const { commit, written } = tables([reasons]);
    expect(await commit()).toBe(outcome);
    expect(written).toHaveLength(1);
  });

  it("is retried if it conflicts with another transaction", async () => {
    const { commit, written } = tables([[CONFLICT, NONE], [CONFLICT, NONE], undefined]);
    expect(await commit()).toBe("committed");
    expect(written).toHaveLength(3);
  });

  it("fails as unavailable after twelve conflicts with other transactions", async () => {
    const { commit, written } = tables([[CONFLICT, NONE]]);
    await expect(commit()).rejects.toMatchObject({ code: "temporarily_unavailable" });
    expect(written).toHaveLength(12);
  });

  it("fails as unavailable without a retry if DynamoDB throttles it", async () => {
    const { commit, written } = tables([["ThrottlingError", NONE]]);
    await expect(commit()).rejects.toMatchObject({ code: "temporarily_unavailable" });
    expect(written).toHaveLength(1);
  });
});

it("unpublished events are spread over all partitions of the index, and those of a subject are in one", async () => {
  const { commit, inserted } = tables([undefined]);
  const subjects = Array.from({ length: 100 }, (_, index) => `user:usr_${index}`);
  for (const subject of [...subjects, ...subjects]) await commit({ ...event, subject }, []);
  const partitions = inserted.map(({ outbox }) => String(outbox));
  expect([...new Set(partitions)].sort()).toEqual(OUTBOX_PARTITIONS);
  expect(partitions.slice(100)).toEqual(partitions.slice(0, 100));
});
