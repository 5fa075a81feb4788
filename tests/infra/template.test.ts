import { beforeAll, describe, expect, it } from "@jest/globals";
import { fieldsOf } from "../../packages/local-aws/src/event-bus/pattern/event-fields.js";
import { compilePattern } from "../../packages/local-aws/src/event-bus/pattern/event-pattern.js";
import { type AuditEventType, auditEvent } from "../../shared/domain/audit/audit-event.js";
import { type PackagedFunction, packagedService, type Template } from "../support/packaged-functions.js";
import { TABLES, type TableName } from "../support/table-definitions.js";
import { cycleIn, neededBy, propertiesOf, referencesOf, resourcesOf } from "../support/template-graph.js";

type Json = Readonly<Record<string, unknown>>;
type Statement = { readonly Effect: string; readonly Action: string | string[]; readonly Resource: unknown };

let template: Template;
let functions: PackagedFunction[];
beforeAll(async () => {
  ({ template, functions } = await packagedService());
}, 120_000);

const ofType = (type: string) => resourcesOf(template, type);
const properties = (id: string) => propertiesOf(template, id);
const arnOf = (id: string) => ({ "Fn::GetAtt": [id, "Arn"] });

const TRIGGER_FUNCTIONS = [
  "ArrivalTriggers",
  "SignInTriggers",
  "ChallengeTriggers",
  "InboundFederation",
  "CustomMessage",
];

describe("the graph of resources", () => {
  it("has no cycle", () => {
    expect(cycleIn(referencesOf(template))).toEqual([]);
  });

  it.each(TRIGGER_FUNCTIONS)("leads from the pool to %s, and not back", (name) => {
    const graph = referencesOf(template);
    expect(graph.get("UserPool")?.has(`${name}LambdaFunction`)).toBe(true);
    expect(neededBy(graph, `${name}LambdaFunction`).has("UserPool")).toBe(false);
  });

  it("would show a cycle if there were one", () => {
    const graph = new Map([...referencesOf(template), ["SignInTriggersLogGroup", new Set(["UserPool"])]]);
    expect(cycleIn(graph)).toContain("UserPool");
  });
});

describe("functions", () => {
  it("each have a separate role", () => {
    const roles = functions.map(({ properties }) => JSON.stringify(properties.Role));
    expect(new Set(roles).size).toBe(functions.length);
  });

  it("may perform only named actions on named resources", () => {
    const statements = ofType("AWS::IAM::Role").flatMap(([id, { Properties }]) =>
      (Properties.Policies as { PolicyDocument: { Statement: Statement[] } }[]).flatMap(
        ({ PolicyDocument }) => PolicyDocument.Statement.map((statement) => ({ id, ...statement })),
      ),
    );
    const wide = statements.filter(
      ({ Action, Resource }) =>
        [Action].flat().some((each) => each.includes("*")) || [Resource].flat().includes("*"),
    );
    expect(statements.length).toBeGreaterThan(functions.length);
    expect(wide).toEqual([]);
  });

  it("of a sign-in have enough memory, and a timeout of at most Cognito's five seconds", () => {
    const triggers = functions.filter(({ logicalId }) =>
      referencesOf(template).get("UserPool")?.has(logicalId),
    );
    expect(triggers).toHaveLength(TRIGGER_FUNCTIONS.length);
    for (const { properties } of triggers) {
      expect(properties.Timeout).toBeLessThanOrEqual(5);
      expect(properties.MemorySize).toBeGreaterThanOrEqual(512);
    }
  });

  it("run on a supported runtime and keep their logs for a stated time", () => {
    expect(functions.every(({ properties }) => properties.Runtime === "nodejs22.x")).toBe(true);
    expect(
      ofType("AWS::Logs::LogGroup").filter(([, { Properties }]) => !(Number(Properties.RetentionInDays) > 0)),
    ).toEqual([]);
  });
});

describe("tables", () => {
  const id = (name: TableName) => `${name[0]?.toUpperCase()}${name.slice(1)}Table`;
  it.each(Object.keys(TABLES) as TableName[])(
    "%s has the keys that the suites use, is encrypted and can be restored",
    (name) => {
      const table = properties(id(name));
      expect(table).toMatchObject({
        ...TABLES[name],
        BillingMode: "PAY_PER_REQUEST",
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        SSESpecification: { SSEEnabled: true, SSEType: "KMS", KMSMasterKeyId: { Ref: "DataKey" } },
      });
    },
  );

  const FIRST_LOGINS = "1000";
  const capacityOf = ({ Resources }: Template) =>
    (Object.keys(TABLES) as TableName[]).flatMap((name) => {
      const { WarmThroughput, GlobalSecondaryIndexes = [] } = Resources[id(name)]?.Properties ?? {};
      const indexes = GlobalSecondaryIndexes as { IndexName: string; WarmThroughput: unknown }[];
      return [[name, WarmThroughput], ...indexes.map((index) => [index.IndexName, index.WarmThroughput])];
    });

  it("start with the capacity of new tables, unless a peak of first logins is expected", async () => {
    const none = { Ref: "AWS::NoValue" };
    const names = ["directory", "audit", "outbox", "chain", "guard", "sessions"];
    expect(capacityOf(template)).toEqual(names.map((name) => [name, none]));
    const expected = await packagedService({ peakFirstLogins: FIRST_LOGINS });
    const of = (ReadUnitsPerSecond: number, WriteUnitsPerSecond: number) => ({
      ReadUnitsPerSecond,
      WriteUnitsPerSecond,
    });
    expect(Object.fromEntries(capacityOf(expected.template))).toEqual({
      directory: of(12_000, 17_500),
      audit: of(12_000, 11_250),
      outbox: of(12_000, 7_500),
      chain: of(12_000, 4_000),
      guard: of(13_750, 10_000),
      sessions: of(12_000, 4_000),
    });
  }, 120_000);

  it("are these three", () => {
    expect(
      ofType("AWS::DynamoDB::Table")
        .map(([name]) => name)
        .sort(),
    ).toEqual((Object.keys(TABLES) as TableName[]).map(id).sort());
  });

  const consumer = (name: string) =>
    ofType("AWS::Lambda::EventSourceMapping")
      .map(([, { Properties }]) => Properties)
      .filter(({ FunctionName }) => JSON.stringify(FunctionName) === JSON.stringify(arnOf(name)));

  it("audit takes new events from functions, and numbers from the relay and the sweeper alone", () => {
    const rights = ofType("AWS::IAM::Role").flatMap(([id, { Properties }]) =>
      (Properties.Policies as { PolicyDocument: { Statement: (Statement & Json)[] } }[])
        .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
        .filter(({ Resource }) => JSON.stringify([Resource].flat()).includes('"AuditTable","Arn"'))
        .map(({ Action, Condition }) => ({ id, actions: [Action].flat(), Condition })),
    );
    const numbering = /^(AuditRelay|AuditSweep)/;
    expect(
      rights
        .filter(({ id }) => numbering.test(id))
        .map(({ actions }) => actions.join())
        .sort(),
    ).toEqual([
      ...["dynamodb:BatchGetItem", "dynamodb:BatchGetItem", "dynamodb:PutItem", "dynamodb:PutItem"],
      ...["dynamodb:UpdateItem", "dynamodb:UpdateItem"],
    ]);
    const others = rights.filter(({ id }) => !numbering.test(id));
    expect(others.length).toBeGreaterThan(15);
    for (const { actions, Condition } of others) {
      expect(actions).toEqual(["dynamodb:PutItem"]);
      expect(Condition).toEqual({
        "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["EVENT#*"] },
        "ForAllValues:StringEquals": {
          "dynamodb:Attributes": ["pk", "sk", "event", "mac", "recorded_at", "outbox"],
        },
      });
    }
    const [update] = rights.filter(({ actions }) => actions.includes("dynamodb:UpdateItem"));
    expect(JSON.stringify(update?.Condition)).not.toMatch(/"(event|mac|recorded_at)"/);
  });

  it("audit feeds the relay, from its first event on, and reports failures one by one", () => {
    expect(properties("AuditTable").StreamSpecification).toEqual({ StreamViewType: "NEW_AND_OLD_IMAGES" });
    expect(consumer("AuditRelayLambdaFunction")).toMatchObject([
      {
        EventSourceArn: { "Fn::GetAtt": ["AuditTable", "StreamArn"] },
        FunctionName: arnOf("AuditRelayLambdaFunction"),
        StartingPosition: "TRIM_HORIZON",
        FunctionResponseTypes: ["ReportBatchItemFailures"],
        BisectBatchOnFunctionError: true,
        DestinationConfig: { OnFailure: { Destination: arnOf("AuditRelayFailures") } },
      },
    ]);
  });

  it("audit sends the follow-ups only the events that they handle, for some hours", () => {
    const [mapping, ...more] = consumer("FollowUpsLambdaFunction");
    expect(more).toEqual([]);
    expect(mapping).toMatchObject({
      EventSourceArn: { "Fn::GetAtt": ["AuditTable", "StreamArn"] },
      FunctionResponseTypes: ["ReportBatchItemFailures"],
      MaximumRecordAgeInSeconds: 6 * 60 * 60,
    });
    const criteria = mapping?.FilterCriteria as { Filters: { Pattern: string }[] } | undefined;
    const pattern = compilePattern(criteria?.Filters[0]?.Pattern ?? "");
    const passes = (type: AuditEventType, eventName = "INSERT") => {
      const event = auditEvent(type, { subject: "user:usr_1", key: "k", at: new Date(0) });
      const eventJson = JSON.stringify(event);
      return pattern.matches(fieldsOf({ eventName, dynamodb: { NewImage: { event: { S: eventJson } } } }));
    };
    const types = ["migration.claim_requested", "user.email_changed", "migration.approved"] as const;
    expect(types.map((type) => passes(type))).toEqual([true, true, false]);
    expect(passes("migration.claim_requested", "MODIFY")).toBe(false);
  });

  it("audit has two consumers of its stream, which is as many as DynamoDB serves well", () => {
    expect(ofType("AWS::Lambda::EventSourceMapping")).toHaveLength(2);
  });

  it("guard deletes expired rows", () => {
    expect(properties("GuardTable").TimeToLiveSpecification).toEqual({
      AttributeName: "expires_at",
      Enabled: true,
    });
  });

  it("directory deletes rows that ended, some time later", () => {
    expect(properties("DirectoryTable").TimeToLiveSpecification).toEqual({
      AttributeName: "kept_until",
      Enabled: true,
    });
  });

  it("and secrets share a key that is rotated", () => {
    expect(properties("DataKey").EnableKeyRotation).toBe(true);
    for (const [, { Properties }] of ofType("AWS::SecretsManager::Secret")) {
      expect(Properties.KmsKeyId).toEqual({ Ref: "DataKey" });
      expect(Properties).not.toHaveProperty("SecretString");
    }
  });
});

it("an alarm sees the age of the oldest unpublished audit event, and a sweeper that does not run", () => {
  const alarms = ofType("AWS::CloudWatch::Alarm").map(([, { Properties }]) => Properties);
  expect(alarms).toMatchObject([
    {
      ...{ Namespace: "identity-lifecycle", MetricName: "audit_oldest_unpublished", Statistic: "Maximum" },
      Dimensions: [{ Name: "service", Value: "identity-lifecycle" }],
      ...{ Threshold: 900, TreatMissingData: "breaching" },
    },
  ]);
});

describe("the HTTP API", () => {
  it("keeps no decision of the authorizer", () => {
    const [[, { Properties }] = ["", { Properties: {} as Json }]] = ofType("AWS::ApiGatewayV2::Authorizer");
    expect(Properties).toMatchObject({
      AuthorizerType: "REQUEST",
      AuthorizerPayloadFormatVersion: "2.0",
      EnableSimpleResponses: true,
      IdentitySource: [],
    });
    expect(Properties.AuthorizerResultTtlInSeconds ?? 0).toBe(0);
  });

  it("lets no page of another origin call it, unless a setting does", () => {
    const [[, { Properties }] = ["", { Properties: {} as Json }]] = ofType("AWS::ApiGatewayV2::Api");
    expect(Properties).not.toHaveProperty("CorsConfiguration");
  });

  it("asks the authorizer on every route but those that make a session", () => {
    const open = ofType("AWS::ApiGatewayV2::Route")
      .filter(
        ([, { Properties }]) =>
          Properties.AuthorizerId === undefined && Properties.AuthorizationType !== "AWS_IAM",
      )
      .map(([, { Properties }]) => Properties.RouteKey);
    expect(open.sort()).toEqual([
      // Unknown routes.
      "DELETE /{proxy+}",
      // Reads the cookie itself, and answers without one, too.
      "GET /api/account/session",
      // Says that it has no guard, and nothing else.
      "GET /api/probe/open",
      // Sign-in by redirect makes a session; sign-out reads the cookie itself.
      "GET /auth/signin",
      "GET /auth/signin/callback",
      "GET /auth/signin/proof",
      "GET /auth/signout",
      // Of the demo, which this stage has: says who calls.
      "GET /test/plain",
      "GET /{proxy+}",
      "HEAD /{proxy+}",
      "PATCH /{proxy+}",
      "POST /api/account/challenge",
      "POST /api/account/confirm",
      "POST /api/account/forgot",
      "POST /api/account/logout",
      "POST /api/account/refresh",
      "POST /api/account/resend",
      "POST /api/account/reset",
      "POST /api/account/signin",
      "POST /api/account/signin/code",
      "POST /api/account/signin/code/verify",
      "POST /api/account/signin/link",
      "POST /api/account/signin/link/verify",
      "POST /api/account/signout",
      "POST /api/account/signup",
      // These read the token themselves, as sign-out does: it says who proves themselves again, not for which account.
      "POST /api/account/step-up",
      "POST /api/account/step-up/verify",
      "POST /auth/signin/proof",
      "POST /auth/signout",
      "POST /{proxy+}",
      "PUT /{proxy+}",
    ]);
  });
});
