/** What holds for every concern of the configuration. */
import { describe, expect, it } from "@jest/globals";
import * as config from "../../../shared/config/index.js";
import { type Misspelt, refusalOf, refusedAlone } from "../../support/settings.js";

const CANARY = "c4nary";
const RUNTIME = { AWS_REGION: "us-east-1", AWS_ACCESS_KEY_ID: "local", AWS_SECRET_ACCESS_KEY: "local" };
const SERVICE = { SERVICE: "identity-lifecycle", STAGE: "dev", AWS_REGION: "us-east-1" };
const TABLES = { DIRECTORY_TABLE: "directory", AUDIT_TABLE: "audit" };

const misspelt: readonly Misspelt[] = [
  [config.service, SERVICE, "SERVICE", "identity lifecycle", "takes the name of a service"],
  [config.service, SERVICE, "SERVICE_VERSION", "latest", "takes a version such as 1.0.0"],
  [config.service, SERVICE, "AWS_REGION", "nowhere", "takes a Region such as eu-west-1"],
  [config.tables, TABLES, "DIRECTORY_TABLE", "a b", "takes the name of a DynamoDB table"],
  [config.guardTable, {}, "GUARD_TABLE", "arn:aws:dynamodb", "takes the name of a DynamoDB table"],
  [config.bus, {}, "AUDIT_BUS", "bus?", "takes the name of an event bus"],
  [config.pseudonymSecret, {}, "PSEUDONYM_SECRET", "a secret", "takes the name of a secret"],
  [config.challengeSecret, {}, "CHALLENGE_SECRET", "{}", "takes the name of a secret"],
  [config.allowedPoolParameter, {}, "ALLOWED_POOL_PARAMETER", "/a b", "takes the name of a parameter"],
  [config.endpointClientParameter, {}, "ENDPOINT_CLIENT_PARAMETER", "a:b", "takes the name of a parameter"],
  [config.serviceClientParameter, {}, "SERVICE_CLIENT_PARAMETER", "a,b", "takes the name of a parameter"],
  [
    config.messageKms,
    {},
    "MESSAGE_KMS_ARN",
    "arn:aws:sns:us-east-1:000000000000:a",
    "takes the ARN of a KMS key",
  ],
  [config.aws, RUNTIME, "AWS_ACCESS_KEY_ID", "AKIA-1", "takes letters, digits and _"],
  [config.aws, RUNTIME, "AWS_SECRET_ACCESS_KEY", "a b", "takes at most 16384 characters without spaces"],
  [config.aws, RUNTIME, "AWS_SESSION_TOKEN", "a\nb", "takes at most 16384 characters without spaces"],
  ...["", "_COGNITO_IDENTITY_PROVIDER", "_DYNAMODB", "_SECRETS_MANAGER", "_SSM"].flatMap((service) =>
    ["http://dynamodb.example.com", "dynamodb.us-east-1.amazonaws.com", "https://user:pass@example.com"].map(
      (url): Misspelt => [
        config.awsEndpoints,
        {},
        `AWS_ENDPOINT_URL${service}`,
        url,
        "takes a URL with https",
      ],
    ),
  ),
];

it.each(misspelt)(
  "a wrong setting is named with what it takes: %#",
  (concern, others, setting, value, words) => {
    expect(refusedAlone(concern, others, setting, value)).toContain(words);
  },
);

it("all wrong endpoints are named at once", () => {
  const { problems } = refusalOf(() =>
    config.awsEndpoints({ AWS_ENDPOINT_URL_DYNAMODB: "x", AWS_ENDPOINT_URL_SSM: "y", AWS_ENDPOINT_URL: "z" }),
  );
  expect(problems.map(({ setting }) => setting)).toEqual([
    ...["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_DYNAMODB", "AWS_ENDPOINT_URL_SSM"],
  ]);
});

it("the endpoint of a service counts before that of all services", () => {
  const all = "http://127.0.0.1:1";
  const one = "https://dynamodb.example.com";
  expect(config.awsEndpoints({ AWS_ENDPOINT_URL: all, AWS_ENDPOINT_URL_DYNAMODB: one })).toEqual({
    ...{ cognito: all, dynamodb: one, secretsManager: all, ssm: all },
  });
  expect(config.awsEndpoints({ AWS_ENDPOINT_URL: "" }).ssm).toBeUndefined();
});

describe("a wrong setting", () => {
  it("of several concerns is named in the same words by all of them", () => {
    const words = new Map<string, Set<string>>();
    for (const each of Object.values(config))
      for (const [setting, takes] of Object.entries(each.takes()))
        words.set(setting, new Set([...(words.get(setting) ?? []), takes.replace(/, or nothing$/, "")]));

    expect([...words].filter(([, all]) => all.size > 1).map(([setting, all]) => [setting, ...all])).toEqual(
      [],
    );
  });

  it.each(Object.entries(config))(
    "of %s is never shown, and all of them are named at once",
    (_name, concern) => {
      const settings = Object.keys(concern.takes());
      const canaries = Object.fromEntries(settings.map((each) => [each, `\u0000${CANARY}`]));
      const problems = concern.problemsIn(canaries);

      expect(JSON.stringify(problems)).not.toContain(CANARY);
      expect(concern.problemsIn({}).every(({ words }) => words.startsWith("is missing; it takes "))).toBe(
        true,
      );
    },
  );
});

describe("the values of sound settings", () => {
  it("are read once, and cannot be changed", () => {
    const environment = { SIGN_UP_ALLOWED_DOMAINS: "x.org", SIGN_UP_DENIED_DOMAINS: "" };
    const rules = config.signUpPolicy(environment);

    expect(config.signUpPolicy(environment)).toBe(rules);
    expect([Object.isFrozen(rules), Object.isFrozen(rules.allowedDomains)]).toEqual([true, true]);
  });
});
