import { describe, expect, it } from "@jest/globals";
import fc from "../../../packages/local-aws/tests/support/property.js";
import { auditEvent } from "../../../shared/domain/audit-event.js";
import { type AuditRow, recordedFrom } from "../../../shared/domain/audit-row.js";

const at = new Date("2025-01-01T00:00:00.000Z");
const event = auditEvent("signin.failed", { subject: "user:u", key: "k", at, details: { reason: "x" } });
const row = (change: Partial<AuditRow> = {}): AuditRow => ({
  pk: "SUBJECT#user:u",
  sk: "EVENT#000000000003",
  event: JSON.stringify(event),
  hash: "h",
  previousHash: "p",
  recordedAt: at.toISOString(),
  ...change,
});
const text = (change: object) => JSON.stringify({ ...event, ...change });

describe("a row of the audit table", () => {
  it("reads back as the event that was recorded", () => {
    expect(recordedFrom(row())).toEqual({ ...event, sequence: 3, hash: "h", previousHash: "p" });
  });

  it("reads back with a type that this version does not know", () => {
    expect(recordedFrom(row({ event: text({ type: "later.type" }) }))).toMatchObject({ type: "later.type" });
  });

  it.each([
    ["not_json", "{"],
    ["not_json", ""],
    ["not_an_event", "null"],
    ["not_an_event", "[]"],
    ["not_an_event", text({ at: "yesterday" })],
    ["not_an_event", text({ id: 7 })],
    ["not_an_event", text({ type: "" })],
    ["not_an_event", text({ details: "none" })],
    ["not_an_event", text({ details: { reason: { a: 1 } } })],
    ["wrong_place", text({ subject: "user:somebody-else" })],
  ])("that holds no event (%s, %s) becomes one that says so, in the row's place", (reason, stored) => {
    expect(recordedFrom(row({ event: stored }))).toEqual({
      ...auditEvent("audit.unreadable", { subject: "user:u", key: "user:u/3", at, details: { reason } }),
      ...{ sequence: 3, hash: "h", previousHash: "p" },
    });
  });

  it("without a time or a number is still read", () => {
    expect(recordedFrom(row({ event: "c4nary", recordedAt: "c4nary", sk: "EVENT#x" }))).toMatchObject({
      type: "audit.unreadable",
      at: "1970-01-01T00:00:00.000Z",
      sequence: 0,
    });
  });

  it("of any text is read, and nothing of a text that is no event is passed on", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (stored, recordedAt) => {
        const recorded = recordedFrom(row({ event: `c4nary ${stored}`, recordedAt }));
        expect(recorded.type).toBe("audit.unreadable");
        expect(JSON.stringify(recorded)).not.toContain("c4nary");
      }),
    );
  });
});
