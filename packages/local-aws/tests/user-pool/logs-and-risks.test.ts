/** Where a pool's logs would go, and what threat protection would do: kept, described and checked, without effect here. */
import {
  AdminListUserAuthEventsCommand,
  AdminUpdateAuthEventFeedbackCommand,
  DescribeRiskConfigurationCommand,
  GetLogDeliveryConfigurationCommand,
  type LogConfigurationType,
  SetLogDeliveryConfigurationCommand,
  SetRiskConfigurationCommand,
  type SetRiskConfigurationCommandInput,
  UpdateAuthEventFeedbackCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { givenUser, poolId, publicId, refusal, startWorld, type World, webId } from "./world.js";

let world: World;
beforeEach(async () => {
  world = await startWorld({
    pool: { UserPoolTier: "PLUS", UserPoolAddOns: { AdvancedSecurityMode: "ENFORCED" } },
  });
});
afterEach(() => world.close());

const inPool = { UserPoolId: poolId };

describe("log delivery", () => {
  const LogGroupArn = "arn:aws:logs:us-east-1:000000000000:log-group:people";
  const notifications: LogConfigurationType = {
    EventSource: "userNotification",
    LogLevel: "ERROR",
    CloudWatchLogsConfiguration: { LogGroupArn },
  };
  const activity: LogConfigurationType = {
    EventSource: "userAuthEvents",
    LogLevel: "INFO",
    S3Configuration: { BucketArn: "arn:aws:s3:::people-logs" },
  };
  const set = (LogConfigurations: LogConfigurationType[], on = world) =>
    on.cognito.send(new SetLogDeliveryConfigurationCommand({ ...inPool, LogConfigurations }));
  const get = async () =>
    (await world.cognito.send(new GetLogDeliveryConfigurationCommand(inPool))).LogDeliveryConfiguration;

  it("is empty until it is set, and then what was set last", async () => {
    expect(await get()).toEqual({ ...inPool, LogConfigurations: [] });
    await set([notifications, activity]);
    expect(await get()).toEqual({ ...inPool, LogConfigurations: [notifications, activity] });
    await set([]);
    expect(await get()).toEqual({ ...inPool, LogConfigurations: [] });
  });

  it.each<[string, LogConfigurationType[]]>([
    ["a source twice", [activity, activity]],
    ["two destinations", [{ ...activity, CloudWatchLogsConfiguration: { LogGroupArn } }]],
    ["no destination", [{ EventSource: "userAuthEvents", LogLevel: "INFO" }]],
    ["notifications at level INFO", [{ ...notifications, LogLevel: "INFO" }]],
    ["notifications in a bucket", [{ ...activity, EventSource: "userNotification", LogLevel: "ERROR" }]],
    ["activity at level ERROR", [{ ...activity, LogLevel: "ERROR" }]],
    ["an ARN of another service", [{ ...activity, S3Configuration: { BucketArn: LogGroupArn } }]],
  ])("is refused with %s", async (_, configurations) => {
    expect(await refusal(set(configurations))).toMatch(/^InvalidParameterException/);
  });

  it("has the activity of users in the Plus plan only", async () => {
    const essentials = await startWorld();

    expect(await refusal(set([activity], essentials))).toMatch(/^FeatureUnavailableInTierException/);
    expect(await refusal(set([notifications], essentials))).toBe("no error");
    await essentials.close();
  });
});

describe("a risk configuration", () => {
  type Change = Partial<SetRiskConfigurationCommandInput>;
  const set = (change: Change, on = world) =>
    on.cognito.send(new SetRiskConfigurationCommand({ ...inPool, ...change }));
  const get = async (ClientId?: string) =>
    (await world.cognito.send(new DescribeRiskConfigurationCommand({ ...inPool, ClientId })))
      .RiskConfiguration;
  const blocking: Change = {
    CompromisedCredentialsRiskConfiguration: {
      EventFilter: ["SIGN_IN"],
      Actions: { EventAction: "BLOCK" },
    },
  };
  const ranges: Change = {
    RiskExceptionConfiguration: { BlockedIPRangeList: ["192.0.2.0/24", "2001:db8::/32"] },
  };

  it("is the client's own, else the pool's, until it is reset", async () => {
    await set(blocking);
    expect(await get(webId)).toMatchObject({ ...inPool, ...blocking });
    await set({ ClientId: webId, ...ranges });
    expect(await get(webId)).toMatchObject({ ClientId: webId, ...ranges });
    expect(await get(webId)).not.toHaveProperty("CompromisedCredentialsRiskConfiguration");
    expect((await get(publicId))?.ClientId).toBeUndefined();
    await set({ ClientId: webId });
    expect(await get(webId)).toMatchObject(blocking);
    await set({});
    expect(await get()).toEqual(inPool);
  });

  it.each<[string, Change, RegExp]>([
    ["an unknown client", { ClientId: "unknown" }, /^ResourceNotFoundException/],
    ["no range", { RiskExceptionConfiguration: { SkippedIPRangeList: ["192.0.2.1"] } }, /CIDR/],
    ["a range too small", { RiskExceptionConfiguration: { SkippedIPRangeList: ["192.0.2.1/33"] } }, /CIDR/],
    [
      "notice without a sender",
      {
        AccountTakeoverRiskConfiguration: {
          Actions: { HighAction: { Notify: true, EventAction: "BLOCK" } },
        },
      },
      /NotifyConfiguration/,
    ],
    [
      "an unknown action",
      { CompromisedCredentialsRiskConfiguration: { Actions: { EventAction: "MAYBE" as never } } },
      /^InvalidParameterException/,
    ],
  ])("is refused with %s", async (_, change, error) => {
    expect(await refusal(set(change))).toMatch(error);
  });

  it("needs threat protection", async () => {
    const without = await startWorld();

    expect(await refusal(set(blocking, without))).toMatch(/^UserPoolAddOnNotEnabledException/);
    await without.close();
  });
});

describe("the events of threat protection", () => {
  const event = { ...inPool, EventId: "a-b-c", FeedbackValue: "Valid" as const };
  const answersFor = (Username: string, on: World) =>
    Promise.all(
      [
        new AdminListUserAuthEventsCommand({ ...inPool, Username }),
        new AdminUpdateAuthEventFeedbackCommand({ ...event, Username }),
        new UpdateAuthEventFeedbackCommand({ ...event, Username, FeedbackToken: "a.b.c" }),
      ].map(async (command) => (await refusal(on.cognito.send(command as never))).split(":")[0]),
    );

  it("exist if threat protection is on, and none is recorded here", async () => {
    const without = await startWorld();
    const off = "UserPoolAddOnNotEnabledException";
    expect(await answersFor((await givenUser(without)).email, without)).toEqual([off, off, off]);
    await without.close();

    expect(await answersFor((await givenUser(world)).email, world)).toEqual([
      "NotImplementedException",
      "ResourceNotFoundException",
      "NotAuthorizedException",
    ]);
    const unknown = "UserNotFoundException";
    expect(await answersFor("nobody@example.com", world)).toEqual([unknown, unknown, unknown]);
  });
});
