/** The commands, called wrongly: one line that says what to put right, and exit code 2. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, it } from "@jest/globals";
import { localAws } from "../../src/command-line/local-aws.js";
import { failureOf } from "../../src/command-line/run-command.js";
import { stackFrom } from "../../src/command-line/template-source.js";
import { pairsOf, UsageError, urlOf } from "../../src/command-line/usage.js";
import { readPoolsFile } from "../../src/user-pool/pools-file.js";
import { templatePools } from "../../src/user-pool/template-pools.js";
import { endCommands, outcomeOf, startCommand } from "../support/local-command.js";

const LOCAL_AWS = "src/main.ts";
const USER_POOL = "user-pool";
const EVENT_BUS = "event-bus";
const SERVICES = [
  ...[USER_POOL, EVENT_BUS, "identity-pool", "dynamodb", "functions", "http-api"],
  ...["secrets", "parameters", "mail", "google"],
];

let folder: string;
let busy: Server;
let busyPort: string;
const here = process.cwd();
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "commands-"));
  process.chdir(folder);
  for (const [name, text] of Object.entries(templates)) await writeFile(join(folder, name), text);
  busy = createServer();
  await new Promise<void>((resolve) => busy.listen(0, "127.0.0.1", resolve));
  busyPort = String((busy.address() as { port: number }).port);
});
afterEach(endCommands);
afterAll(async () => {
  await new Promise((resolve) => busy.close(resolve));
  process.chdir(here);
  await rm(folder, { recursive: true });
});

/** What the program does, without the start of a process. */
const outcomeHere = async (argv: readonly string[]) => {
  const printed: string[] = [];
  const failure = await localAws(argv, (line) => printed.push(line)).then(() => undefined, failureOf);
  return { out: printed.join("\n"), err: failure?.line ?? "", exitCode: failure?.exitCode ?? 0 };
};

const pool = "  P: { Type: AWS::Cognito::UserPool }\n";
const client = (poolId: string) =>
  `  C: { Type: AWS::Cognito::UserPoolClient, Properties: { UserPoolId: ${poolId} } }\n`;
const rule = (target: string) =>
  `  R: { Type: AWS::Events::Rule, Properties: { EventPattern: { source: [a] }, Targets: [{ Id: t, Arn: ${target} }] } }\n`;

const templates: Record<string, string> = {
  "queue.yaml": "Resources:\n  Q: { Type: AWS::SQS::Queue }\n",
  "identities.yaml": "Resources:\n  I: { Type: AWS::Cognito::IdentityPool }\n",
  "pool.yaml": `Parameters:\n  Host: { Type: String }\nResources:\n${pool}  U: { Type: AWS::Cognito::UserPoolUser, Properties: { UserPoolId: !Ref P } }\n`,
  "outside.yaml": `Resources:\n${pool}${client("eu-west-1_Elsewhere")}`,
  "import.yaml": `Resources:\n${pool}${client("!ImportValue shared-pool")}`,
  "unknown.yaml": `Resources:\n${pool}${client("!GetAtt Nobody.Arn")}`,
  "bad-pool.yaml":
    "Resources:\n  P: { Type: AWS::Cognito::UserPool, Properties: { MfaConfiguration: maybe } }\n",
  "bad-rule.yaml": `Resources:\n${rule("arn:aws:states:us-east-1:000000000000:stateMachine:s")}`,
  "no-package.yaml":
    "Resources:\n  F: { Type: AWS::Lambda::Function, Properties: { Runtime: nodejs22.x, Handler: a.b } }\n",
  "packaged.yaml":
    "Resources:\n  F: { Type: AWS::Lambda::Function, Properties: { Runtime: nodejs22.x, Handler: a.b, Code: { S3Key: f.zip } } }\n",
  "faults.json": '{ "earthquake": 1 }',
  "pools.json": '[{ "id": "us-east-1_A", "name": "a" }]',
};

it.each([
  [USER_POOL, ["--prot", "1"], /^Unknown option '--prot'; did you mean --port\? \(/],
  [USER_POOL, ["--template", "import.yaml"], /^Resources\.C\.Properties\.UserPoolId.*\(shared-pool\)/],
  [USER_POOL, ["--template", "bad-pool.yaml", "--data", "refused"], /^User pool P.*MfaConfiguration/],
  [
    USER_POOL,
    ["--template", "import.yaml", "--pools", "pools.json"],
    /^--template and --pools cannot be combined/,
  ],
  [USER_POOL, ["--faults", "pools.json"], /^pools\.json: 0\.fault: /],
  [EVENT_BUS, ["--faults", "pools.json"], /^pools\.json: the faults: .*expected object/],
  [EVENT_BUS, ["--faults", "faults.json"], /^faults\.json: the faults: .*"earthquake"/],
  [EVENT_BUS, ["--template", "queue.yaml"], /^queue\.yaml declares no AWS::Events::EventBus/],
  [EVENT_BUS, ["--template", "bad-rule.yaml"], /^Rule local-R cannot be declared: .*stateMachine/],
  ["user-pol", [], /^there is no service "user-pol"; did you mean user-pool\? /],
  ["secret", ["--help"], /^there is no service "secret"; did you mean secrets\? /],
  ["--port", ["0"], /^the first argument must be the name of a service /],
  ["identity-pool", ["--template", "identities.yaml"], /^--user-pool-url is missing /],
  [
    "identity-pool",
    ["--template", "identities.yaml", "--user-pool-url", "x"],
    /^--user-pool-url takes a URL/,
  ],
  ["dynamodb", ["--fresh"], /^--fresh needs --data /],
  ["functions", [], /^--template is missing /],
  ["functions", ["--template", "no-package.yaml"], /^function F: has no deployment package /],
  ["functions", ["--template", "packaged.yaml", "--env", "x"], /^--env takes a pair/],
  ["functions", ["--template", "packaged.yaml"], /^\S+\/f\.zip is missing: package the service first /],
  ["http-api", ["--template", "queue.yaml"], /^--lambda-url is missing /],
  [
    "http-api",
    ["--template", "queue.yaml", "--lambda-url", "http://localhost:1"],
    /^the stack declares no HTTP API /,
  ],
  ["parameters", ["--template", "queue.yaml"], /^queue\.yaml declares no AWS::SSM::Parameter /],
  ["mail", ["--template", "queue.yaml"], /^Unknown option '--template' /],
  ["google", ["--template", "queue.yaml"], /^queue\.yaml declares no .* for Google /],
])("%s %j says so in one line, with exit code 2", async (service, args, line) => {
  const { out, err, exitCode } = await outcomeHere([service, ...args]);

  expect(err).toMatch(line);
  expect(err).not.toContain("\n");
  expect([out, exitCode]).toEqual(["", 2]);
});

it.each(["localhost:3002", "127.0.0.1", "ftp://a", ""])("%j is no URL of functions", (text) => {
  expect(() => urlOf("--lambda-url", text)).toThrow("--lambda-url takes a URL such as http://127.0.0.1:3002");
});

const poolsOf = (name: string, parameter: string[] = []) => {
  const file = join(folder, name);
  const place = { region: "us-east-1", account: "000000000000", "stack-name": "local" };
  return () => templatePools(name, stackFrom(file, { ...place, parameter }));
};

it.each([
  ["nowhere.yaml", [], /nowhere\.yaml: the file does not exist$/],
  ["queue.yaml", [], /^queue\.yaml declares no AWS::Cognito::UserPool$/],
  ["pool.yaml", [], /^Parameters\.Host: has no value and no default$/],
  ["pool.yaml", ["Host"], /^--parameter takes a pair such as NAME=value, not "Host"$/],
  ["pool.yaml", ["Hots=a"], /^Parameters\.Hots: not declared by the template$/],
  ["outside.yaml", [], /^outside\.yaml: C belongs to .* \(eu-west-1_Elsewhere\)$/],
  ["unknown.yaml", [], /^Resources\.C\..*: there is no resource Nobody$/],
])("the template %s with parameters %j gives no pools", (name, parameter, message) => {
  expect(poolsOf(name, parameter)).toThrow(message);
});

it("a template's resources that are left out are named", () => {
  expect(poolsOf("pool.yaml", ["Host=a=b"])()).toMatchObject({
    pools: [{ name: "P" }],
    leftOut: ["AWS::Cognito::UserPoolUser is left out"],
  });
});

it.each([
  ["pools.json", /pools\.json: 0\.arn: /],
  ["queue.yaml", /queue\.yaml: not JSON$/],
  ["nowhere.json", /nowhere\.json: cannot be read \(ENOENT\)$/],
])("%s declares no pools", (name, message) => {
  expect(() => readPoolsFile(join(folder, name))).toThrow(message);
});

it.each([
  [USER_POOL, ["--data", "data"]],
  [EVENT_BUS, []],
])("%s names the port that is in use", async (service, args) => {
  const { err, exitCode } = await outcomeOf(LOCAL_AWS, [service, "--port", busyPort, ...args], folder);

  expect(err).toBe(
    `Port ${busyPort} is in use; take another, or leave --port out for a free one (--help shows the options)\n`,
  );
  expect(exitCode).toBe(2);
});

it("--help lists the services", async () => {
  const { out, exitCode } = await outcomeHere(["--help"]);

  for (const name of SERVICES) expect(out).toMatch(new RegExp(`^  ${name} +\\w`, "m"));
  expect(exitCode).toBe(0);
});

it.each(SERVICES)("%s --help lists the options", async (service) => {
  const { out, exitCode } = await outcomeHere([service, "--help"]);

  expect(out).toMatch(new RegExp(`^local-aws ${service} \\[options\\]\n.*\n  --port N +the port`, "s"));
  expect(exitCode).toBe(0);
});

it.each([
  [USER_POOL, "SIGINT", ["--data", "data"]],
  [EVENT_BUS, "SIGTERM", []],
] as const)("%s ends cleanly on %s", async (service, signal, args) => {
  const { stop } = await startCommand(LOCAL_AWS, [service, ...args], folder);

  expect(await stop(signal)).toBe(0);
});

it("refuses two values for one name, and takes the same value twice", () => {
  expect(() => pairsOf("--param", ["a=1", "b=2", "a=3"])).toThrow(
    new UsageError("--param has two values for a"),
  );
  expect(() => pairsOf("--param", ["a=1", "a=2", "b", "b=1", "a=3"])).toThrow(
    new UsageError('--param has two values for a\n--param takes a pair such as NAME=value, not "b"'),
  );
  expect(pairsOf("--param", ["a=1", "b=2", "a=1"])).toEqual({ a: "1", b: "2" });
});
