/** Any interleaving of commits, relays and sweeps, of which any may stop at any call. */
import { describe, expect, it } from "@jest/globals";
import fc from "../../../../packages/local-aws/tests/support/property.js";
import { commitDocuments } from "../../../../shared/adapters/dynamo/audit/audit-commit.js";
import {
  auditHeadRowKey,
  numberedEventRowKey,
  numberedHeadRowKey,
} from "../../../../shared/adapters/dynamo/row-keys.js";
import { CHAIN_START, chain } from "../../../../shared/adapters/node/audit-chain.js";
import type { AuditEvent } from "../../../../shared/domain/audit/audit-event.js";
import { auditRowKey } from "../../../../shared/domain/audit/audit-row.js";
import { publishAudit } from "../../../../shared/flows/audit/publish-audit.js";
import { sweepAudit } from "../../../../shared/flows/audit/sweep-audit.js";
import { auditSeal } from "../../../support/audit-seal.js";
import { auditWorld, distinct, eventOf, gateOf, SUBJECTS } from "../../../support/audit-world.js";
import { brokenAt, bySequence } from "../../../support/numbered-chain.js";
import { NOW } from "../../../support/users.js";

const kill = fc.option(fc.record({ call: fc.integer({ min: 1, max: 12 }), isAfter: fc.boolean() }), {
  nil: undefined,
});
const act = fc.oneof(
  fc.record({
    kind: fc.constant("commit" as const),
    subject: fc.constantFrom(...SUBJECTS),
    key: fc.nat({ max: 12 }),
    kill,
  }),
  fc.record({ kind: fc.constant("relay" as const), kill }),
  fc.record({ kind: fc.constant("sweep" as const), kill }),
);

describe("the audit table", () => {
  it("publishes all committed events, numbered without gaps, also if functions stop at any call", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(act, { minLength: 3, maxLength: 14 }),
        async (scheduler, acts) => {
          const { rows, published, storeOf, depsOf, eventRows, verdictOf } = auditWorld();
          const turn = () => scheduler.schedule(Promise.resolve());
          const run = async ({ kind, ...rest }: (typeof acts)[number]): Promise<unknown> => {
            const gate = gateOf(turn, rest.kill);
            if (kind === "relay") {
              await turn();
              return publishAudit(depsOf(gate), eventRows());
            }
            if (kind === "sweep") return sweepAudit(depsOf(gate));
            const { subject, key } = rest as { subject: string; key: number };
            return commitDocuments(storeOf(gate), [], eventOf(subject, key));
          };
          const done = Promise.allSettled(acts.map(run));
          await scheduler.waitFor(done);
          await sweepAudit(depsOf());

          const committed = [...rows.keys()].filter((key) => key.startsWith("EVENT#")).toSorted();
          const events = distinct(published);
          expect(events.map(({ id }) => `EVENT#${id}|EVENT`).toSorted()).toEqual(committed);
          for (const subject of SUBJECTS) {
            const own = bySequence(events.filter((event) => event.subject === subject));
            expect(brokenAt(own)).toBe(0);
            expect(await verdictOf(subject)).toEqual({
              kind: own.length === 0 ? "empty" : "whole",
              events: own.length,
            });
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it("is complete after a stop at each call of a relay, before and after its effect", async () => {
    for (const isAfter of [false, true]) {
      for (let call = 1; call <= 9; call += 1) {
        const { published, storeOf, depsOf, eventRows, verdictOf } = auditWorld();
        for (let key = 0; key < 3; key += 1) await commitDocuments(storeOf(), [], eventOf("user:a", key));
        const gate = gateOf(async () => undefined, { call, isAfter });
        await publishAudit(depsOf(gate), eventRows()).catch(() => undefined);
        await commitDocuments(storeOf(), [], eventOf("user:a", 3));
        await publishAudit(depsOf(), eventRows());
        expect(brokenAt(bySequence(distinct(published)))).toBe(0);
        expect(await verdictOf("user:a")).toEqual({ kind: "whole", events: 4 });
      }
    }
  });

  it("numbers at most 100 events of a subject ahead of the bus, and the others when it takes events again", async () => {
    const { rows, published, storeOf, depsOf, eventRows, verdictOf } = auditWorld();
    for (let key = 0; key < 250; key += 1) await commitDocuments(storeOf(), [], eventOf("user:a", key));
    const down = depsOf(undefined, () => true);
    for (let times = 0; times < 3; times += 1) {
      const { failed } = await publishAudit(down, eventRows());
      expect(failed).toHaveLength(250);
    }
    const { reserved } = rows.get(Object.values(auditHeadRowKey("user:a")).join("|")) ?? {};
    expect((reserved as unknown[]).length).toBeLessThanOrEqual(100);
    for (let times = 0; times < 3; times += 1) await publishAudit(depsOf(), eventRows());
    expect(brokenAt(bySequence(distinct(published)))).toBe(0);
    expect(await verdictOf("user:a")).toEqual({ kind: "whole", events: 250 });
  });

  it("continues after an event that the bus never accepts", async () => {
    const { published, storeOf, depsOf, eventRows, verdictOf } = auditWorld();
    for (let key = 0; key < 3; key += 1) await commitDocuments(storeOf(), [], eventOf("user:a", key));
    const poison = eventOf("user:a", 1).id;
    for (let key = 3; key < 300; key += 1) {
      await commitDocuments(storeOf(), [], eventOf("user:a", key));
      if (key % 50 === 0)
        await publishAudit(
          depsOf(undefined, (id) => id === poison),
          eventRows(),
        );
    }
    await publishAudit(
      depsOf(undefined, (id) => id === poison),
      eventRows(),
    );
    expect(distinct(published)).toHaveLength(299);
    expect(await verdictOf("user:a")).toEqual({ kind: "whole", events: 300 });
  });
});

describe("a row of the audit table that is not a sealed event", () => {
  const forged = async (change: object) => {
    const event = eventOf("user:a", 7);
    const text = JSON.stringify(event);
    const row = {
      ...auditRowKey(event.id),
      ...{ event: text, recorded_at: NOW, outbox: "PENDING#0" },
      mac: await auditSeal.of({ event: text, recordedAt: NOW }),
    };
    return { ...row, ...change };
  };
  it.each<[string, object]>([
    ["no_mac", { mac: undefined }],
    ["wrong_mac", { mac: "c4nary" }],
    ["wrong_mac", { event: JSON.stringify(eventOf("user:b", 8)) }],
    ["wrong_mac", { recorded_at: "2025-01-02T00:00:00.000Z" }],
  ])("is not chained, and is reported once (%s)", async (reason, change) => {
    const { rows, published, storeOf, depsOf, eventRows, verdictOf } = auditWorld();
    await commitDocuments(storeOf(), [], eventOf("user:a", 1));
    const row = await forged(change);
    rows.set(`${row.pk}|${row.sk}`, row);
    for (let times = 0; times < 3; times += 1) await publishAudit(depsOf(), eventRows());

    expect(published.map(({ type, details, sequence }) => [type, details.reason, sequence])).toEqual([
      ["signin.failed", undefined, 1],
      ["audit.unreadable", reason, 1],
    ]);
    expect(rows.get(`${row.pk}|${row.sk}`)).toMatchObject({ set_aside: reason });
    expect(await verdictOf("user:a")).toEqual({ kind: "whole", events: 1 });
  });

  it("with a valid MAC for another place is not chained", async () => {
    const { rows, published, depsOf, eventRows } = auditWorld();
    const row = await forged(auditRowKey("signin.failed/copy"));
    rows.set(`${row.pk}|${row.sk}`, row);
    for (let times = 0; times < 2; times += 1) await publishAudit(depsOf(), eventRows());
    expect(published).toMatchObject([{ type: "audit.unreadable", details: { reason: "wrong_place" } }]);
  });

  it.each<[string, Partial<Record<keyof AuditEvent, string>>]>([
    ["a subject that is too long for a key", { subject: "é".repeat(1100) }],
    ["a type that the bus refuses", { type: "t".repeat(129) }],
  ])("with %s does not stop the events beside it", async (_, change) => {
    const { published, storeOf, depsOf, eventRows } = auditWorld();
    await commitDocuments(storeOf(), [], { ...eventOf("user:a", 1), ...change } as unknown as AuditEvent);
    await commitDocuments(storeOf(), [], eventOf("user:b", 2));
    const { failed } = await publishAudit(depsOf(), eventRows());
    await publishAudit(depsOf(), eventRows());
    expect(failed).toEqual([]);
    expect(published).toMatchObject([
      { subject: "user:b" },
      { type: "audit.unreadable", details: { reason: "not_an_event" } },
    ]);
  });

  it("with a type that this version does not know is chained and published", async () => {
    const { published, storeOf, depsOf, eventRows } = auditWorld();
    const later = { ...eventOf("user:a", 1), type: "later.type" } as unknown as AuditEvent;
    await commitDocuments(storeOf(), [], later);
    await publishAudit(depsOf(), eventRows());
    expect(published).toMatchObject([{ type: "later.type", sequence: 1 }]);
  });
});

it("a head that cannot be read stops only its own subject", async () => {
  const { rows, published, storeOf, depsOf, eventRows } = auditWorld();
  for (const subject of SUBJECTS) await commitDocuments(storeOf(), [], eventOf(subject, 1));
  const head = auditHeadRowKey("user:a");
  rows.set(`${head.pk}|${head.sk}`, { ...head, sequence: "one", hash: "h" });
  const { failed } = await publishAudit(depsOf(), eventRows());
  expect(failed).toMatchObject([auditRowKey(eventOf("user:a", 1).id)]);
  expect(published.map(({ subject }) => subject)).toEqual(["user:b"]);
});

it("two relays that continue a chain of the first form add one continuation event", async () => {
  const { rows, published, storeOf, depsOf, eventRows, verdictOf } = auditWorld();
  const { recorded, eventJson } = chain(eventOf("user:a", 0), { sequence: 0, hash: CHAIN_START });
  const first = numberedEventRowKey("user:a", 1);
  const { sequence, hash, previousHash } = recorded;
  rows.set(`${first.pk}|${first.sk}`, {
    ...{ ...first, event: eventJson, sequence, hash, previous_hash: previousHash, recorded_at: NOW },
  });
  const end = numberedHeadRowKey("user:a");
  rows.set(`${end.pk}|${end.sk}`, { ...end, sequence, hash });
  for (let key = 1; key < 3; key += 1) await commitDocuments(storeOf(), [], eventOf("user:a", key));
  await Promise.all([publishAudit(depsOf(), eventRows()), publishAudit(depsOf(), eventRows())]);
  await publishAudit(depsOf(), eventRows());
  expect(bySequence(distinct(published)).map(({ type, sequence }) => [type, sequence])).toEqual([
    ["audit.chain_continued", 2],
    ["signin.failed", 3],
    ["signin.failed", 4],
  ]);
  expect(await verdictOf("user:a")).toEqual({ kind: "whole", events: 4 });
});
