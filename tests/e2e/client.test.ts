/** The client of packages/client on the whole stack: as a page of the site, and as a service that holds its tokens. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { createIdentityClient } from "identity-client";
import type { RunningStack } from "../../local/stack/index.js";
import { castLegacyActor, type LegacyActor } from "../../local/story/cast.js";
import { type Browser, browserOf } from "./browser.js";
import { startOwnStack } from "./own-stack.js";

let stack: RunningStack;
let stop: () => Promise<void>;
let actor: LegacyActor;
let baseUrl: string;

beforeAll(async () => {
  ({ stack, stop } = await startOwnStack());
  baseUrl = stack.describe().urls.site;
}, 120_000);
afterAll(() => stop());
beforeEach(async () => {
  actor = await castLegacyActor(stack.describe());
});

const mailedCode = (to: string): string =>
  /\b\d{8}\b/.exec(stack.inbox.list({ to })[0]?.body ?? "")?.[0] ?? "";

/** Notes each request. */
const watched = (send: typeof fetch) => {
  const seen: string[] = [];
  return {
    seen,
    fetch: ((url, init) => {
      seen.push(`${init?.method} ${new URL(String(url)).pathname}`);
      return send(url, init);
    }) as typeof fetch,
  };
};

/** After the 15 minutes for which a session is valid without a refresh. */
const whenDue = async (run: () => Promise<void>): Promise<void> => {
  await stack.moveClock(16 * 60_000);
  await run().finally(() => stack.moveClock(0));
};

describe("a page of the site", () => {
  const open = (browser: Browser = browserOf(baseUrl)) => {
    const watch = watched(browser.fetch);
    return { browser, ...watch, client: createIdentityClient({ baseUrl, fetch: watch.fetch }) };
  };

  it("registers a user, confirms the address and signs in, without a token", async () => {
    const { client, browser } = open();
    const user = { email: `new-${actor.legacyId}@example.com`, password: "Correct-Horse-9!" };
    expect((await client.signUp(user)).data).toMatchObject({ status: "confirmation_required" });
    expect((await client.signIn.password(user)).error).toMatchObject({
      code: "user_not_confirmed",
      hint: expect.stringContaining("resend"),
    });
    const code = stack.inbox.list({ to: user.email })[0]?.code ?? "";
    expect((await client.confirm({ ...user, code })).data).toEqual({ status: "confirmed" });
    expect((await client.signIn.password(user)).data).toMatchObject({ session: { email: user.email } });
    expect(await browser.cookie("__Host-Http-session")).toBeDefined();
    expect((await client.signIn.password({ ...user, password: "wrong" })).error?.code).toBe(
      "invalid_credentials",
    );
  });

  it("refreshes its session after the 401 of the gateway, and repeats the request", async () => {
    const { client, seen } = open();
    await client.signIn.password(actor);
    seen.splice(0);
    await whenDue(async () => {
      const { data } = await client.call("POST /api/accounts/{account_id}/invitations", {
        path: { account_id: "acct_northwind" },
        body: { email: "invited@example.com", role: "Viewer" },
        idempotencyKey: "invite-once",
      });
      expect(data).toMatchObject({ status: "PENDING" });
    });

    expect(seen).toEqual([
      "POST /api/accounts/acct_northwind/invitations",
      "POST /api/account/refresh",
      "POST /api/accounts/acct_northwind/invitations",
    ]);
  });

  it("acts in another account from its activation on", async () => {
    const { client } = open();
    await client.signIn.password(actor);
    const { data: made } = await client.accounts.create({ name: "Initech" });
    const id = made?.system_account_id ?? "";
    expect((await client.accounts.activate(id)).data).toMatchObject({ name: "Initech" });
    expect((await client.session()).data?.session?.account).toMatchObject({ system_account_id: id });
    expect((await client.me()).data?.account).toMatchObject({ system_account_id: id });
    expect((await client.accounts.read("acct_globex")).error).toMatchObject({
      code: "forbidden",
      status: 403,
    });
  });

  it("proves its user again before a sensitive act, signs in by mail, and signs out", async () => {
    const { client } = open();
    await client.signIn.password(actor);
    const path = { account_id: "acct_northwind" };
    const issue = () =>
      client.call("POST /api/accounts/{account_id}/keys", { path, body: { name: "export" } });
    expect((await issue()).error?.code).toBe("step_up_required");
    await client.stepUp.start({ purpose: "api-keys", account_id: path.account_id });
    expect((await client.stepUp.verify({ code: mailedCode(actor.email) })).data).toMatchObject({
      status: "confirmed",
    });
    expect((await issue()).data?.key).toMatch(/^idl_/);

    const states: string[] = [];
    client.onChange(({ status }) => states.push(status));
    expect((await client.signOut()).error).toBeUndefined();
    expect((await client.session()).data?.status).toBe("signed_out");
    await client.signIn.code.start({ email: actor.email });
    expect((await client.signIn.code.verify({ code: mailedCode(actor.email) })).data).toMatchObject({
      session: { user_id: actor.userId },
    });
    expect(states).toEqual(["signed_out", "signed_in"]);
  });
});

describe("a service that holds its tokens", () => {
  const open = () => {
    const watch = watched(fetch);
    return { ...watch, client: createIdentityClient({ baseUrl, session: "token", fetch: watch.fetch }) };
  };

  it("signs in, refreshes once for all requests without a valid token, and signs out", async () => {
    const { client, seen } = open();
    expect((await client.signIn.password(actor)).data?.status).toBe("signed_in");
    const { data: before } = await client.accessToken();
    seen.splice(0);
    await whenDue(async () => {
      const answers = await Promise.all([client.me(), client.accounts.list(), client.me()]);
      expect(answers.map(({ error }) => error)).toEqual([undefined, undefined, undefined]);
    });

    expect(seen.filter((each) => each.endsWith("/refresh"))).toHaveLength(1);
    expect((await client.accessToken()).data).not.toBe(before);
    expect((await client.signOut()).error).toBeUndefined();
    expect((await client.me()).error?.code).toBe("session_expired");
  });

  it("signs in with a mailed code, as it keeps the cookie that binds it", async () => {
    const { client } = open();
    await client.signIn.password(actor);
    await client.signIn.code.start({ email: actor.email });
    expect((await client.signIn.code.verify({ code: mailedCode(actor.email) })).error).toBeUndefined();
    expect((await client.me()).data?.user_id).toBe(actor.userId);
  });
});
