import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import * as formats from "ajv-formats";
import fc from "../../../../packages/local-aws/tests/support/property.js";
import {
  AUDIT_POLICY,
  type AuditDetails,
  type AuditEventType,
  userSubject,
} from "../../../../shared/domain/audit/audit-event.js";
import { toOcsf } from "../../../../shared/domain/audit/ocsf.js";
import { OCSF_MAPPING } from "../../../../shared/domain/audit/ocsf-mapping.js";
import { isEmail, normaliseIdentifier } from "../../../../shared/domain/identifier.js";
import { numberedEvents } from "../../../support/audit-records.js";

const types = Object.keys(AUDIT_POLICY) as AuditEventType[];
const source = { productVersion: "0.1.0", region: "us-east-1" };
const CLASSES = {
  0: "base_event",
  3001: "account_change",
  3002: "authentication",
  3004: "entity_management",
  6003: "api_activity",
} as const;
const validators = new Map<number, ValidateFunction>();

beforeAll(() => {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formats.default.default(ajv);
  for (const [uid, name] of Object.entries(CLASSES)) {
    const schema = readFileSync(new URL(`../../../ocsf/${name}.schema.json`, import.meta.url), "utf8");
    validators.set(Number(uid), ajv.compile(JSON.parse(schema) as object));
  }
});

const publish = (type: AuditEventType, details: AuditDetails) => {
  const [recorded] = numberedEvents(1, { type, details });
  if (recorded === undefined) throw new Error("no event was recorded");
  return toOcsf(recorded, source);
};
const problemsOf = (event: ReturnType<typeof toOcsf>) => {
  const validate = validators.get(Number(event.class_uid));
  if (validate === undefined) throw new Error(`no schema of class ${event.class_uid}`);
  validate(event);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
};

const full: AuditDetails = {
  reason: "invalid_credentials",
  userId: "usr_ada",
  sub: "7d3c1f0a-4b7e-4f4e-9d0b-2a6f5b1c8e21",
  email: "ada@example.com",
  legacyId: "legacy-42",
  systemAccountId: "acc-1",
  keyId: "KeyOfNightly0001",
  clientId: "1example23456789abcdefghij",
  sessionId: "session-1",
  sourceIp: "203.0.113.10",
  userAgent: "test-agent/1.0",
  route: "GET /api/account/me",
  requestId: "request-1",
  actorId: "usr_grace",
  operator: "ada@laptop",
};

describe.each(types)("%s", (type) => {
  it("is valid by OCSF 1.8.0 with everything known", () => {
    expect(problemsOf(publish(type, full))).toEqual([]);
  });

  it("is valid with nothing known", () => {
    expect(problemsOf(publish(type, {}))).toEqual([]);
  });

  it("is valid for callers on IPv6 and for addresses beyond ASCII", () => {
    const details = { ...full, sourceIp: "2001:db8::1", email: "renée@bücher.example" };
    expect(problemsOf(publish(type, details))).toEqual([]);
  });

  it("has an example that reads as this", () => {
    const event = publish(type, full);
    const { classUid, activityId, succeeded } = OCSF_MAPPING[type];
    expect(event).toMatchObject({
      class_uid: classUid,
      type_uid: classUid * 100 + activityId,
      status_id: succeeded ? 1 : 2,
      status_detail: "invalid_credentials",
      time: Date.parse("2025-01-01T00:00:00.001Z"),
      metadata: {
        version: "1.8.0",
        uid: `${type}/request-1`,
        event_code: type,
        sequence: 1,
        correlation_uid: "request-1",
        tenant_uid: "acc-1",
      },
      unmapped: { subject: userSubject("usr_ada"), legacy_id: "legacy-42", previous_hash: "0".repeat(64) },
    });
  });
});

it("an event stays valid whatever its texts are", () => {
  const text = fc.string({ unit: "binary", minLength: 1 });
  const email = fc.emailAddress().map(normaliseIdentifier).filter(isEmail);
  fc.assert(
    fc.property(
      fc.constantFrom(...types),
      text,
      text,
      email,
      fc.ipV4(),
      (type, reason, userAgent, address, sourceIp) => {
        expect(problemsOf(publish(type, { ...full, reason, userAgent, email: address, sourceIp }))).toEqual(
          [],
        );
      },
    ),
    { numRuns: 60 },
  );
});

it("the schemas refuse documents that are not OCSF", () => {
  const event = publish("signin.succeeded", full);
  for (const change of [
    { type_uid: 1 },
    { time: "now" },
    { user: {} },
    { novelty: 1 },
    { severity_id: 42 },
  ]) {
    expect(problemsOf({ ...event, ...change })).not.toEqual([]);
  }
});
