import { describe, expect, it } from "@jest/globals";
import fc from "../../../../packages/local-aws/tests/support/property.js";
import { auditEvent } from "../../../../shared/domain/audit/audit-event.js";
import {
  auditRowKey,
  eventOf,
  type NumberedRow,
  numberedFrom,
  unreadableRow,
} from "../../../../shared/domain/audit/audit-row.js";

const at = new Date("2025-01-01T00:00:00.000Z");
const event = auditEvent("signin.failed", { subject: "user:u", key: "k", at, details: { reason: "x" } });
const text = (change: object) => JSON.stringify({ ...event, ...change });
const BAD_TEXTS = [
  ["not_json", "{"],
  ["not_json", ""],
  ["not_an_event", "null"],
  ["not_an_event", "[]"],
  ["not_an_event", text({ at: "yesterday" })],
  ["not_an_event", text({ id: 7 })],
  ["not_an_event", text({ type: "" })],
  ["not_an_event", text({ type: "t".repeat(129) })],
  ["not_an_event", text({ subject: "s".repeat(601) })],
  ["not_an_event", text({ details: "none" })],
  ["not_an_event", text({ details: { reason: { a: 1 } } })],
] as const;

describe("a row of the audit table", () => {
  const key = auditRowKey(event.id);

  it("reads back as the event that was recorded", () => {
    expect(eventOf({ ...key, event: text({}) })).toEqual(event);
  });

  it("reads back with a type that this version does not know", () => {
    expect(eventOf({ ...key, event: text({ type: "later.type" }) })).toMatchObject({ type: "later.type" });
  });

  it.each([...BAD_TEXTS, ["wrong_place", text({ id: "signin.failed/other" })] as const])(
    "without an event of its own is named (%s, %s)",
    (reason, stored) => {
      expect(eventOf({ ...key, event: stored })).toBe(reason);
    },
  );

  it("is reported under its own subject, with its key and reason", () => {
    expect(unreadableRow({ ...key, recordedAt: at.toISOString() }, "wrong_mac")).toEqual(
      auditEvent("audit.unreadable", {
        subject: "service:audit",
        key: "EVENT#signin.failed/k/EVENT",
        at,
        details: { reason: "wrong_mac" },
      }),
    );
    expect(unreadableRow({ ...key, recordedAt: "c4nary" }, "no_mac").at).toBe("1970-01-01T00:00:00.000Z");
  });
});

describe("a row of the first form", () => {
  const row = (change: Partial<NumberedRow> = {}): NumberedRow => ({
    pk: "SUBJECT#user:u",
    sk: "EVENT#000000000003",
    event: JSON.stringify(event),
    hash: "h",
    previousHash: "p",
    recordedAt: at.toISOString(),
    ...change,
  });

  it("reads back with its number", () => {
    expect(numberedFrom(row())).toEqual({ ...event, sequence: 3, hash: "h", previousHash: "p" });
  });

  it.each([...BAD_TEXTS, ["wrong_place", text({ subject: "user:other" })] as const])(
    "without an event (%s, %s) becomes an event that reports it, with the row's number",
    (reason, stored) => {
      expect(numberedFrom(row({ event: stored }))).toEqual({
        ...auditEvent("audit.unreadable", { subject: "user:u", key: "user:u/3", at, details: { reason } }),
        ...{ sequence: 3, hash: "h", previousHash: "p" },
      });
    },
  );

  it("without a time or a number is read", () => {
    expect(numberedFrom(row({ event: "c4nary", recordedAt: "c4nary", sk: "EVENT#x" }))).toMatchObject({
      type: "audit.unreadable",
      at: "1970-01-01T00:00:00.000Z",
      sequence: 0,
    });
  });

  it("of any text is read, and no part of a text without an event is published", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (stored, recordedAt) => {
        const recorded = numberedFrom(row({ event: `c4nary ${stored}`, recordedAt }));
        expect(recorded.type).toBe("audit.unreadable");
        expect(JSON.stringify(recorded)).not.toContain("c4nary");
      }),
    );
  });
});
