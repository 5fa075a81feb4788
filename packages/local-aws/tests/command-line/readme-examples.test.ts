/** The examples of the READMEs, run as they are printed. */
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, it } from "@jest/globals";
import { startServer } from "../support/http-server.js";
import { endCommands, startCommand } from "../support/local-command.js";
import { optionsIn, readmeBlocks } from "../support/readme.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "readme-"));
});
afterEach(async () => {
  endCommands();
  await rm(folder, { recursive: true });
});

/** Ports and folders of this machine in place of the printed ones. */
const replaced = (text: string, ...pairs: [string, string][]): string =>
  pairs.reduce((result, [from, to]) => result.replaceAll(from, to), text);

const shell = async (command: string) => (await promisify(execFile)("bash", ["-ec", command])).stdout;

it("the user pool starts from the printed template, and its triggers go to the functions", async () => {
  const heading = "Start it from your template";
  const [template = ""] = await readmeBlocks("src/user-pool/README.md", heading, "yaml");
  const [start = "", signUp = ""] = await readmeBlocks("src/user-pool/README.md", heading, "sh");
  const lambda = await startServer(({ body }, response) => response.end(body));
  await writeFile(join(folder, "people.yaml"), template);
  const options = optionsIn(replaced(start, ["9229", "0"], ["http://127.0.0.1:3002", lambda.url]));
  const { ready } = await startCommand("src/main.ts", [...options, "--data", folder], folder);
  const clientId = /"ClientId":"(\w+)"/.exec(signUp)?.[1];
  expect(ready).toMatchObject({ clients: [{ clientId, name: "web", confidential: false }], limitations: [] });

  const answer = JSON.parse(await shell(replaced(signUp, ["9229", String(ready.port)])));
  expect(answer).toMatchObject({ UserConfirmed: false });
  const call = async (operation: string, input: object) => {
    const response = await fetch(ready.url, {
      method: "POST",
      headers: {
        "x-amz-target": `AWSCognitoIdentityProviderService.${operation}`,
        "content-type": "application/x-amz-json-1.1",
        authorization: "AWS4-HMAC-SHA256 local",
      },
      body: JSON.stringify(input),
    });
    return { status: response.status, body: await response.json() };
  };
  const UserPoolId = (ready as unknown as { clients: { poolId: string }[] }).clients[0]?.poolId ?? "";
  expect(await call("ListGroups", { UserPoolId })).toMatchObject({
    body: { Groups: [{ GroupName: "staff" }] },
  });
  const confirmed = await call("AdminConfirmSignUp", { UserPoolId, Username: "ada@example.com" });
  await lambda.close();

  expect(confirmed.status).toBe(200);
  expect(lambda.seen.map(({ path }) => decodeURIComponent(path))).toEqual([
    "/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:welcome-test/invocations",
  ]);
});

it("the event bus starts from the printed template, and its rule writes to the log group", async () => {
  const heading = "Start it from your template";
  const [template = ""] = await readmeBlocks("src/event-bus/README.md", heading, "yaml");
  const [start = "", put = ""] = await readmeBlocks("src/event-bus/README.md", heading, "sh");
  await writeFile(join(folder, "orders.yaml"), template);
  const options = optionsIn(replaced(start, ["4010", "0"]));
  const { ready } = await startCommand("src/main.ts", options, folder);
  expect(ready).toMatchObject({ buses: ["default", "orders"], rules: 1, archives: 1 });

  const printed = await shell(replaced(put, ["4010", String(ready.port)]));
  const { entries } = JSON.parse(printed.slice(printed.indexOf('{"entries"')));
  expect(entries).toMatchObject([{ event: { source: "shop", detail: { total: 120 } } }]);
});

it("a pool whose triggers have no address reports that", async () => {
  const file = join(folder, "pool.yaml");
  const config =
    "{ PreSignUp: f, PreTokenGeneration: f, PreTokenGenerationConfig: { LambdaArn: f, LambdaVersion: V2_0 } }";
  const arn = "arn:aws:lambda:us-east-1:000000000000:function:f";
  const properties = `{ LambdaConfig: ${config.replaceAll(" f", ` "${arn}"`)} }`;
  await writeFile(file, `Resources:\n  P: { Type: AWS::Cognito::UserPool, Properties: ${properties} }\n`);
  const { ready } = await startCommand("src/main.ts", ["user-pool", "--template", file, "--data", folder]);

  expect(ready.limitations).toEqual([
    "pool P: PreSignUp, PreTokenGeneration will fail, because no --lambda-url was given",
  ]);
});
