import { afterEach, beforeEach, expect, it } from "@jest/globals";
import { createIdentityClient } from "../src/index.js";
import { type FakeApi, problemAnswer, startFakeApi } from "./support/fake-api.js";

let api: FakeApi;
beforeEach(async () => {
  api = await startFakeApi();
});
afterEach(() => api.stop());

it("returns a problem of the API with all that it says", async () => {
  const more = { fields: ["email"], hint: "Look again." };
  api.when(() => ({ ...problemAnswer(400, "invalid_request", more), headers: { "retry-after": "7" } }));
  const { data, error } = await createIdentityClient({ baseUrl: api.baseUrl }).signUp({
    email: "a",
    password: "b",
  });

  expect(data).toBeUndefined();
  expect(error).toEqual({
    ...{ code: "invalid_request", status: 400, title: "Title", detail: "Words of invalid_request" },
    ...{ ...more, retryAfterSeconds: 7, requestId: "request-1" },
  });
});

it.each([
  [403, "forbidden", "Forbidden"],
  [429, "too_many_requests", "Too Many Requests"],
  [500, "internal", "Internal Server Error"],
  [503, "temporarily_unavailable", "Service Unavailable"],
])("returns an answer %i of the gateway as the problem %s", async (status, code, message) => {
  api.when(() => ({ status, body: { message }, headers: { "apigw-requestid": "request-2" } }));
  const { error } = await createIdentityClient({ baseUrl: api.baseUrl }).me();
  expect(error).toMatchObject({ code, status, title: message, requestId: "request-2" });
});

it("returns a page of a proxy as a failure, and never throws it", async () => {
  const client = createIdentityClient({ baseUrl: api.baseUrl });
  api.when(() => ({ status: 502, body: "<html>bad gateway</html>" }));
  expect((await client.me()).error).toMatchObject({ code: "temporarily_unavailable", status: 502 });
  api.when(() => ({ status: 200, body: "<html>welcome to the hotel</html>" }));
  expect((await client.me()).error).toMatchObject({ code: "network" });
});

it("returns a missing answer as `network`", async () => {
  const client = createIdentityClient({ baseUrl: api.baseUrl });
  await api.stop();
  expect((await client.me()).error).toMatchObject({ code: "network", status: 0 });
});

it("returns a request that the caller ended as `network`", async () => {
  const client = createIdentityClient({ baseUrl: api.baseUrl });
  const { error } = await client.call("GET /api/accounts", { signal: AbortSignal.abort() });
  expect(error).toMatchObject({ code: "network", status: 0 });
});

it("does not follow a redirect, which could lead to another host", async () => {
  api.when(({ route }) =>
    route === "GET /api/account/me" ? { status: 302, headers: { location: "/api/elsewhere" } } : undefined,
  );
  expect((await createIdentityClient({ baseUrl: api.baseUrl }).me()).error).toMatchObject({
    code: "network",
  });
  expect(api.routes()).toEqual(["GET /api/account/me"]);
});

it("encodes ids into one part of the path", async () => {
  const client = createIdentityClient({ baseUrl: api.baseUrl });
  await client.accounts.read("a/b?c");
  expect(api.routes()[0]).toBe("GET /api/accounts/a%2Fb%3Fc");
});

it.each(["", ".", ".."])("does not send %j as an id, which would name another route", async (id) => {
  const client = createIdentityClient({ baseUrl: api.baseUrl });
  expect((await client.accounts.close(id)).error).toMatchObject({
    code: "invalid_request",
    fields: ["account_id"],
  });
  expect(api.seen).toEqual([]);
});
