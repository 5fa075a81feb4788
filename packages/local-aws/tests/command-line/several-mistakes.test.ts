/** Several mistakes in one command: in options, and in the files, URLs and pairs that they name. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { localAws } from "../../src/command-line/local-aws.js";
import { failureOf } from "../../src/command-line/run-command.js";

const FILES: Readonly<Record<string, string>> = {
  "queue.yaml": "Resources:\n  Q: { Type: AWS::SQS::Queue }\n",
  "host.yaml": "Parameters:\n  Host: { Type: String }\nResources:\n  Q: { Type: AWS::SQS::Queue }\n",
  "wrong-faults.json": '[{ "fault": "throttled", "times": 0 }, { "fault": "earthquake" }]',
};

let folder: string;
const here = process.cwd();
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "mistakes-"));
  process.chdir(folder);
  for (const [name, text] of Object.entries(FILES)) await writeFile(name, text);
});
afterAll(async () => {
  process.chdir(here);
  await rm(folder, { recursive: true });
});

it.each([
  [
    "user-pool",
    [
      ...["--template", "nowhere.yaml", "--parameter", "x", "--parameter", "a=1", "--parameter", "a=2"],
      ...["--lambda-url", "localhost:1", "--google-url", "x", "--faults", "wrong-faults.json", "--port", "x"],
    ],
    [
      '--port takes a whole number from 0 to 65535, not "x"',
      '--lambda-url takes a URL such as http://127.0.0.1:3002, not "localhost:1"',
      '--google-url takes a URL such as http://127.0.0.1:3002, not "x"',
      "nowhere.yaml: the file does not exist",
      '--parameter takes a pair such as NAME=value, not "x"',
      "--parameter has two values for a",
      "wrong-faults.json: 0.times: Too small: expected number to be >=1; 1.fault: Invalid discriminator value",
    ],
  ],
  [
    "event-bus",
    ["--template", "queue.yaml", "--faults", "nowhere.json", "--lambda-url", "x"],
    [
      "queue.yaml declares no AWS::Events::EventBus, ::Rule or ::Archive",
      "nowhere.json: cannot be read (ENOENT)",
      '--lambda-url takes a URL such as http://127.0.0.1:3002, not "x"',
    ],
  ],
  [
    "dynamodb",
    ["--fresh", "--faults", "wrong-faults.json", "--template", "host.yaml", "--delay-ms", "x"],
    [
      '--delay-ms takes a whole number from 0 to 60000, not "x"',
      "Parameters.Host: has no value and no default",
      "--fresh needs --data",
      "wrong-faults.json: 0.times: Too small: expected number to be >=1; 1.fault: Invalid discriminator value",
    ],
  ],
  [
    "functions",
    ["--env", "x", "--env", "y", "--region", "EU", "--template", "nowhere.yaml"],
    [
      "--region takes a Region such as eu-west-1",
      "nowhere.yaml: the file does not exist",
      '--env takes a pair such as NAME=value, not "x"',
      '--env takes a pair such as NAME=value, not "y"',
    ],
  ],
  ["http-api", ["--template"], ["Option '--template <value>' argument missing", "--lambda-url is missing"]],
  [
    "identity-pool",
    ["--user-pool-url", "x", "--template", "queue.yaml"],
    [
      "queue.yaml declares no AWS::Cognito::IdentityPool",
      '--user-pool-url takes a URL such as http://127.0.0.1:3002, not "x"',
    ],
  ],
  [
    "secrets",
    ["--data", "", "--parameter", "x"],
    ["--data takes a folder", '--parameter takes a pair such as NAME=value, not "x"'],
  ],
])("%s %j: every mistake is named, one a line", async (service, args, problems) => {
  const failure = await localAws([service, ...args], () => undefined).then(() => undefined, failureOf);

  expect(failure?.line.replace(" (--help shows the options)", "").split("\n")).toEqual(
    problems.map((problem) => expect.stringContaining(problem)),
  );
  expect(failure?.exitCode).toBe(2);
});
