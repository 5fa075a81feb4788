/** What a proxy or an attacker says about the host never counts: cookies, redirects and mailed links are those of the settings. */
import { describe, expect, it } from "@jest/globals";
import { redirect } from "../../../handlers/api/redirect.js";
import { memoryPorts } from "../../../shared/memory/ports.js";
import { memorySession } from "../../../shared/memory/user-pool.js";
import { authApi, credentials, ROUTES } from "../../support/auth-api.js";
import { browserClient, FROM_SITE } from "../../support/browser-client.js";
import { httpEvent } from "../../support/http-events.js";
import { notices } from "../../support/triggers.js";
import { NOW, profileOf, SUB } from "../../support/users.js";

const EVIL: readonly Record<string, string>[] = [
  { host: "evil.example.org" },
  { "x-forwarded-host": "evil.example.org" },
  { "x-forwarded-proto": "http" },
  { "x-forwarded-prefix": "/evil" },
  { forwarded: "host=evil.example.org;proto=http" },
  { "x-original-host": "evil.example.org", "x-host": "evil.example.org" },
  { "x-original-url": "/evil", "x-rewrite-url": "/evil" },
  { referer: "https://evil.example.org/" },
];
const session = { kind: "session", session: memorySession("usr_ada", SUB) } as const;
const redirecting = () => {
  const ports = memoryPorts({ now: NOW, profiles: [profileOf()], redeem: session });
  return redirect({ ...ports, lifetime: { refreshSeconds: 2_592_000 }, notices });
};
/** Random values are the only difference between two answers. */
const shape = (text: unknown): string => JSON.stringify(text).replace(/[\w-]{43}/g, "*");

describe.each(EVIL)("with %j", (headers) => {
  it.each(["/auth/signin", "/auth/signout"])("%s leads where it always does", async (path) => {
    const open = (more: Record<string, string>) =>
      redirecting()(httpEvent(`GET ${path}`, { headers: more, query: {} }));
    const [usual, told] = [await open({}), await open(headers)];
    expect(shape(told)).toBe(shape(usual));
    expect(JSON.stringify(told)).not.toContain("evil");
  });

  it("a sign-in sets the cookies that it always sets", async () => {
    const signIn = (more: Record<string, string>) => {
      const { call } = authApi({ signIn: session, profiles: [profileOf()] });
      return browserClient(call).send(ROUTES.signIn, credentials, {
        headers: { ...FROM_SITE, ...more },
      });
    };
    const [usual, told] = [await signIn({}), await signIn(headers)];
    expect(usual.statusCode).toBe(200);
    expect(shape(told.cookies)).toBe(shape(usual.cookies));
  });
});

describe("a jar that is too full", () => {
  const many = Array.from({ length: 180 }, (_, index) => `junk${index}=${"x".repeat(50)}`);
  const browserWith = async () => {
    const { call } = authApi({ signIn: session, profiles: [profileOf()], refresh: session });
    const browser = browserClient(call);
    await browser.signIn();
    return { call, cookie: browser.cookie() ?? "" };
  };
  const refresh = ({ call }: Awaited<ReturnType<typeof browserWith>>, cookies: readonly string[]) =>
    call({ ...httpEvent(ROUTES.refresh, { headers: FROM_SITE, body: "{}", cookies }) });

  it("does not hide the session, wherever its cookie stands", async () => {
    const held = await browserWith();
    for (const cookies of [
      [held.cookie, ...many],
      [...many, held.cookie],
      [[...many, held.cookie].join("; ")],
    ])
      expect((await refresh(held, cookies)).statusCode).toBe(200);
  });

  it.each([
    ["a longer value", (cookie: string) => `${cookie}${"x".repeat(4_000)}`],
    [
      "a prefix of the name",
      (cookie: string) => cookie.replace("__Host-Http-session", "__Host-Http-session2"),
    ],
    ["another case", (cookie: string) => cookie.replace("__Host", "__host")],
    ["a space in the name", (cookie: string) => cookie.replace("session=", "session =")],
  ])("with %s signs nobody in", async (_, changed) => {
    const held = await browserWith();
    expect((await refresh(held, [...many, changed(held.cookie)])).statusCode).toBe(401);
  });
});
