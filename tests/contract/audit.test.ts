import { createHash } from "node:crypto";
import { afterAll, describe, expect, it } from "@jest/globals";
import { type AuditEvent, auditEvent, type RecordedAuditEvent } from "../../shared/domain/audit-event.js";
import { publishAudit } from "../../shared/flows/audit/publish-audit.js";
import { dynamoStores, memoryStores, type StoreKind } from "../support/stores.js";
import { NOW } from "../support/users.js";

const event = (key: string, subject = "pseudonym:p", at = new Date(NOW)) =>
  auditEvent("signin.failed", { subject, key, at, details: { reason: "invalid_credentials" } });

/** The place at which a chain is broken, counted from 1; 0 when it is whole. */
const brokenAt = (events: readonly RecordedAuditEvent[]): number => {
  let previous = "0".repeat(64);
  for (const [index, { sequence, hash, previousHash, ...body }] of events.entries()) {
    const text = `${previous}\n${index + 1}\n${JSON.stringify(body satisfies AuditEvent)}`;
    const expected = createHash("sha256").update(text).digest("hex");
    if (sequence !== index + 1 || previousHash !== previous || hash !== expected) return index + 1;
    previous = hash;
  }
  return 0;
};
const keysOf = (events: readonly AuditEvent[]) => events.map(({ id }) => id.replace("signin.failed/", ""));
const later = new Date(Date.parse(NOW) + 3_600_000);

describe.each<StoreKind>([memoryStores(), dynamoStores(), dynamoStores("signed")])(
  "the audit log in $name",
  ({ open, close }) => {
    afterAll(close);

    it("keeps a subject's events in order, each chained to the one before", async () => {
      const { audit, recorded } = await open();
      for (const key of ["1", "2", "3"]) await audit.record(event(key));
      const events = await recorded("pseudonym:p");

      expect(keysOf(events)).toEqual(["1", "2", "3"]);
      expect(brokenAt(events)).toBe(0);
    });

    it("shows the place of an edited, removed or swapped event", async () => {
      const { audit, recorded } = await open();
      for (const key of ["1", "2", "3", "4"]) await audit.record(event(key));
      const events = await recorded("pseudonym:p");
      const edited = events.map((each, index) =>
        index === 2 ? { ...each, details: { reason: "nothing" } } : each,
      );
      const swapped = [0, 2, 1, 3].flatMap((index) => events[index] ?? []);

      expect([
        brokenAt(edited),
        brokenAt(events.filter((_, index) => index !== 1)),
        brokenAt(swapped),
      ]).toEqual([3, 2, 2]);
    });

    it("records the same event once, in sequence and at the same time", async () => {
      const { audit, recorded } = await open();
      await audit.record(event("1"));
      await Promise.all(Array.from({ length: 10 }, () => audit.record(event("1"))));
      expect(await recorded("pseudonym:p")).toHaveLength(1);
    });

    it("gives twenty events at once the places 1 to 20, without a gap and with a whole chain", async () => {
      const { audit, recorded } = await open();
      const keys = Array.from({ length: 20 }, (_, index) => String(index));
      await Promise.all(keys.map((key) => audit.record(event(key))));
      const events = await recorded("pseudonym:p");

      expect(events.map(({ sequence }) => sequence)).toEqual(keys.map((key) => Number(key) + 1));
      expect(keysOf(events).sort()).toEqual([...keys].sort());
      expect(brokenAt(events)).toBe(0);
    });

    it("orders each subject for itself", async () => {
      const { audit, recorded } = await open();
      const subjects = ["user:a", "user:b", "pseudonym:p"];
      await Promise.all(
        subjects.flatMap((subject) =>
          ["1", "2", "3"].map((key) => audit.record(event(`${subject}/${key}`, subject))),
        ),
      );
      for (const subject of subjects) expect(brokenAt(await recorded(subject))).toBe(0);
      expect((await recorded("user:a")).map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
    });
  },
);

describe.each<StoreKind>([memoryStores(), dynamoStores(), dynamoStores("signed")])(
  "the outbox in $name",
  ({ open, close }) => {
    afterAll(close);

    it("holds what was recorded before the given moment, and gives up what is acknowledged", async () => {
      const { audit, clock, outbox } = await open();
      await audit.record(event("1"));
      clock.advance(1_000);
      const between = clock.now();
      await audit.record(event("2", "pseudonym:p", between));

      expect(await outbox.unpublished(new Date(NOW), 10)).toEqual([]);
      expect(keysOf(await outbox.unpublished(between, 10))).toEqual(["1"]);
      await outbox.acknowledge(await outbox.unpublished(between, 10));
      expect(keysOf(await outbox.unpublished(later, 10))).toEqual(["2"]);
    });

    it("gives events as they were recorded, oldest first over all subjects, up to the limit", async () => {
      const { audit, clock, outbox, recorded } = await open();
      const keys = Array.from({ length: 30 }, (_, index) => String(index));
      for (const key of keys) {
        await audit.record(event(key, `user:${key}`, clock.now()));
        clock.advance(10);
      }
      expect(keysOf(await outbox.unpublished(later, 100))).toEqual(keys);
      expect(keysOf(await outbox.unpublished(later, 12))).toEqual(keys.slice(0, 12));
      expect((await outbox.unpublished(later, 1))[0]).toEqual((await recorded("user:0"))[0]);
    });

    it("takes an acknowledgement twice, and keeps the event itself", async () => {
      const { audit, outbox, recorded } = await open();
      await audit.record(event("1"));
      const events = await outbox.unpublished(later, 10);
      await outbox.acknowledge(events);
      await outbox.acknowledge(events);

      expect(await outbox.unpublished(later, 10)).toEqual([]);
      expect(await recorded("pseudonym:p")).toEqual(events);
    });

    it("is empty after all was published, and keeps what the bus refused", async () => {
      const { audit, outbox } = await open();
      for (let key = 0; key < 25; key += 1) await audit.record(event(String(key), `user:${key % 3}`));
      const refusing = {
        publish: async (events: readonly AuditEvent[]) => ({ failed: events.length > 3 ? [3] : [0] }),
      };
      const first = await publishAudit({ bus: refusing, outbox }, await outbox.unpublished(later, 100));
      expect(first).toMatchObject({ published: 22 });
      expect(await outbox.unpublished(later, 100)).toHaveLength(3);

      const taking = { publish: async () => ({ failed: [] }) };
      await publishAudit({ bus: taking, outbox }, await outbox.unpublished(later, 100));
      expect(await outbox.unpublished(later, 100)).toEqual([]);
    });
  },
);
