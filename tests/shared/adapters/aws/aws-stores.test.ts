import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { ssmAllowedPools } from "../../../../shared/adapters/aws/allowed-pools.js";
import { eventBridgeBus } from "../../../../shared/adapters/aws/eventbridge-bus.js";
import { parameterValue, secretValue } from "../../../../shared/adapters/aws/named-values.js";
import { awsSecrets, hmacPseudonyms } from "../../../../shared/adapters/aws/secrets.js";
import { memoryPorts } from "../../../../shared/memory/ports.js";
import { numberedEvents } from "../../../support/audit-records.js";
import { type AwsService, startAwsService } from "../../../support/aws-service.js";

let aws: AwsService;
beforeEach(async () => {
  aws = await startAwsService();
});
afterEach(() => aws.close());

describe("secrets", () => {
  const stage = () => {
    const { clock } = memoryPorts();
    return { clock, secrets: awsSecrets(secretValue(aws.call), clock) };
  };

  it("are fetched once in five minutes, so that a rotated one is read after that", async () => {
    aws.script("GetSecretValue", { output: { SecretString: "old" } }, { output: { SecretString: "new" } });
    const { secrets, clock } = stage();
    const values = [await secrets.value("a")];
    clock.advance(299_999);
    values.push(await secrets.value("a"));
    clock.advance(1);
    values.push(await secrets.value("a"));

    expect(values.map((each) => each.reveal())).toEqual(["old", "old", "new"]);
    expect(values.map(String)).toEqual(["[secret]", "[secret]", "[secret]"]);
  });

  it.each([{ output: {} }, { output: { SecretString: "" } }, { error: "ResourceNotFoundException" }])(
    "that are missing (%j) are an outage, and fetched again",
    async (answer) => {
      aws.script("GetSecretValue", answer, { output: { SecretString: "here" } });
      const { secrets } = stage();
      await expect(secrets.value("a")).rejects.toMatchObject({ code: "temporarily_unavailable" });
      expect((await secrets.value("a")).reveal()).toBe("here");
    },
  );
});

it("a pseudonym is the same for the same text under one secret, and says nothing of it", async () => {
  const { secrets } = memoryPorts();
  const here = hmacPseudonyms(secrets, "stage-1");
  const pseudonym = await here.of("ada@example.com");

  expect(pseudonym).toMatch(/^[A-Za-z0-9_-]{22}$/);
  expect(await here.of("ada@example.com")).toBe(pseudonym);
  expect(await here.of("adb@example.com")).not.toBe(pseudonym);
  expect(await hmacPseudonyms(secrets, "stage-2").of("ada@example.com")).not.toBe(pseudonym);
});

it("a secret is fetched once for several parallel calls", async () => {
  aws.script("GetSecretValue", { output: { SecretString: "one" } });
  const secrets = awsSecrets(secretValue(aws.call), memoryPorts().clock);
  const values = await Promise.all([secrets.value("a"), secrets.value("a"), secrets.value("a")]);
  expect(values.map((each) => each.reveal())).toEqual(["one", "one", "one"]);
  expect(aws.inputs("GetSecretValue")).toEqual([{ SecretId: "a" }]);
});

it("the secret of pseudonyms is fetched before its first use, and again after a failure", async () => {
  aws.script(
    "GetSecretValue",
    { error: "InternalServiceError", status: 500 },
    { output: { SecretString: "one" } },
  );
  const pseudonyms = hmacPseudonyms(awsSecrets(secretValue(aws.call), memoryPorts().clock), "a");
  await expect(pseudonyms.of("ada@example.com")).rejects.toMatchObject({ code: "temporarily_unavailable" });
  expect(await pseudonyms.of("ada@example.com")).toMatch(/^[A-Za-z0-9_-]{22}$/);
  expect(aws.inputs("GetSecretValue")).toHaveLength(2);
});

describe("the allowed pools", () => {
  const stage = () => {
    const { metrics } = memoryPorts();
    return { metrics, pools: ssmAllowedPools(parameterValue(aws.call), "name", metrics) };
  };

  it("are those of the parameter, read once", async () => {
    aws.script("GetParameter", { output: { Parameter: { Value: "us-east-1_A, us-east-1_B" } } });
    const { pools } = stage();
    const verdicts = [];
    for (const id of ["us-east-1_A", "us-east-1_B", "us-east-1_C", "us-east-1_a", ""]) {
      verdicts.push(await pools.allows(id));
    }
    expect(verdicts).toEqual([true, true, false, false, false]);
    expect(aws.inputs("GetParameter")).toEqual([{ Name: "name" }]);
  });

  it.each([undefined, "", ", us-east-1_A"])(
    "are an error that names the parameter if it is %j",
    async (Value) => {
      aws.script(
        "GetParameter",
        { output: { Parameter: { Value } } },
        { output: { Parameter: { Value: "us-east-1_A" } } },
      );
      const { pools, metrics } = stage();
      await expect(pools.allows("")).rejects.toMatchObject({
        code: "internal",
        cause: { message: "the parameter name takes names, separated by commas" },
      });
      expect(await pools.allows("us-east-1_A")).toBe(true);
      expect(metrics.counted).toEqual([]);
    },
  );

  it("that cannot be read do not prevent a sign-in; the failure is counted, and the read is retried", async () => {
    aws.script(
      "GetParameter",
      { error: "InternalServerError", status: 500 },
      { output: { Parameter: { Value: "us-east-1_A" } } },
    );
    const { pools, metrics } = stage();
    expect([await pools.allows("us-east-1_X"), await pools.allows("us-east-1_X")]).toEqual([true, false]);
    expect(metrics.counted).toEqual(["allowed_pools_unreadable"]);
  });
});

describe("the audit bus", () => {
  const bus = () =>
    eventBridgeBus(new EventBridgeClient(aws.clientConfig), "audit", {
      productVersion: "0.1.0",
      region: "us-east-1",
    });

  it("receives OCSF events under our types, with our id", async () => {
    aws.script("PutEvents", {
      output: { FailedEntryCount: 0, Entries: [{ EventId: "1" }, { EventId: "2" }] },
    });
    expect(await bus().publish(numberedEvents(2))).toEqual({ failed: [] });

    const [{ Entries = [] } = {}] = aws.inputs("PutEvents") as { Entries?: Record<string, string>[] }[];
    expect(Entries).toMatchObject([
      { EventBusName: "audit", Source: "identity-lifecycle", DetailType: "signin.failed" },
      { EventBusName: "audit", Source: "identity-lifecycle", DetailType: "signin.failed" },
    ]);
    expect(Entries.map(({ Detail = "" }) => JSON.parse(Detail).metadata.uid)).toEqual([
      "signin.failed/request-1",
      "signin.failed/request-2",
    ]);
  });

  it("reports by index which entries a successful call refused", async () => {
    const refused = { ErrorCode: "ThrottlingException", ErrorMessage: "slow down" };
    aws.script("PutEvents", {
      output: { FailedEntryCount: 2, Entries: [refused, { EventId: "2" }, refused] },
    });
    expect(await bus().publish(numberedEvents(3))).toEqual({ failed: [0, 2], cause: "ThrottlingException" });
  });

  it("has accepted nothing if the call failed or the answer is incomplete", async () => {
    aws.script(
      "PutEvents",
      { error: "InternalException", status: 500 },
      { output: { Entries: [{ EventId: "1" }] } },
    );
    expect(await bus().publish(numberedEvents(2))).toEqual({ failed: [0, 1], cause: "InternalException" });
    expect(await bus().publish(numberedEvents(2))).toEqual({ failed: [1] });
  });
});
