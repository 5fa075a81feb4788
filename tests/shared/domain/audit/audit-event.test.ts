import { describe, expect, it } from "@jest/globals";
import fc from "../../../../packages/local-aws/tests/support/property.js";
import {
  AUDIT_POLICY,
  type AuditDetails,
  type AuditEventType,
  auditEvent,
} from "../../../../shared/domain/audit/audit-event.js";
import { NOW } from "../../../support/users.js";

const types = Object.keys(AUDIT_POLICY) as AuditEventType[];
const nasty = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom(
    "\ud800",
    "a\r\nb",
    "\u2028",
    "\u2029",
    "\u0000",
    "\u001b[31m",
    "𝕏".repeat(600),
    `x${"💥".repeat(300)}`,
  ),
);
const build = (type: AuditEventType, key: string, details: AuditDetails = {}) =>
  auditEvent(type, { subject: "user:usr_ada", key, at: new Date(NOW), details });

describe("an audit event", () => {
  it("is one line of well-formed JSON, whatever was typed", () => {
    fc.assert(
      fc.property(fc.constantFrom(...types), nasty, nasty, nasty, (type, key, reason, userAgent) => {
        const event = build(type, key, { reason, userAgent });
        const line = JSON.stringify(event);
        for (const text of [line, event.id, ...Object.values(event.details)]) {
          expect(text).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
          expect(text.isWellFormed()).toBe(true);
        }
        expect(JSON.parse(line)).toEqual(event);
      }),
    );
  });

  it("has texts of at most 512 characters", () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const { details, id } = build("signin.failed", text.repeat(3), { userAgent: text.repeat(50) });
        expect((details.userAgent ?? "").length).toBeLessThanOrEqual(512);
        expect(id.length).toBeLessThanOrEqual("signin.failed/".length + 512);
      }),
    );
  });

  it("leaves out what is not known, and what is empty", () => {
    const { details } = build("signin.failed", "k", { reason: "x", email: undefined, sub: "" });
    expect(details).toEqual({ reason: "x" });
  });

  it("drops values that are not strings, which only a cast can pass", () => {
    const smuggled = { reason: { password: "c4nary" } } as unknown as AuditDetails;
    expect(JSON.stringify(build("signin.failed", "k", smuggled))).not.toContain("c4nary");
  });

  it.each([
    ["a token", "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c4nary-c4nary"],
    ["an encrypted token", "eyJjdHkiOiJKV1QiLCJlbmMi.c4nary.c4nary.c4nary.c4nary"],
    ["a token in a sentence", "agent/1 eyJhbGciOiJSUzI1NiJ9.c4nary.c4nary (x)"],
    ["an API key", "idl_dev_0123456789abcdef_c4narysecretc4narysecretc4nary_a1b2c3"],
    ["a cut API key", "idl_dev_0123456789abcdef_c4nary"],
    ["a one-time ticket", `sso_${"0123456789abcdef".repeat(2)}`],
    ["an invitation", `invite_${"0123456789abcdef".repeat(2)}`],
    ["a token that goes on behind the cut", `${"x".repeat(500)}eyJhbGciOiJSUzI1NiJ9.c4nary.c4nary`],
  ])("holds nothing of %s, in whichever field it is sent", (_, sent) => {
    for (const name of ["systemAccountId", "resource", "userAgent", "grantee", "teamId", "reason"]) {
      const text = JSON.stringify(build("access.denied", sent, { [name]: sent }));
      expect(text).toContain("[withheld]");
      expect(text).not.toMatch(/c4nary|0123456789abcdef/);
    }
  });

  it("has the same id for a repetition, and another id for another event", () => {
    fc.assert(
      fc.property(fc.uuid(), fc.uuid(), (one, other) => {
        expect(build("signin.failed", one)).toEqual(build("signin.failed", one));
        expect(build("signin.failed", one).id === build("signin.failed", other).id).toBe(one === other);
        expect(build("signin.failed", one).id).not.toBe(build("signin.succeeded", one).id);
      }),
    );
  });
});

it("an action that changes an identity, or consumes a code, link or ticket, waits for its event; sign-in and sign-out do not", () => {
  const [inAccounts, others] = [true, false].map((wanted) =>
    types.filter(
      (type) => /^(account|member|membership|ownership|permission|resource|team)\./.test(type) === wanted,
    ),
  );
  expect(inAccounts?.filter((type) => AUDIT_POLICY[type] !== "required")).toEqual([]);
  expect(others?.filter((type) => AUDIT_POLICY[type] === "required").sort()).toEqual([
    "apikey.issued",
    "apikey.revoked",
    "apikey.rotated",
    "challenge.passed",
    "challenge.sent",
    "challenge.withheld",
    "federation.address_proved",
    "identity.link_approved",
    "identity.merge_started",
    "identity.merged",
    "identity.unlinked",
    "migration.approved",
    "migration.completed",
    "migration.entitled",
    "migration.merged",
    "migration.prepared",
    "migration.readdressed",
    "migration.released",
    "migration.repaired",
    "signup.requested",
    "source.blocked",
    "source.unblocked",
    "stepup.completed",
    "ticket.consumed",
    "ticket.issued",
    "user.confirmed",
    "user.email_changed",
    "user.erased",
    "user.erasure_begun",
    "user.expired",
    "user.provisioned",
    "user.reinstated",
    "user.suspended",
  ]);
});
