import { afterAll, describe, expect, it } from "@jest/globals";
import { type AuditEvent, auditEvent } from "../../shared/domain/audit/audit-event.js";
import { publishAudit } from "../../shared/flows/audit/publish-audit.js";
import { brokenAt, bySequence, publishWaiting, waitingRows } from "../support/numbered-chain.js";
import { dynamoStores, memoryStores, type StoreKind } from "../support/stores.js";
import { NOW } from "../support/users.js";

const event = (key: string, subject = "pseudonym:p", at = new Date(NOW)) =>
  auditEvent("signin.failed", { subject, key, at, details: { reason: "invalid_credentials" } });
const keysOf = (events: readonly Pick<AuditEvent, "id">[]) =>
  events.map(({ id }) => id.replace("signin.failed/", ""));
const later = new Date(Date.parse(NOW) + 3_600_000);
const kinds = (): readonly StoreKind[] => [memoryStores(), dynamoStores("sdk"), dynamoStores("signed")];

describe.each(kinds())("the audit log in $name", ({ open, close }) => {
  afterAll(close);

  it("chains each event of a subject to the previous one", async () => {
    const { audit, clock, outbox } = await open();
    for (const key of ["1", "2", "3"]) {
      await audit.record(event(key));
      clock.advance(1);
    }
    const events = await publishWaiting(outbox, later);

    expect(keysOf(events)).toEqual(["1", "2", "3"]);
    expect(brokenAt(events)).toBe(0);
  });

  it("shows the place of an edited, removed or swapped event", async () => {
    const { audit, outbox } = await open();
    for (const key of ["1", "2", "3", "4"]) await audit.record(event(key));
    const events = bySequence(await publishWaiting(outbox, later));
    const edited = events.map((each, index) =>
      index === 2 ? { ...each, details: { reason: "changed" } } : each,
    );
    const swapped = [0, 2, 1, 3].flatMap((index) => events[index] ?? []);

    expect([brokenAt(edited), brokenAt(events.filter((_, index) => index !== 1)), brokenAt(swapped)]).toEqual(
      [3, 2, 2],
    );
  });

  it("records an event once, in sequence and in parallel", async () => {
    const { audit, outbox, recorded } = await open();
    await audit.record(event("1"));
    await Promise.all(Array.from({ length: 10 }, () => audit.record(event("1"))));
    expect(await recorded("pseudonym:p")).toEqual([event("1")]);
    expect(await publishWaiting(outbox, later)).toHaveLength(1);
  });

  it.each(["pseudonym:p", "account:acc-1"])("loses none of 400 parallel events of %s", async (subject) => {
    const { audit, outbox } = await open();
    const keys = Array.from({ length: 400 }, (_, index) => String(index));
    await Promise.all(keys.map((key) => audit.record(event(key, subject))));
    const events = bySequence(await publishWaiting(outbox, later));

    expect(keysOf(events).sort()).toEqual(keys.toSorted());
    expect(brokenAt(events)).toBe(0);
  });

  it("numbers each subject's events from 1", async () => {
    const { audit, outbox } = await open();
    const subjects = ["user:a", "user:b", "pseudonym:p"];
    await Promise.all(
      subjects.flatMap((subject) =>
        ["1", "2", "3"].map((key) => audit.record(event(`${subject}/${key}`, subject))),
      ),
    );
    const events = await publishWaiting(outbox, later);
    for (const subject of subjects) {
      const own = bySequence(events.filter((each) => each.subject === subject));
      expect(own.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
      expect(brokenAt(own)).toBe(0);
    }
  });
});

describe.each(kinds())("the outbox in $name", ({ open, close }) => {
  afterAll(close);

  it("holds what was recorded before a time, until it is published", async () => {
    const { audit, clock, outbox } = await open();
    await audit.record(event("1"));
    clock.advance(1_000);
    const between = clock.now();
    await audit.record(event("2", "pseudonym:p", between));

    expect(await waitingRows(outbox, new Date(NOW))).toEqual([]);
    expect(keysOf(await publishWaiting(outbox, between))).toEqual(["1"]);
    expect(keysOf(await publishWaiting(outbox, later))).toEqual(["2"]);
    expect(await waitingRows(outbox, later)).toEqual([]);
  });

  it("gives all pages of each sequence, oldest first", async () => {
    const { audit, clock, outbox } = await open();
    for (let key = 0; key < 250; key += 1) {
      await audit.record(event(String(key), "user:one", clock.now()));
      clock.advance(10);
    }
    const pages: string[][] = [];
    for (const shard of outbox.waiting(later))
      for await (const page of shard) pages.push(page.map(({ recordedAt }) => recordedAt));
    expect(pages.map((page) => page.length)).toEqual([100, 100, 50]);
    expect(pages.flat()).toEqual(pages.flat().toSorted());
  });

  it("returns the same number of an event until it is settled; a second settling has no effect", async () => {
    const { audit, outbox } = await open();
    await audit.record(event("1"));
    const rows = await waitingRows(outbox, later);
    const { events } = await outbox.number(rows);
    expect(events.map(({ event: { sequence } }) => sequence)).toEqual([1]);
    expect(await outbox.number(rows)).toEqual({ events, postponed: [] });
    await audit.record(event("2"));
    const both = await outbox.number(await waitingRows(outbox, later));
    expect(bySequence(both.events.map((each) => each.event)).map(({ id }) => id)).toEqual([
      "signin.failed/1",
      "signin.failed/2",
    ]);
    for (let time = 0; time < 2; time += 1) await outbox.settle({ published: both.events, refused: [] });
    expect(await outbox.number(rows)).toEqual({ events: [], postponed: [] });
  });

  it("keeps what the bus refused, with its number", async () => {
    const { audit, outbox } = await open();
    for (let key = 0; key < 25; key += 1) await audit.record(event(String(key), `user:${key % 3}`));
    const refusing = {
      publish: async (events: readonly AuditEvent[]) => ({ failed: events.length > 3 ? [3] : [0] }),
    };
    const first = await publishAudit({ bus: refusing, outbox }, await waitingRows(outbox, later));
    expect(first).toMatchObject({ published: 22 });
    expect(first.failed).toHaveLength(3);
    const numbers = (await outbox.number(first.failed)).events.map(({ event: { id, sequence } }) => [
      id,
      sequence,
    ]);

    // The numbers of refused events stay theirs, however many follow.
    for (let key = 25; key < 40; key += 1) await audit.record(event(String(key), `user:${key % 3}`));
    const published = await publishWaiting(outbox, later);
    expect(
      published
        .filter(({ id }) => numbers.some(([known]) => known === id))
        .map(({ id, sequence }) => [id, sequence])
        .sort(),
    ).toEqual(numbers.toSorted());
    expect(await waitingRows(outbox, later)).toEqual([]);
  });
});
