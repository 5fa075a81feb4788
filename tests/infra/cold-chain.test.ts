/**
 * The functions that start one after the other where nothing is warm: Cognito waits for each trigger before it goes on,
 * and the endpoint waits for Cognito. See docs/adr/0013-functions-of-a-sign-in.md.
 */
import { beforeAll, describe, expect, it } from "@jest/globals";
import { type PackagedFunction, packagedService, type Template } from "../support/packaged-functions.js";
import { propertiesOf, resourcesOf } from "../support/template-graph.js";

type Json = Readonly<Record<string, unknown>>;

let template: Template;
let functions: PackagedFunction[];
beforeAll(async () => {
  ({ template, functions } = await packagedService());
}, 120_000);

/** What runs, in order; the pool's triggers by their keys in LambdaConfig, endpoints by their route. */
const PASSWORD = [
  "POST /api/account/signin",
  "PreAuthentication",
  "PostAuthentication",
  "PreTokenGenerationConfig",
];
// A migration also runs PreSignUp, as an administrator's creation.
const FIRST_LOGIN = [
  "POST /api/account/signin",
  ...["PreAuthentication", "UserMigration", "PreSignUp", "PostAuthentication", "PreTokenGenerationConfig"],
];
const CHALLENGE = [
  "POST /api/account/signin/code",
  ...["PreAuthentication", "DefineAuthChallenge", "CreateAuthChallenge"],
  "POST /api/account/signin/code/verify",
  ...["VerifyAuthChallengeResponse", "DefineAuthChallenge", "PostAuthentication", "PreTokenGenerationConfig"],
];
const PROVIDER = ["InboundFederation", "PreSignUp", "PostConfirmation", "PreTokenGenerationConfig"];

/** The logical id of a function that something refers to. */
const functionIn = (value: unknown): string => {
  const found = functions.find(({ logicalId }) => JSON.stringify(value).includes(`"${logicalId}"`));
  if (found === undefined) throw new Error(`no function in ${JSON.stringify(value)}`);
  return found.name;
};
const ofRoute = (route: string): string => {
  const [[, { Properties }] = ["", { Properties: {} as Json }]] = resourcesOf(
    template,
    "AWS::ApiGatewayV2::Route",
  ).filter(([, { Properties }]) => Properties.RouteKey === route);
  const integration = /"Ref":"(\w+)"/.exec(JSON.stringify(Properties.Target ?? {}))?.[1] ?? "";
  return functionIn(propertiesOf(template, integration).IntegrationUri);
};
const ofTrigger = (trigger: string): string => {
  const { [trigger]: configured } = propertiesOf(template, "UserPool").LambdaConfig as Json;
  return functionIn(configured);
};
/** Each function once: the second trigger that it runs finds it warm. */
const coldIn = (steps: readonly string[]): string[] => [
  ...new Set(steps.map((step) => (step.includes(" ") ? ofRoute(step) : ofTrigger(step)))),
];

describe("after an idle night", () => {
  it("a sign-in by password starts two functions, one after the other", () => {
    expect(coldIn(PASSWORD)).toEqual(["auth", "signInTriggers"]);
  });

  it("the first login of a user of the legacy system starts three", () => {
    expect(coldIn(FIRST_LOGIN)).toEqual(["auth", "signInTriggers", "arrivalTriggers"]);
  });

  it("a sign-in by challenge starts three", () => {
    expect(coldIn(CHALLENGE)).toEqual(["challenges", "signInTriggers", "challengeTriggers"]);
  });

  it("a first sign-in by a provider starts three", () => {
    expect(coldIn(PROVIDER)).toEqual(["inboundFederation", "arrivalTriggers", "signInTriggers"]);
  });
});

describe("the functions of every sign-in", () => {
  const policyOf = (name: string) =>
    JSON.stringify(propertiesOf(template, `${name}IamRoleLambdaExecution`).Policies);

  it.each(["SignInTriggers", "ChallengeTriggers"])(
    "%s neither has nor may read what the legacy system is asked with",
    (id) => {
      const { environment } = functions.find(({ logicalId }) => logicalId === `${id}LambdaFunction`) ?? {};
      expect(Object.keys(environment ?? {})).not.toContain("LEGACY_SYSTEM_SECRET");
      expect(Object.keys(environment ?? {})).not.toContain("LEGACY_SYSTEM_URL");
      expect(policyOf(id)).not.toContain("LegacySystemSecret");
      expect(policyOf(id)).not.toContain("legacy-people");
      expect(policyOf("ArrivalTriggers")).toContain("LegacySystemSecret");
    },
  );

  it("share the account's concurrency: none has a part of it reserved", () => {
    const reserved = functions.filter(
      ({ properties }) => properties.ReservedConcurrentExecutions !== undefined,
    );
    expect(reserved.map(({ name }) => name)).toEqual([]);
  });
});
