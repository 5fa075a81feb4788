import { beforeAll, describe, expect, it } from "@jest/globals";
import { readTemplateFile } from "../../packages/local-aws/src/template/template-text.js";
import * as config from "../../shared/config/index.js";
import { ERROR_FACTS } from "../../shared/domain/error-facts.js";
import { authorizerEvent, httpEvent, jsonEvent } from "../support/http-events.js";
import {
  type PackagedFunction,
  packagedService,
  type Resource,
  type Template,
} from "../support/packaged-functions.js";

type Probe = readonly [event: unknown, outcome: RegExp];
type Settings = { readonly params: Readonly<Record<"default" | "local", Readonly<Record<string, unknown>>>> };

let functions: PackagedFunction[];
let template: Template;
let routes: Resource[];
beforeAll(async () => {
  ({ functions, template } = await packagedService());
  routes = Object.values(template.Resources).filter(({ Type }) => Type === "AWS::ApiGatewayV2::Route");
}, 120_000);

/** What Lambda adds to every environment, and addresses without a server in place of AWS. */
const RUNTIME = {
  AWS_REGION: "us-east-1",
  AWS_ACCESS_KEY_ID: "none",
  AWS_SECRET_ACCESS_KEY: "none",
  AWS_ENDPOINT_URL: "http://127.0.0.1:9",
  POWERTOOLS_LOG_LEVEL: "SILENT",
  POWERTOOLS_METRICS_DISABLED: "true",
};

/** An event with a source that the trigger does not know. It is returned unchanged. */
const triggerOf = (name: string): Probe => [
  {
    triggerSource: `${name}_Probe`,
    userPoolId: "us-east-1_Example01",
    request: {},
    response: {},
  },
  new RegExp(`"${name}_Probe"`),
];
const FORM = { headers: { "content-type": "application/x-www-form-urlencoded" }, body: "token=t" };
const CLEAN_BATCH = /^{"batchItemFailures":\[\]}$/;
/** An event that each function can answer without a table, a pool or a bus, and what it then answers. */
const PROBES: Readonly<Record<string, Probe>> = {
  inboundFederation: triggerOf("InboundFederation"),
  customMessage: triggerOf("CustomMessage"),
  authorizer: [authorizerEvent({}), /^Error: Unauthorized$/],
  auth: [httpEvent("GET /{proxy+}"), /"statusCode":404/],
  redirect: [httpEvent("GET /auth/signout"), /"statusCode":200/],
  session: [httpEvent("GET /api/account/session"), /"statusCode":200/],
  challenges: [jsonEvent("POST /api/account/signin/code/verify", { code: "12345678" }), /"statusCode":400/],
  password: [jsonEvent("POST /api/account/reset", { email: "a@b.co", code: "1234" }), /"statusCode":400/],
  accountKeys: [httpEvent("GET /api/accounts/{account_id}/keys"), /"statusCode":403/],
  keyValidate: [jsonEvent("POST /key/validate", { key: "k" }), /"statusCode":403/],
  tokenValidate: [httpEvent("POST /api/token/validate", FORM), /"statusCode":403/],
  demo: [httpEvent("GET /test/plain"), /"statusCode":200/],
  probe: [httpEvent("GET /api/probe/account"), /"statusCode":403/],
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
  auditRelay: [{ Records: [] }, CLEAN_BATCH],
  followUps: [{ Records: [] }, CLEAN_BATCH],
  poolEndings: [{ detail: { eventName: "AdminEnableUser" } }, /"outcome":"ignored"/],
  auditSweep: [{}, /^AuthError: temporarily_unavailable$/],
};
/** A function with several triggers builds only the ports of the invoked one, so each trigger is tested. */
const GROUPS: Readonly<Record<string, readonly Probe[]>> = {
  arrivalTriggers: ["PreSignUp", "UserMigration"].map(triggerOf),
  signInTriggers: ["PreAuthentication", "PostAuthentication", "PostConfirmation", "TokenGeneration"].map(
    triggerOf,
  ),
  challengeTriggers: ["DefineAuthChallenge", "CreateAuthChallenge", "VerifyAuthChallengeResponse"].map(
    triggerOf,
  ),
};
const names = [...Object.keys(PROBES), ...Object.keys(GROUPS)];
const probesOf = (name: string): readonly Probe[] => GROUPS[name] ?? [PROBES[name] ?? [{}, /never/]];
const find = (name: string): PackagedFunction => {
  const found = functions.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no function ${name}`);
  return found;
};
const run = (name: string, [event]: Probe, environment: Record<string, string>) =>
  find(name).invoke(event, { ...environment, ...RUNTIME });

it("every function of the service has a probe", () => {
  expect(functions.map(({ name }) => name).sort()).toEqual([...names].sort());
});

describe.each(names)("the environment of %s", (name) => {
  it("is all that its handler needs", async () => {
    for (const probe of probesOf(name)) {
      const { outcome } = await run(name, probe, find(name).environment);
      expect(outcome).toMatch(probe[1]);
    }
  });

  it("has no variable that the handler does not read", async () => {
    const read = new Set<string>();
    for (const probe of probesOf(name))
      for (const key of (await run(name, probe, find(name).environment)).read) read.add(key);
    const shared = [
      "SERVICE",
      "SERVICE_VERSION",
      "STAGE",
      "DIRECTORY_TABLE",
      "AUDIT_TABLE",
      "PSEUDONYM_SECRET",
    ];
    const unread = Object.keys(find(name).environment).filter(
      (key) => !read.has(key) && !shared.includes(key),
    );
    expect(unread).toEqual([]);
  });

  it("is asked for by name when a part of it is missing", async () => {
    const { environment } = find(name);
    for (const probe of probesOf(name)) {
      const { read } = await run(name, probe, environment);
      const needed = Object.keys(environment).filter((key) => read.has(key) && REQUIRED.has(key));
      for (const key of needed) {
        const { [key]: _, ...rest } = environment;
        const { outcome, log } = await run(name, probe, rest);
        expect(log).toMatch(new RegExp(`\\b${key} is missing; `));
        expect(outcome).toBe(`Error: ${ERROR_FACTS.internal.words} [internal]`);
      }
      expect(needed.length).toBeGreaterThan(0);
    }
  }, 30_000);

  it("is refused with the nearest name if a variable of it is misspelt", async () => {
    const misspelt = { GAURD_TABLE: "guard", LEGACY_OTHER: "x", DD_SITE: "x", MY_SETTING: "x" };
    const [probe] = probesOf(name);
    if (probe === undefined) throw new Error("no probe");
    const { outcome, log } = await run(name, probe, { ...find(name).environment, ...misspelt });

    expect(log).toContain(
      "GAURD_TABLE is not a setting; the nearest is GUARD_TABLE. LEGACY_OTHER is not a setting",
    );
    expect(log).not.toMatch(/DD_SITE|MY_SETTING/);
    expect(outcome).toBe(`Error: ${ERROR_FACTS.internal.words} [internal]`);
  });

  it("holds names of secrets and no secret", () => {
    const secrets = Object.entries(find(name).environment).filter(([key]) =>
      /SECRET|PASSWORD|TOKEN$|KEY(?!S_(SUNSET|ROLE)|S$)/.test(key),
    );
    expect(secrets.every(([, value]) => value.startsWith("identity-lifecycle/local/"))).toBe(true);
  });
});

/** The keys without which a concern of the configuration cannot be read, as the configuration itself says. */
const REQUIRED = new Set(
  Object.values(config)
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
  it("is the default, so that no unnamed service is called", () => {
    const service = readTemplateFile("serverless.yml") as Settings;
    expect(service.params.default.legacySystem).toBe("none");
    expect(service.params.local.legacySystem).toBe("http");
  });

  it("needs neither an address nor a secret of one", async () => {
    const { LEGACY_SYSTEM_URL, LEGACY_SYSTEM_SECRET, ...rest } = find("arrivalTriggers").environment;
    expect([LEGACY_SYSTEM_URL, LEGACY_SYSTEM_SECRET]).not.toContain(undefined);
    for (const probe of probesOf("arrivalTriggers")) {
      const withSystem = (LEGACY_SYSTEM: string) => run("arrivalTriggers", probe, { ...rest, LEGACY_SYSTEM });
      expect((await withSystem("none")).outcome).toMatch(probe[1]);
      expect((await withSystem("http")).log).toContain(
        "LEGACY_SYSTEM_URL is missing; LEGACY_SYSTEM is http. LEGACY_SYSTEM_SECRET is missing; LEGACY_SYSTEM is http",
      );
    }
  });
});

it("each route of the API is one that its function answers", async () => {
  const keys = new Map<PackagedFunction, string[]>();
  for (const route of routes) {
    const key = String(route.Properties.RouteKey);
    if (key.endsWith("{proxy+}")) continue;
    keys.set(functionOf(route), [...(keys.get(functionOf(route)) ?? []), key]);
  }
  for (const [{ environment, invokeAll }, answered] of keys) {
    const events = answered.map((key) => httpEvent(key));
    const outcomes = await invokeAll(events, { ...environment, ...RUNTIME });
    const unknown = answered.filter((_, index) => outcomes[index]?.includes('"statusCode":404'));
    expect(unknown).toEqual([]);
  }
  expect(keys.size).toBeGreaterThan(1);
});
