import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { createIdentityClient } from "../src/index.js";
import {
  browserFetch,
  type FakeApi,
  problemAnswer,
  SESSION,
  startFakeApi,
  UNAUTHORIZED,
} from "./support/fake-api.js";

let api: FakeApi;
beforeEach(async () => {
  api = await startFakeApi();
});
afterEach(() => api.stop());

const ada = { email: "ada@example.com", password: "right" };
const signedInClient = async () => {
  const client = createIdentityClient({ baseUrl: `${api.baseUrl}/`, fetch: browserFetch() });
  const states: string[] = [];
  client.onChange(({ status }) => states.push(status));
  await client.signIn.password(ada);
  api.seen.splice(0);
  return { client, states };
};

describe("a session in a cookie", () => {
  it("begins with its facts, and shows no token", async () => {
    const client = createIdentityClient({ baseUrl: api.baseUrl, fetch: browserFetch() });
    const { data } = await client.signIn.password({ ...ada, remember: true });

    expect(data).toMatchObject({ status: "signed_in", session: { user_id: SESSION.user_id } });
    expect(api.seen[0]).toMatchObject({
      route: "POST /api/account/signin",
      body: { ...ada, remember: true, session: "cookie" },
      headers: { "x-csrf": "1" },
    });
    expect((await client.accessToken()).error).toMatchObject({ title: "No tokens" });
  });

  it("proves the origin of every request that changes something, and of no other", async () => {
    const { client } = await signedInClient();
    await client.accounts.list();
    await client.accounts.create({ name: "Initech" }, "key-1");

    expect(api.seen.map(({ headers }) => headers["x-csrf"])).toEqual([undefined, "1"]);
    expect(api.seen[1]?.headers).toMatchObject({ "idempotency-key": "key-1" });
    expect(api.seen.every(({ headers }) => headers.authorization === undefined)).toBe(true);
  });

  it("is refreshed once for requests that run side by side, and each of them is repeated once", async () => {
    const { client, states } = await signedInClient();
    api.expire();
    const answers = await Promise.all([
      ...Array.from({ length: 5 }, () => client.accounts.list({ limit: 5 })),
      client.accounts.create({ name: "Initech" }, "key-1"),
    ]);

    expect(answers.map(({ error }) => error)).toEqual(Array(6).fill(undefined));
    expect(api.routes().filter((route) => route.endsWith("/refresh"))).toHaveLength(1);
    expect(api.routes().filter((route) => route === "GET /api/accounts?limit=5")).toHaveLength(10);
    const created = api.seen.filter(({ route }) => route === "POST /api/accounts");
    expect(created.map(({ body, headers }) => [body, headers["idempotency-key"]])).toEqual([
      [{ name: "Initech" }, "key-1"],
      [{ name: "Initech" }, "key-1"],
    ]);
    expect(states).toEqual(["signed_in", "signed_in"]);
  });

  it("ends for the client if it cannot be refreshed, and listeners learn of it once", async () => {
    const { client, states } = await signedInClient();
    api.end();
    const answers = await Promise.all([client.accounts.list(), client.me()]);

    expect(answers.map(({ error }) => error?.code)).toEqual(["session_expired", "session_expired"]);
    expect(states).toEqual(["signed_in", "signed_out"]);
  });

  it("ends for the client with a second 401 after a refresh", async () => {
    const { client, states } = await signedInClient();
    api.when(({ route }) => (route.startsWith("GET /api/accounts") ? UNAUTHORIZED : undefined));

    expect((await client.accounts.list()).error).toMatchObject({ code: "session_expired", status: 401 });
    expect(api.routes()).toEqual(["GET /api/accounts", "POST /api/account/refresh", "GET /api/accounts"]);
    expect(states.at(-1)).toBe("signed_out");
  });

  it("does not end if the refresh fails for another reason", async () => {
    const { client, states } = await signedInClient();
    api.expire();
    api.when(({ route }) =>
      route.endsWith("/refresh")
        ? { ...problemAnswer(503, "temporarily_unavailable"), headers: { "retry-after": "30" } }
        : undefined,
    );

    expect((await client.me()).error).toMatchObject({
      code: "temporarily_unavailable",
      retryAfterSeconds: 30,
    });
    expect(states).toEqual(["signed_in"]);
  });

  it("is described, and refreshed if that is due", async () => {
    const { client } = await signedInClient();
    expect((await client.session()).data).toMatchObject({ status: "signed_in", session: SESSION });

    api.expire();
    expect((await client.session()).data).toMatchObject({ status: "signed_in" });
    expect(api.routes().slice(-2)).toEqual(["GET /api/account/session", "POST /api/account/refresh"]);

    api.end();
    expect((await client.session()).data).toEqual({ status: "signed_out", session: undefined });
  });

  it("ends with the sign-out", async () => {
    const { client, states } = await signedInClient();
    expect(await client.signOut()).toEqual({ data: undefined, error: undefined });
    expect(states.at(-1)).toBe("signed_out");
    expect((await client.session()).data?.status).toBe("signed_out");
  });

  it("stays if the sign-out gets no answer of the service", async () => {
    const { client, states } = await signedInClient();
    api.when(({ route }) =>
      route.endsWith("/signout") ? problemAnswer(503, "temporarily_unavailable") : undefined,
    );
    expect((await client.signOut()).error?.code).toBe("temporarily_unavailable");
    expect(states).toEqual(["signed_in"]);
  });

  it("is that of the newer sign-in, if an older session is refreshed at the same time", async () => {
    const { client } = await signedInClient();
    api.expire();
    const [listed, entered] = await Promise.all([client.accounts.list(), client.signIn.password(ada)]);

    expect([listed.error, entered.error]).toEqual([undefined, undefined]);
    expect((await client.session()).data?.status).toBe("signed_in");
    expect((await client.accounts.list()).error).toBeUndefined();
  });

  it("is described to a listener that asks for it, without end", async () => {
    const client = createIdentityClient({ baseUrl: api.baseUrl, fetch: browserFetch() });
    const asked: Promise<unknown>[] = [];
    client.onChange(() => asked.push(client.session()));
    await client.signIn.password(ada);
    for (const each of asked) await each;
    expect(asked.length).toBeLessThan(4);
  });
});

describe("the steps of a sign-in", () => {
  it("are answered until there is a session", async () => {
    const client = createIdentityClient({ baseUrl: api.baseUrl, fetch: browserFetch() });
    const asks = { status: "challenge", challenge: "totp", options: {} };
    api.when(({ route }) => (route.endsWith("/signin") ? { status: 200, body: asks } : undefined));
    api.when(({ route, body }) => {
      if (!route.endsWith("/challenge")) return undefined;
      const { code } = body as { code: string };
      return code === "123456"
        ? { status: 200, body: { status: "signed_in", session: SESSION } }
        : problemAnswer(400, "invalid_code");
    });

    expect((await client.signIn.password(ada)).data).toEqual(asks);
    expect((await client.challenge({ code: "000000" })).error?.code).toBe("invalid_code");
    expect((await client.challenge({ code: "123456" })).data).toMatchObject({ session: SESSION });
    expect(api.seen.at(-1)?.body).toEqual({ code: "123456" });
  });

  it("that have ended do not refresh the session", async () => {
    const { client, states } = await signedInClient();
    api.when(({ route }) =>
      route.endsWith("/challenge") ? problemAnswer(401, "session_expired") : undefined,
    );
    expect((await client.challenge({ code: "123456" })).error?.code).toBe("session_expired");
    expect(api.routes()).toEqual(["POST /api/account/challenge"]);
    expect(states).toEqual(["signed_in"]);
  });

  it("by redirect are an address of the site", () => {
    const { signIn } = createIdentityClient();
    expect(signIn.provider()).toBe("/auth/signin");
    expect(signIn.provider({ provider: "Google", returnTo: "/a?b=c", remember: true })).toBe(
      "/auth/signin?provider=Google&return_to=%2Fa%3Fb%3Dc&remember=true",
    );
  });
});
