import { beforeAll, describe, expect, it } from "@jest/globals";
import { readTemplateFile } from "../../packages/local-aws/src/template/template-text.js";
import * as config from "../../shared/config/index.js";
import { ERROR_FACTS } from "../../shared/domain/errors.js";
import { authorizerEvent, httpEvent, jsonEvent } from "../support/http-events.js";
import {
  type PackagedFunction,
  packagedService,
  type Resource,
  type Template,
} from "../support/packaged-functions.js";

type Settings = { readonly params: Readonly<Record<"default" | "local", Readonly<Record<string, unknown>>>> };

let functions: PackagedFunction[];
let template: Template;
let routes: Resource[];
beforeAll(async () => {
  ({ functions, template } = await packagedService());
  routes = Object.values(template.Resources).filter(({ Type }) => Type === "AWS::ApiGatewayV2::Route");
}, 120_000);

/** What Lambda adds to every environment, and addresses at which nobody answers in place of AWS. */
const RUNTIME = {
  AWS_REGION: "us-east-1",
  AWS_ACCESS_KEY_ID: "none",
  AWS_SECRET_ACCESS_KEY: "none",
  AWS_ENDPOINT_URL: "http://127.0.0.1:9",
  POWERTOOLS_LOG_LEVEL: "SILENT",
  POWERTOOLS_METRICS_DISABLED: "true",
};

const trigger = {
  triggerSource: "Probe_Probe",
  userPoolId: "us-east-1_Example01",
  request: {},
  response: {},
};
const FORM = { headers: { "content-type": "application/x-www-form-urlencoded" }, body: "token=t" };
/** An event that each function can answer without a table, a pool or a bus, and what it then answers. */
const PROBES: Readonly<Record<string, readonly [unknown, RegExp]>> = {
  preSignUp: [trigger, /Probe_Probe/],
  inboundFederation: [trigger, /Probe_Probe/],
  postConfirmation: [trigger, /Probe_Probe/],
  preAuthentication: [trigger, /Probe_Probe/],
  postAuthentication: [trigger, /Probe_Probe/],
  customMessage: [trigger, /Probe_Probe/],
  userMigration: [trigger, /Probe_Probe/],
  preTokenGeneration: [trigger, /Probe_Probe/],
  defineAuthChallenge: [trigger, /Probe_Probe/],
  createAuthChallenge: [trigger, /Probe_Probe/],
  verifyAuthChallengeResponse: [trigger, /Probe_Probe/],
  authorizer: [authorizerEvent({}), /^Error: Unauthorized$/],
  auth: [httpEvent("$default"), /"statusCode":404/],
  challenges: [jsonEvent("POST /api/account/signin/code/verify", { code: "12345678" }), /"statusCode":400/],
  password: [jsonEvent("POST /api/account/reset", { email: "a@b.co", code: "1234" }), /"statusCode":400/],
  accountKeys: [httpEvent("GET /api/accounts/{account_id}/keys"), /"statusCode":403/],
  keyValidate: [jsonEvent("POST /key/validate", { key: "k" }), /"statusCode":403/],
  tokenValidate: [httpEvent("POST /api/token/validate", FORM), /"statusCode":403/],
  probe: [httpEvent("GET /test/auth"), /"statusCode":403/],
  legacyIds: [httpEvent("GET /api/legacy-ids/{legacyId}"), /"statusCode":403/],
  ssoTicket: [{}, /\[invalid_request\]$/],
  account: [httpEvent("GET /api/account/me"), /"statusCode":403/],
  accounts: [httpEvent("GET /api/accounts"), /"statusCode":403/],
  members: [httpEvent("GET /api/accounts/{account_id}/members"), /"statusCode":403/],
  permissions: [
    jsonEvent("POST /api/accounts/{account_id}/permissions/explain", { resource: "a/b", action: "read" }),
    /"statusCode":403/,
  ],
  grants: [
    httpEvent("GET /api/accounts/{account_id}/resources", { query: { resource: "a/b" } }),
    /"statusCode":403/,
  ],
  teams: [httpEvent("GET /api/accounts/{account_id}/teams"), /"statusCode":403/],
  invitations: [httpEvent("GET /api/accounts/{account_id}/invitations"), /"statusCode":403/],
  auditRelay: [{ Records: [] }, /^{"batchItemFailures":\[\]}$/],
  auditSweep: [{}, /^AuthError: temporarily_unavailable$/],
};
const names = Object.keys(PROBES);
const find = (name: string): PackagedFunction => {
  const found = functions.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no function ${name}`);
  return found;
};
const probe = (name: string, environment: Record<string, string>) =>
  find(name).invoke(PROBES[name]?.[0], { ...environment, ...RUNTIME });

it("every function of the service has a probe", () => {
  expect(functions.map(({ name }) => name).sort()).toEqual([...names].sort());
});

describe.each(names)("the environment of %s", (name) => {
  it("is all that its handler needs", async () => {
    const { outcome } = await probe(name, find(name).environment);
    expect(outcome).toMatch(PROBES[name]?.[1] ?? /never/);
  });

  it("has nothing of its own that the handler does not read", async () => {
    const { read } = await probe(name, find(name).environment);
    const shared = ["SERVICE", "SERVICE_VERSION", "STAGE", "DIRECTORY_TABLE", "AUDIT_TABLE"];
    const unread = Object.keys(find(name).environment).filter(
      (key) => !read.has(key) && !shared.includes(key),
    );
    expect(unread).toEqual([]);
  });

  it("is asked for by name when a part of it is missing", async () => {
    const { environment } = find(name);
    const { read } = await probe(name, environment);
    const needed = Object.keys(environment).filter((key) => read.has(key) && REQUIRED.has(key));
    for (const key of needed) {
      const { [key]: _, ...rest } = environment;
      const { outcome, log } = await probe(name, rest);
      expect(log).toMatch(new RegExp(`\\b${key} is missing; `));
      expect(outcome).toBe(`Error: ${ERROR_FACTS.internal.words} [internal]`);
    }
    expect(needed.length).toBeGreaterThan(0);
  });

  it("holds names of secrets and no secret", () => {
    const secrets = Object.entries(find(name).environment).filter(([key]) =>
      /SECRET|PASSWORD|TOKEN$|KEY(?!S_(SUNSET|ROLE)|S$)/.test(key),
    );
    expect(secrets.every(([, value]) => value.startsWith("identity-lifecycle/local/"))).toBe(true);
  });
});

/** The keys without which a concern of the configuration cannot be read, as the configuration itself says. */
const { awsEndpoint: _, ...concerns } = config;
const REQUIRED = new Set(
  Object.values(concerns)
    .flatMap((each) => each.problemsIn({}))
    .map(({ setting }) => setting),
);

/** The function that the template sends a route to. */
const functionOf = ({ Properties }: Resource): PackagedFunction => {
  const integration = /"Ref":"(\w+)"/.exec(JSON.stringify(Properties.Target))?.[1] ?? "";
  const uri = JSON.stringify(template.Resources[integration]?.Properties.IntegrationUri);
  const found = functions.find(({ logicalId }) => uri.includes(`"${logicalId}"`));
  if (found === undefined) throw new Error(`no function of ${String(Properties.RouteKey)}`);
  return found;
};

describe("a stage without a legacy system", () => {
  it("is the default, so that nobody is asked who was not named", () => {
    const service = readTemplateFile("serverless.yml") as Settings;
    expect(service.params.default.legacySystem).toBe("none");
    expect(service.params.local.legacySystem).toBe("http");
  });

  it("needs neither an address nor a secret of one", async () => {
    const { LEGACY_SYSTEM_URL, LEGACY_SYSTEM_SECRET, ...rest } = find("userMigration").environment;
    expect([LEGACY_SYSTEM_URL, LEGACY_SYSTEM_SECRET]).not.toContain(undefined);
    expect((await probe("userMigration", { ...rest, LEGACY_SYSTEM: "none" })).outcome).toMatch(/Probe_Probe/);
    expect((await probe("userMigration", { ...rest, LEGACY_SYSTEM: "http" })).log).toContain(
      "LEGACY_SYSTEM_URL is missing; LEGACY_SYSTEM is http. LEGACY_SYSTEM_SECRET is missing; LEGACY_SYSTEM is http",
    );
  });
});

it("each route of the API is one that its function answers", async () => {
  const unanswered: string[] = [];
  for (const each of routes) {
    const route = String(each.Properties.RouteKey);
    if (route === "$default") continue;
    const { environment, invoke } = functionOf(each);
    const { outcome } = await invoke(httpEvent(route), { ...environment, ...RUNTIME });
    if (outcome.includes('"statusCode":404')) unanswered.push(route);
  }
  expect(unanswered).toEqual([]);
  expect(routes.length).toBeGreaterThan(1);
});
