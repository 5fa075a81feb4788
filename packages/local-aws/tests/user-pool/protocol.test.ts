import { request } from "node:http";
import * as sdk from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { missingOperations } from "../../src/user-pool/operations/missing-operations.js";
import { operations } from "../../src/user-pool/operations/table.js";
import { poolId, refusal, startWorld, type World } from "./world.js";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const post = (target: string, body: string, headers: Record<string, string> = {}) =>
  fetch(world.running.url, {
    method: "POST",
    headers: {
      "x-amz-target": `AWSCognitoIdentityProviderService.${target}`,
      "content-type": "application/x-amz-json-1.1",
      ...headers,
    },
    body,
  });

it("knows every operation of the SDK, as implemented or as missing", () => {
  const known = Object.keys(sdk)
    .filter((name) => name.endsWith("Command") && name !== "$Command")
    .map((name) => name.slice(0, -"Command".length));

  expect([...operations.keys(), ...missingOperations].sort()).toEqual(known.sort());
});

it("names the operation that it does not have yet", async () => {
  const command = new sdk.ListUserPoolReplicasCommand({ UserPoolId: poolId });

  expect(await refusal(world.cognito.send(command))).toBe(
    "NotImplementedException: The operation ListUserPoolReplicas is not available in the local user pool yet.",
  );
});

it("renders errors as the SDKs read them, without repeating the input", async () => {
  const response = await post(
    "SignUp",
    JSON.stringify({ ClientId: "x", Username: "", Password: "canary".repeat(200) }),
  );
  const text = await response.text();

  expect(response.status).toBe(400);
  expect(response.headers.get("x-amzn-errortype")).toBe("InvalidParameterException:");
  expect(response.headers.get("content-type")).toBe("application/x-amz-json-1.1");
  expect(response.headers.get("x-amzn-requestid")).toMatch(/^[0-9a-f-]{36}$/);
  expect(JSON.parse(text)).toEqual({
    __type: "InvalidParameterException",
    message: expect.stringMatching(/^2 validation errors detected: Value at 'username'/),
  });
  expect(text).not.toContain("canary");
});

it.each([
  ["an unknown target", "NoSuchOperation", "{}", "UnknownOperationException"],
  ["a target of no service", "", "{}", "UnknownOperationException"],
  ["a target with more than two parts", "GetUser.GetUser", "{}", "UnknownOperationException"],
  ["text that is no JSON", "GetUser", "{", "SerializationException"],
  ["JSON that is no object", "GetUser", "[]", "SerializationException"],
  [
    "JSON that is deeper than any request",
    "GetUser",
    `${"[".repeat(500_000)}${"]".repeat(500_000)}`,
    "SerializationException",
  ],
  ["a body of more than two megabytes", "GetUser", " ".repeat(2 * 1024 * 1024 + 1), "SerializationException"],
])("refuses %s", async (_, target, body, error) => {
  const response = await post(target, body);

  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ __type: error });
});

it("answers pages of this machine, and no others", async () => {
  const origin = "http://localhost:5173";
  const preflight = await fetch(world.running.url, { method: "OPTIONS", headers: { origin } });
  expect(preflight.headers.get("access-control-allow-origin")).toBe(origin);
  const foreign = await post("GetUser", "{}", { origin: "https://evil.example" });
  expect(foreign.headers.get("access-control-allow-origin")).toBeNull();
});

it("refuses requests that were sent to another host name", async () => {
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const { port } = world.running;
    const path = "/_local/invocations";
    const headers = { host: "evil.example", connection: "close" };
    request({ host: "127.0.0.1", port, path, headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on("error", reject)
      .end();
  });

  expect(status).toBe(403);
});

it("serves the metadata of a pool, and 404 for anything else", async () => {
  const { url } = world.running;
  const metadata = await fetch(`${url}/${poolId}/.well-known/openid-configuration`);
  expect(await metadata.json()).toMatchObject({
    issuer: `https://cognito-idp.us-east-1.amazonaws.com/${poolId}`,
    jwks_uri: `${url}/${poolId}/.well-known/jwks.json`,
  });

  for (const path of [
    "/nothing",
    "/us-east-1_Nothing00/.well-known/jwks.json",
    `/${poolId}/.well-known/other`,
  ]) {
    expect((await fetch(`${url}${path}`)).status).toBe(404);
  }
});

it("answers 404 for a local endpoint that does not exist, whatever the method", async () => {
  for (const method of ["GET", "POST"])
    expect((await fetch(`${world.running.url}/_local/nothing`, { method })).status).toBe(404);
});

it("keeps messages for users if no service takes them", async () => {
  const alone = await startWorld({ options: { deliver: undefined } as never });
  const signUp = {
    ClientId: "publicclient00000000000000",
    Username: "ada@example.com",
    Password: "Correct-Horse-1",
  };
  await alone.cognito.send(new sdk.SignUpCommand(signUp));
  const response = await fetch(`${alone.running.url}/_local/messages?to=ada@example.com`);

  expect(await response.json()).toMatchObject({
    messages: [{ to: "ada@example.com", code: expect.stringMatching(/^\d{6}$/) }],
  });
  const delivered = await fetch(`${world.running.url}/_local/messages`);
  expect(delivered.status).toBe(200);
  expect(await delivered.json()).toEqual({ messages: null });
  await alone.close();
});

it("serves its page and what the page loads, under a policy, and nothing else of that folder", async () => {
  const { url } = world.running;
  const page = await fetch(url);
  expect(page.url).toBe(`${url}/_local/`);
  expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
  const html = await page.text();
  const loaded = [...html.matchAll(/(?:href|src)="(web\/[^"]+)"/g)].map(([, path]) => path);
  expect(loaded).toContain("web/console/user-pool.js");
  for (const path of loaded) expect((await fetch(`${url}/_local/${path}`)).status).toBe(200);
  for (const path of ["web/index", "web/console/event-bus", "web/..%2fpackage.js", "web/"])
    expect((await fetch(`${url}/_local/${path}`)).status).toBe(404);
});
