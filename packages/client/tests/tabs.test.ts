import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { buildClient } from "../src/client.js";
import type { Surroundings } from "../src/tabs.js";
import { browserFetch, type FakeApi, startFakeApi } from "./support/fake-api.js";

let api: FakeApi;
beforeEach(async () => {
  api = await startFakeApi();
});
afterEach(() => api.stop());

const ada = { email: "ada@example.com", password: "right" };

/** The locks and channels of one browser. */
const browser = (): Surroundings => {
  const queues = new Map<string, Promise<unknown>>();
  const channels: { name: string; onmessage: ((message: { data: unknown }) => void) | null }[] = [];
  return {
    locks: {
      request: (name, { ifAvailable }, run) => {
        const held = queues.get(name);
        if (held !== undefined && ifAvailable === true) return run(null);
        const mine = (held ?? Promise.resolve()).then(() => run({}));
        const settled: Promise<unknown> = mine
          .catch(() => undefined)
          .then(() => {
            if (queues.get(name) === settled) queues.delete(name);
          });
        queues.set(name, settled);
        return mine;
      },
    },
    channel: (name) => {
      const own = {
        name,
        onmessage: null as ((message: { data: unknown }) => void) | null,
        postMessage: (data: unknown) => {
          for (const each of channels) if (each !== own && each.name === name) each.onmessage?.({ data });
        },
      };
      channels.push(own);
      return own;
    },
  };
};

const twoTabs = async () => {
  const [around, fetch] = [browser(), browserFetch()];
  const open = () => {
    const client = buildClient({ baseUrl: api.baseUrl, fetch }, around, Date.now);
    const states: string[] = [];
    client.onChange(({ status }) => states.push(status));
    return { client, states };
  };
  const [one, two] = [open(), open()];
  await one.client.signIn.password(ada);
  await two.client.session();
  api.seen.splice(0);
  return { one, two };
};

describe("two tabs", () => {
  it("refresh their session once", async () => {
    const { one, two } = await twoTabs();
    api.expire();
    const answers = await Promise.all([one.client.accounts.list(), two.client.accounts.list()]);

    expect(answers.map(({ error }) => error)).toEqual([undefined, undefined]);
    expect(api.routes().filter((route) => route.endsWith("/refresh"))).toHaveLength(1);
  });

  it("both learn of a sign-out, and of the end of the session", async () => {
    const { one, two } = await twoTabs();
    await one.client.signOut();
    expect([one.states.at(-1), two.states.at(-1)]).toEqual(["signed_out", "signed_out"]);

    await two.client.signIn.password(ada);
    await one.client.session();
    expect(one.states.at(-1)).toBe("signed_in");
    api.end();
    await two.client.me();
    expect([one.states.at(-1), two.states.at(-1)]).toEqual(["signed_out", "signed_out"]);
  });

  it("that share a store of tokens never send the same refresh token", async () => {
    const around = browser();
    let held: string | undefined;
    const store = {
      get: () => held,
      set: (token: string) => {
        held = token;
      },
      clear: () => {
        held = undefined;
      },
    };
    const open = () => buildClient({ baseUrl: api.baseUrl, session: "token", store }, around, Date.now);
    const [one, two] = [open(), open()];
    await one.signIn.password(ada);
    const answers = await Promise.all([one.refresh(), two.refresh(), two.me()]);

    expect(answers.map(({ error }) => error)).toEqual([undefined, undefined, undefined]);
    const sent = api.seen.filter(({ route }) => route.endsWith("/refresh")).map(({ body }) => body);
    expect(sent).toEqual([{ refresh_token: "refresh-1" }, { refresh_token: "refresh-2" }]);
  });

  it("that share a store keep the newer session, if an older one ends meanwhile", async () => {
    const around = browser();
    let held: string | undefined = "refresh-of-yesterday";
    const kept: (string | undefined)[] = [];
    const store = {
      get: () => held,
      set: (token: string) => {
        held = token;
      },
      clear: () => {
        kept.push(undefined);
      },
    };
    const open = () => buildClient({ baseUrl: api.baseUrl, session: "token", store }, around, Date.now);
    const [one, two] = [open(), open()];
    api.when(({ body }) => {
      const { refresh_token: sent } = (body ?? {}) as { refresh_token?: string };
      if (sent === "refresh-of-yesterday") held = "refresh-1";
      return undefined;
    });
    await one.signIn.password(ada);
    held = "refresh-of-yesterday";

    expect((await two.refresh()).data).toMatchObject({ status: "signed_in" });
    expect((await two.me()).error).toBeUndefined();
    expect(kept).toEqual([]);
  });

  it("with tokens in memory have sessions of their own", async () => {
    const around = browser();
    const open = () => buildClient({ baseUrl: api.baseUrl, session: "token" }, around, Date.now);
    const [one, two] = [open(), open()];
    const states: string[] = [];
    two.onChange(({ status }) => states.push(status));
    await one.signIn.password(ada);
    await one.signOut();
    expect(states).toEqual([]);
  });
});
