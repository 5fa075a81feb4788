/** Rows as the stream gives them: repeated, replaced, or of a subject whose head was set back. */
import { describe, expect, it } from "@jest/globals";
import { commitDocuments } from "../../../../shared/adapters/dynamo/audit/audit-commit.js";
import { dynamoAuditOutbox } from "../../../../shared/adapters/dynamo/audit/audit-outbox.js";
import { auditHeadRowKey } from "../../../../shared/adapters/dynamo/row-keys.js";
import { auditRowKey } from "../../../../shared/domain/audit/audit-row.js";
import { publishAudit } from "../../../../shared/flows/audit/publish-audit.js";
import { sweepAudit } from "../../../../shared/flows/audit/sweep-audit.js";
import { auditSeal } from "../../../support/audit-seal.js";
import { auditWorld, distinct, eventOf } from "../../../support/audit-world.js";
import { brokenAt, bySequence } from "../../../support/numbered-chain.js";
import { NOW } from "../../../support/users.js";

const keyOf = ({ pk, sk }: { readonly pk: string; readonly sk: string }) => `${pk}|${sk}`;
const sealedRow = async (event: ReturnType<typeof eventOf>) => {
  const text = JSON.stringify(event);
  return {
    ...auditRowKey(event.id),
    ...{ event: text, recorded_at: NOW, outbox: "PENDING#0" },
    mac: await auditSeal.of({ event: text, recordedAt: NOW }),
  };
};

describe("rows of the audit table's stream", () => {
  it("are read once, after the heads", async () => {
    const { storeOf, depsOf, eventRows } = auditWorld();
    for (let key = 0; key < 3; key += 1) await commitDocuments(storeOf(), [], eventOf("user:a", key));
    const calls: string[] = [];
    const { documents } = storeOf();
    const counted = {
      ...storeOf(),
      documents: {
        ...documents,
        batchGet: (keys: Parameters<typeof documents.batchGet>[0]) => {
          calls.push(...Object.values(keys).flatMap((wanted) => wanted.map(({ sk }) => String(sk))));
          return documents.batchGet(keys);
        },
      },
    };
    await publishAudit({ ...depsOf(), outbox: dynamoAuditOutbox(counted) }, eventRows());
    expect(calls).toEqual(["HEAD", "HEAD", "EVENT", "EVENT", "EVENT"]);
  });

  it("get one number if a batch repeats them", async () => {
    const { published, storeOf, depsOf, eventRows, verdictOf } = auditWorld();
    for (let key = 0; key < 3; key += 1) await commitDocuments(storeOf(), [], eventOf("user:a", key));
    await publishAudit(depsOf(), [...eventRows(), ...eventRows()]);
    await publishAudit(depsOf(), eventRows());
    expect(published.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
    expect(await verdictOf("user:a")).toEqual({ kind: "whole", events: 3 });
  });

  it("belong to the subject that the row names when it is numbered", async () => {
    const { rows, published, storeOf, depsOf, eventRows, verdictOf } = auditWorld();
    await commitDocuments(storeOf(), [], eventOf("user:a", 1));
    const seen = eventRows().map((row) => ({ ...row, event: JSON.stringify(eventOf("user:b", 1)) }));
    const { failed } = await publishAudit(depsOf(), seen);
    expect(failed).toEqual([]);
    expect(published).toMatchObject([{ subject: "user:a", sequence: 1 }]);
    expect([...rows.keys()]).not.toContain(keyOf(auditHeadRowKey("user:b")));
    expect(await verdictOf("user:a")).toEqual({ kind: "whole", events: 1 });
  });

  it.each(["", "null", "7", '{"subject":7}', `{"subject":"${"x".repeat(3_000)}"}`])(
    "are numbered by what the row holds, whatever the stream says (%#)",
    async (event) => {
      const { published, storeOf, depsOf, eventRows } = auditWorld();
      await commitDocuments(storeOf(), [], eventOf("user:a", 1));
      await publishAudit(
        depsOf(),
        eventRows().map((row) => ({ ...row, event })),
      );
      expect(published).toMatchObject([{ subject: "user:a", sequence: 1 }]);
    },
  );

  it("do not count if they are not in the table, or were published before", async () => {
    const { published, storeOf, depsOf, eventRows } = auditWorld();
    await commitDocuments(storeOf(), [], eventOf("user:a", 1));
    const missing = { ...auditRowKey(eventOf("user:a", 2).id), event: JSON.stringify(eventOf("user:a", 2)) };
    for (let times = 0; times < 3; times += 1)
      expect((await publishAudit(depsOf(), [...eventRows(), missing])).failed).toEqual([]);
    expect(published.map(({ sequence }) => sequence)).toEqual([1]);
  });
});

describe("an audit table that was changed", () => {
  it("names the first repeated number after a head was set back", async () => {
    const { rows, storeOf, depsOf, eventRows, verdictOf } = auditWorld();
    const head = keyOf(auditHeadRowKey("user:a"));
    for (let key = 0; key < 2; key += 1) {
      await commitDocuments(storeOf(), [], eventOf("user:a", key));
      await publishAudit(depsOf(), eventRows());
      if (key === 0) rows.set("kept", structuredClone(rows.get(head) ?? {}));
    }
    rows.set(head, rows.get("kept") ?? {});
    rows.delete("kept");
    await commitDocuments(storeOf(), [], eventOf("user:a", 2));
    await publishAudit(depsOf(), eventRows());
    expect(await verdictOf("user:a")).toMatchObject({ kind: "broken", first: { at: 3, kind: "repeated" } });
  });

  it("shows a gap where a published row was replaced by a new one of the same id", async () => {
    const { rows, published, storeOf, depsOf, eventRows, verdictOf } = auditWorld();
    for (let key = 0; key < 3; key += 1) {
      await commitDocuments(storeOf(), [], eventOf("user:a", key));
      await publishAudit(depsOf(), eventRows());
    }
    const row = await sealedRow(eventOf("user:a", 1));
    rows.set(keyOf(row), row);
    await sweepAudit(depsOf());
    expect(published.filter(({ id }) => id === eventOf("user:a", 1).id)).toHaveLength(2);
    expect(await verdictOf("user:a")).toMatchObject({ kind: "broken" });
  });

  it("numbers 400 events of one subject by two relays and a sweep at once, each once", async () => {
    const { published, storeOf, depsOf, eventRows, verdictOf } = auditWorld();
    await Promise.all(
      Array.from({ length: 400 }, (_, key) => commitDocuments(storeOf(), [], eventOf("user:a", key))),
    );
    await Promise.all([
      publishAudit(depsOf(), eventRows()),
      publishAudit(depsOf(), eventRows().toReversed()),
      sweepAudit(depsOf()),
    ]);
    await sweepAudit(depsOf());
    expect(distinct(published)).toHaveLength(400);
    expect(brokenAt(bySequence(distinct(published)))).toBe(0);
    expect(await verdictOf("user:a")).toEqual({ kind: "whole", events: 400 });
  });
});
