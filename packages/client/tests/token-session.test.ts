import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { buildClient } from "../src/client.js";
import { createIdentityClient, type TokenStore } from "../src/index.js";
import { type FakeApi, problemAnswer, startFakeApi } from "./support/fake-api.js";

let api: FakeApi;
beforeEach(async () => {
  api = await startFakeApi();
});
afterEach(() => api.stop());

const ada = { email: "ada@example.com", password: "right" };
const noted = (held?: string) => {
  const kept: (string | undefined)[] = [];
  let value = held;
  const store: TokenStore = {
    get: async () => value,
    set: async (token) => {
      kept.push(token);
      value = token;
    },
    clear: async () => {
      kept.push(undefined);
      value = undefined;
    },
  };
  return { store, kept };
};
const refreshTokens = () =>
  api.seen
    .filter(({ route }) => route.endsWith("/refresh"))
    .map(({ body }) => (body as { refresh_token: string }).refresh_token);

describe("a session in tokens", () => {
  it("keeps its refresh token in the store of the caller, and sends its access token", async () => {
    const { store, kept } = noted();
    const client = createIdentityClient({ baseUrl: api.baseUrl, session: "token", store });
    expect((await client.signIn.password(ada)).data).toEqual({ status: "signed_in", session: undefined });
    await client.accounts.list();

    expect(kept).toEqual(["refresh-1"]);
    expect(api.seen[0]).toMatchObject({ body: { ...ada, session: "token" } });
    expect(api.seen[1]?.headers).toMatchObject({ authorization: "Bearer access-1" });
    expect(api.seen.every(({ headers }) => headers["x-csrf"] === undefined)).toBe(true);
  });

  it("never sends a refresh token twice, whatever runs side by side", async () => {
    const { store, kept } = noted();
    const client = createIdentityClient({ baseUrl: api.baseUrl, session: "token", store });
    await client.signIn.password(ada);
    for (const _round of [1, 2, 3]) {
      api.expire();
      await Promise.all([client.me(), client.accounts.list(), client.refresh(), client.me()]);
    }
    const sent = refreshTokens();
    expect(sent.length).toBeGreaterThanOrEqual(3);
    expect(new Set(sent).size).toBe(sent.length);
    expect(kept.at(-1)).toBe(`refresh-${sent.length + 1}`);
  });

  it("goes on with the stored refresh token of an earlier run", async () => {
    const first = noted();
    await createIdentityClient({
      baseUrl: api.baseUrl,
      session: "token",
      store: first.store,
    }).signIn.password(ada);
    const client = createIdentityClient({ baseUrl: api.baseUrl, session: "token", store: first.store });

    expect((await client.session()).data?.status).toBe("signed_in");
    expect((await client.me()).error).toBeUndefined();
    expect(refreshTokens()).toEqual(["refresh-1"]);
  });

  it("keeps the refresh token that it has, if the answer has none", async () => {
    const { store, kept } = noted("refresh-0");
    api.when(({ route }) =>
      route.endsWith("/refresh")
        ? {
            status: 200,
            body: {
              status: "signed_in",
              access_token: "a",
              id_token: "i",
              token_type: "Bearer",
              expires_in: 900,
            },
          }
        : undefined,
    );
    const client = createIdentityClient({ baseUrl: api.baseUrl, session: "token", store });
    expect((await client.accessToken()).data).toBe("a");
    expect(kept).toEqual([]);
  });

  it("asks for no refresh without a refresh token", async () => {
    const client = createIdentityClient({ baseUrl: api.baseUrl, session: "token" });
    expect((await client.me()).error).toMatchObject({ code: "session_expired" });
    expect((await client.session()).data?.status).toBe("signed_out");
    expect(api.routes()).toEqual(["GET /api/account/me"]);
  });

  it("forgets a refresh token that is not valid any more", async () => {
    const { store, kept } = noted("refresh-of-yesterday");
    const client = createIdentityClient({ baseUrl: api.baseUrl, session: "token", store });
    expect((await client.me()).error?.code).toBe("session_expired");
    expect(kept).toEqual([undefined]);
  });

  it("keeps its refresh token while the service is unavailable", async () => {
    const { store, kept } = noted("refresh-0");
    api.when(({ route }) =>
      route.endsWith("/refresh") ? problemAnswer(503, "temporarily_unavailable") : undefined,
    );
    const client = createIdentityClient({ baseUrl: api.baseUrl, session: "token", store });
    expect((await client.me()).error?.code).toBe("temporarily_unavailable");
    expect(kept).toEqual([]);
  });

  it("gives an access token that lasts for 30 seconds at least", async () => {
    let nowMs = 0;
    const client = buildClient({ baseUrl: api.baseUrl, session: "token" }, {}, () => nowMs);
    await client.signIn.password(ada);
    expect((await client.accessToken()).data).toBe("access-1");
    nowMs = 869_000;
    expect((await client.accessToken()).data).toBe("access-1");
    nowMs = 870_000;
    expect((await client.accessToken()).data).toBe("access-2");
  });

  it("ends with the sign-out, which names both tokens", async () => {
    const { store, kept } = noted();
    const client = createIdentityClient({ baseUrl: api.baseUrl, session: "token", store });
    await client.signIn.password(ada);
    expect((await client.signOut()).error).toBeUndefined();

    expect(api.seen.at(-1)).toMatchObject({
      body: { refresh_token: "refresh-1" },
      headers: { authorization: "Bearer access-1" },
    });
    expect(kept.at(-1)).toBeUndefined();
    expect((await client.accessToken()).error?.code).toBe("session_expired");
  });
});

describe("a sign-in without a browser", () => {
  it("names the sign-in whose step it answers", async () => {
    const asks = { status: "challenge", challenge: "totp", options: {}, challenge_token: "step-1" };
    api.when(({ route }) => (route.endsWith("/signin") ? { status: 200, body: asks } : undefined));
    const client = createIdentityClient({ baseUrl: api.baseUrl, session: "token" });
    expect((await client.signIn.password(ada)).data).toEqual({
      status: "challenge",
      challenge: "totp",
      options: {},
    });
    await client.challenge({ code: "123456" });
    expect(api.seen.at(-1)?.body).toEqual({ code: "123456", challenge_token: "step-1" });
  });

  it("sends the cookie that binds a mailed code, until it is cleared", async () => {
    const sent = { status: 202, body: { status: "code_sent" } };
    const cookie = (text: string) => ({
      "set-cookie": [`__Host-challenge=${text}; Path=/; Secure; HttpOnly`],
    });
    api.when(({ route }) => (route.endsWith("/code") ? { ...sent, headers: cookie("handle") } : undefined));
    api.when(({ route }) =>
      route.endsWith("/verify") ? { ...problemAnswer(400, "invalid_code"), headers: cookie("") } : undefined,
    );
    const client = createIdentityClient({ baseUrl: api.baseUrl, session: "token" });
    await client.signIn.code.start({ email: "ada@example.com" });
    await client.signIn.code.verify({ code: "12345678" });
    await client.signIn.code.verify({ code: "12345678" });
    expect(api.seen.map(({ headers }) => headers.cookie)).toEqual([
      undefined,
      "__Host-challenge=handle",
      undefined,
    ]);
  });
});
