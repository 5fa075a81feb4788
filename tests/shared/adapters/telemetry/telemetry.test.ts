import { describe, expect, it } from "@jest/globals";
import { systemClock } from "../../../../shared/adapters/node/system-clock.js";
import { emfMetrics } from "../../../../shared/adapters/telemetry/emf-metrics.js";
import { lineLogger, lineMetrics } from "../../../../shared/adapters/telemetry/line-telemetry.js";
import { powertoolsLogger } from "../../../../shared/adapters/telemetry/powertools-logger.js";
import { Secret } from "../../../../shared/domain/secret.js";
import type { LogFields, Logger, Metrics } from "../../../../shared/ports/index.js";
import { capturedOutput } from "../../../support/captured-output.js";

const linesOf = (output: string) =>
  output
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Record<string, unknown>);

const NAME = "identity-lifecycle";
const KINDS: Readonly<Record<string, { logger: () => Logger; metrics: () => Metrics }>> = {
  "by Powertools": { logger: () => powertoolsLogger(NAME), metrics: () => emfMetrics(NAME) },
  "of the authorizer": {
    logger: () => lineLogger(NAME, systemClock),
    metrics: () => lineMetrics(NAME, systemClock),
  },
};
const kindOf = (name: string) => {
  const kind = KINDS[name];
  if (kind === undefined) throw new Error(`no kind ${name}`);
  return kind;
};

describe.each(Object.keys(KINDS))("the logger %s", (kind) => {
  const logged = (level: "info" | "warn" | "error", fields: LogFields) =>
    capturedOutput(() => kindOf(kind).logger().log(level, "trigger", fields));

  it("writes one JSON line with the fields that it was given", async () => {
    const [line, ...more] = linesOf(
      await logged("warn", { outcome: "refused", code: "forbidden", durationMs: 3 }),
    );
    expect(more).toEqual([]);
    expect(line).toMatchObject({
      level: "WARN",
      message: "trigger",
      service: "identity-lifecycle",
      outcome: "refused",
      code: "forbidden",
      durationMs: 3,
    });
  });

  it("writes nothing else that a cast lets through, and no secret in a field", async () => {
    const careless = {
      outcome: "refused",
      password: "c4nary",
      event: { request: { password: "c4nary" } },
      error: new Error("c4nary"),
      reason: new Secret("c4nary"),
    } as unknown as LogFields;
    const output = await logged("error", careless);
    expect(output).not.toContain("c4nary");
    const known = [
      "level",
      "message",
      "service",
      "timestamp",
      "sampling_rate",
      "xray_trace_id",
      "outcome",
      "reason",
    ];
    expect(Object.keys(linesOf(output)[0] ?? {}).filter((name) => !known.includes(name))).toEqual([]);
  });

  it("keeps a line one line, whatever is in it", async () => {
    const output = await logged("info", { source: 'a\r\n{"level":"ERROR"}\u2028b' });
    expect(linesOf(output)).toHaveLength(1);
  });

  it("holds a whole audit event, when the log is its only record", async () => {
    const auditEvent = {
      id: "signin.failed/request-1",
      type: "signin.failed",
      version: 1,
      subject: "pseudonym:p",
      at: "2025-01-01T00:00:00.000Z",
      details: { reason: "invalid_credentials" },
    } as const;
    expect(linesOf(await logged("error", { auditEvent }))[0]).toMatchObject({ auditEvent });
  });
});

describe.each(Object.keys(KINDS))("metrics %s", (kind) => {
  it("are written once, at the flush, in CloudWatch's embedded format", async () => {
    const output = await capturedOutput(() => {
      const metrics = kindOf(kind).metrics();
      metrics.count("auth_lambda_success");
      metrics.count("auth_lambda_success");
      metrics.flush();
      metrics.flush();
    });
    const [line, ...more] = linesOf(output);
    expect(more).toEqual([]);
    expect(line).toMatchObject({ service: "identity-lifecycle", auth_lambda_success: [1, 1] });
    expect(line?._aws).toMatchObject({
      CloudWatchMetrics: [
        { Namespace: "identity-lifecycle", Metrics: [{ Name: "auth_lambda_success", Unit: "Count" }] },
      ],
    });
  });

  it("write nothing when nothing was counted", async () => {
    expect(await capturedOutput(() => kindOf(kind).metrics().flush())).toBe("");
  });
});
