import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { RunningStack } from "../../local/stack/index.js";
import { post } from "../../local/story/api.js";
import { startOwnStack } from "./own-stack.js";

let stack: RunningStack;
let stop: () => Promise<void>;
let site: string;

beforeAll(async () => {
  ({ stack, stop } = await startOwnStack());
  site = stack.describe().urls.site;
}, 120_000);
afterAll(() => stop());

const send = async (path: string, init: RequestInit) => {
  const response = await fetch(`${site}${path}`, init);
  const text = await response.text();
  return { status: response.status, type: response.headers.get("content-type"), text };
};
const JSON_TYPE = { "content-type": "application/json" };

describe("a request that cannot be understood gets a problem document without internals", () => {
  it.each([
    ["malformed JSON", { headers: JSON_TYPE, body: '{"email": ' }, 400, "invalid_request"],
    ["no body", { headers: JSON_TYPE, body: "" }, 400, "invalid_request"],
    ["a list", { headers: JSON_TYPE, body: "[]" }, 400, "invalid_request"],
    ["wrong types", { headers: JSON_TYPE, body: '{"email":1,"password":{}}' }, 400, "invalid_request"],
    ["no address", { headers: JSON_TYPE, body: '{"email":"ada","password":"x"}' }, 400, "invalid_request"],
    ["plain text", { headers: { "content-type": "text/plain" }, body: "{}" }, 415, "unsupported_media_type"],
    ["a form", { body: new URLSearchParams({ email: "a@b.example" }) }, 415, "unsupported_media_type"],
    [
      "an oversized body",
      { headers: JSON_TYPE, body: `{"email":"${"a".repeat(20_000)}"}` },
      413,
      "payload_too_large",
    ],
  ] as const)("%s", async (_, init, status, code) => {
    const answer = await send("/api/account/signin", { method: "POST", ...init });
    expect([answer.status, answer.type]).toEqual([status, "application/problem+json"]);
    expect(JSON.parse(answer.text)).toMatchObject({
      type: `urn:identity-lifecycle:problem:${code}`,
      status,
      code,
    });
    expect(answer.text).not.toMatch(/zod|\bat \/|node_modules|Error:/i);
  });

  it.each([
    ["GET", "/api/nothing"],
    ["GET", "/api/account/signin"],
    ["DELETE", "/api/account/me"],
    ["POST", "/api/account/signin/extra"],
  ])("%s %s has no route", async (method, path) => {
    const answer = await send(path, { method });
    expect([answer.status, JSON.parse(answer.text).code]).toEqual([404, "not_found"]);
  });
});

it("refuses a weak password and a sign-in of an unknown user with public messages", async () => {
  const weak = await post(stack.describe(), "signup", { email: "weak@example.com", password: "weak" });
  expect([weak.status, weak.body.code]).toEqual([400, "weak_password"]);
  const unknownUser = await post(stack.describe(), "signin", {
    email: "nobody@example.com",
    password: "Some-Pass-1!",
  });
  expect([unknownUser.status, unknownUser.body.code]).toEqual([401, "invalid_credentials"]);
});

it("stops an eleventh guess with Retry-After, for known and unknown addresses alike", async () => {
  for (const email of ["ada@example.com", "unknown@example.com"]) {
    const statuses: number[] = [];
    for (let guess = 0; guess < 11; guess += 1) {
      const answer = await post(stack.describe(), "signin", { email, password: `Guess-${guess}-Pass!` });
      statuses.push(answer.status);
    }
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 401), 429]);
  }
});

it("ignores the address that a client claims", async () => {
  const guess = (address: string) =>
    fetch(`${site}/api/account/signin`, {
      method: "POST",
      headers: { ...JSON_TYPE, "x-forwarded-for": address, forwarded: `for=${address}` },
      body: JSON.stringify({ email: "forwarded@example.com", password: "Guess-Pass-1!" }),
    });
  const statuses: number[] = [];
  for (let index = 0; index < 11; index += 1) statuses.push((await guess(`198.51.100.${index}`)).status);
  expect(statuses.at(-1)).toBe(429);
});

it("answers an invalid or missing refresh token with session_expired", async () => {
  for (const body of [{}, { refresh_token: "not-a-token" }]) {
    const answer = await post(stack.describe(), "refresh", body);
    expect([answer.status, answer.body.code]).toEqual([401, "session_expired"]);
  }
});
