import { describe, expect, it } from "@jest/globals";
import { redirect } from "../../../handlers/api/redirect.js";
import fc from "../../../packages/local-aws/tests/support/property.js";
import { AuthError } from "../../../shared/domain/errors.js";
import { type MemorySeed, memoryPorts } from "../../../shared/memory/ports.js";
import { memorySession } from "../../../shared/memory/user-pool.js";
import type { Ports } from "../../../shared/ports/index.js";
import { httpEvent } from "../../support/http-events.js";
import { asDescribed } from "../../support/openapi.js";
import { notices } from "../../support/triggers.js";
import { NOW, profileOf, SUB } from "../../support/users.js";

const SITE = "https://identity.example.com";
const api = (seed: MemorySeed = {}, overrides: Partial<Ports> = {}) => {
  const ports = memoryPorts({
    ...{
      now: NOW,
      profiles: [profileOf()],
      redeem: { kind: "session", session: memorySession("usr_ada", SUB) },
    },
    ...seed,
  });
  const call = asDescribed(
    redirect({ ...ports, lifetime: { refreshSeconds: 2_592_000 }, notices, ...overrides }),
  );
  const open = async (path: string, query: Record<string, string>, cookies: readonly string[] = []) => {
    const answer = await call(httpEvent(`GET ${path}`, { query, cookies }));
    const location = new URL(String(answer.headers?.location ?? SITE));
    const jar = (answer.cookies ?? []).map((cookie) => cookie.split(";")[0] ?? "");
    return { status: answer.statusCode, location, set: answer.cookies ?? [], jar };
  };
  return {
    ports,
    begin: (query: Record<string, string> = {}, cookies?: readonly string[]) =>
      open("/auth/signin", query, cookies),
    back: (query: Record<string, string>, cookies: readonly string[]) =>
      open("/auth/signin/callback", query, cookies),
  };
};
const stateIn = ({ location }: { location: URL }): string => location.searchParams.get("state") ?? "";

describe("a return target", () => {
  const HOSTS = [
    "evil.com",
    "evil.com:443",
    "identity.example.com.evil.com",
    "identity.example.com@evil.com",
    "2130706433",
  ];
  const payloads = [
    ...HOSTS.flatMap((host) => [
      ...[
        "https://",
        "http://",
        "HTTPS://",
        "//",
        "///",
        "////",
        "\\\\",
        "/\\",
        "\\/",
        "/\\/",
        "\\/\\/",
        "/\t/",
        "/\n/",
        "\t//",
        " //",
        "https:\\\\",
        "https:/\\",
        "ftp://",
        "wss://",
      ].map((prefix) => `${prefix}${host}`),
      `https://user:pass@${host}/`,
      `https://identity.example.com:pass@${host}/`,
      `//${host}%2f..`,
      `//${host}\\@identity.example.com`,
      `https://${host}?https://identity.example.com/`,
      `https://${host}#@identity.example.com/`,
    ]),
    ...[
      "javascript:alert(1)",
      "JaVaScRiPt:alert(1)",
      "java\tscript:alert(1)",
      "data:text/html,x",
      "vbscript:x",
      "file:///etc/passwd",
      "blob:https://identity.example.com/x",
      "about:blank",
      "chrome://settings",
      "intent://evil.com#Intent;end",
      "//evil.com:80:80/",
    ],
    ...[
      "http://identity.example.com/",
      "https://identity.example.com:8443/",
      "https://cms.example.com.evil.com/",
      "https://x.cms.example.com/",
    ],
    ...[
      "https://identity.example.com./",
      "https://me@identity.example.com/",
      "https://:p@identity.example.com/",
      "https://[::1]/",
      "https://xn--identity.example.com/",
      "//identity.example.com:1/",
      "https://",
      "https:///",
      "//",
    ],
  ];

  it(`is refused if it is not of the site: ${payloads.length} payloads`, async () => {
    const { begin } = api();
    expect(payloads.length).toBeGreaterThanOrEqual(148);
    for (const return_to of payloads) {
      const { status, location, set } = await begin({ return_to });
      // What a browser makes of it is of the site, or it is refused.
      const isOurs = location.origin === "https://pool.example.com";
      expect({ return_to, status, error: isOurs ? undefined : location.searchParams.get("error") }).toEqual({
        ...{ return_to, status: 303 },
        error: isOurs ? undefined : "invalid_request",
      });
      if (isOurs) expect(new URL(return_to, SITE).origin).toBe(SITE);
      else expect(set).toEqual([]);
    }
  });

  it("is of the site or a sister site, whatever the text", async () => {
    const texts = fc.oneof(
      fc.string(),
      fc.webUrl(),
      fc.webPath(),
      fc.string().map((text) => `//${text}`),
    );
    await fc.assert(
      fc.asyncProperty(texts, async (return_to) => {
        const { begin, back } = api();
        const left = await begin({ return_to });
        if (left.location.origin !== "https://pool.example.com") return;
        const { location } = await back({ state: stateIn(left), code: "c" }, left.jar);
        expect([SITE, "https://cms.example.com"]).toContain(location.origin);
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ["/accounts?x=1#top", `${SITE}/accounts?x=1#top`],
    ["accounts", `${SITE}/accounts`],
    ["https://cms.example.com/page", "https://cms.example.com/page"],
    ["HTTPS://IDENTITY.EXAMPLE.COM:443/a", `${SITE}/a`],
  ])("%s leads to %s", async (return_to, wanted) => {
    const { begin, back } = api();
    const left = await begin({ return_to });
    expect((await back({ state: stateIn(left), code: "c" }, left.jar)).location.href).toBe(wanted);
  });
});

describe("a browser that leaves", () => {
  it("goes to the pool with state, nonce and challenge, and keeps a Lax cookie of this transaction", async () => {
    const { begin, ports } = api();
    const { location, set } = await begin({ provider: "Google", email: "ada@example.com" });
    expect(Object.fromEntries(location.searchParams)).toMatchObject({
      ...{ provider: "Google", loginHint: "ada@example.com", redirectUri: `${SITE}/auth/signin/callback` },
      state: expect.stringMatching(/^[\w-]{43}$/),
    });
    expect(set).toEqual([
      expect.stringMatching(
        /^__Host-Http-redirect-[\w-]{16}=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Lax; Max-Age=600$/,
      ),
    ]);
    expect(ports.audit.events).toEqual([]);
  });

  it("with a provider of no form is led to the page for errors", async () => {
    const { location, set } = await api().begin({ provider: "Google\r\nSet-Cookie: x=1" });
    expect([location.pathname, location.searchParams.get("error"), set]).toEqual([
      "/sign-in-failed",
      "invalid_request",
      [],
    ]);
  });
});

describe("a browser that returns", () => {
  it("after ten minutes finds nothing", async () => {
    const { begin, back, ports } = api();
    const left = await begin();
    ports.clock.advance(600_000);
    const { location } = await back({ state: stateIn(left), code: "c" }, left.jar);
    expect(location.searchParams.get("error")).toBe("session_expired");
    expect(ports.audit.events).toMatchObject([
      { type: "signin.failed", details: { reason: "unknown_transaction" } },
    ]);
  });

  it("with the cookie twice, as a sister site can toss it, finds nothing", async () => {
    const { begin, back } = api();
    const left = await begin();
    const [name = ""] = (left.jar[0] ?? "").split("=");
    const tossed = [...left.jar, `${name}=${"x".repeat(43)}`];
    expect((await back({ state: stateIn(left), code: "c" }, tossed)).location.searchParams.get("error")).toBe(
      "session_expired",
    );
  });

  const linked = {
    error: "invalid_request",
    error_description: "Already Found an entry for username Google_1",
  };
  it("because the pool has just linked the user is sent again, once", async () => {
    const { begin, back } = api();
    const left = await begin({ provider: "Google", return_to: "/x", remember: "true" });
    const again = await back({ state: stateIn(left), ...linked }, left.jar);
    expect([again.location.origin, stateIn(again) === stateIn(left)]).toEqual([
      "https://pool.example.com",
      false,
    ]);
    expect(again.location.searchParams.get("provider")).toBe("Google");
    const third = await back({ state: stateIn(again), ...linked }, again.jar);
    expect(third.location.searchParams.get("error")).toBe("federation_refused");
    const other = await begin({ return_to: "/y" });
    const retried = await back({ state: stateIn(other), ...linked }, other.jar);
    const done = await back({ state: stateIn(retried), code: "c" }, retried.jar);
    expect(done.location.href).toBe(`${SITE}/y`);
    expect(done.set[0]).toMatch(/^__Host-Http-session=.*SameSite=Strict/);
  });

  it("with words of a provider has none of them recorded or shown", async () => {
    const { begin, back, ports } = api();
    const left = await begin();
    const words = { error: "c4nary <b>", error_description: "c4nary" };
    const { location } = await back({ state: stateIn(left), ...words }, left.jar);
    expect(JSON.stringify([location.href, ports.audit.events, ports.logger.lines])).not.toContain("c4nary");
  });

  it("while the pool is down ends on the page for errors, and is logged", async () => {
    const { ports } = api();
    const redeem = () => Promise.reject(new AuthError("temporarily_unavailable"));
    const down = api({}, { hostedPages: { ...ports.hostedPages, redeem } });
    const left = await down.begin();
    const { location } = await down.back({ state: stateIn(left), code: "c" }, left.jar);
    expect(location.searchParams.get("error")).toBe("temporarily_unavailable");
  });
});

it("a network begins 300 sign-ins an hour, and the next one ends on the page", async () => {
  const { begin, ports } = api();
  for (let made = 0; made < 300; made += 1)
    expect((await begin()).location.pathname).toBe("/oauth2/authorize");
  const { location } = await begin();
  expect([location.pathname, location.searchParams.get("error")]).toEqual([
    "/sign-in-failed",
    "too_many_requests",
  ]);
  ports.clock.advance(3_600_000);
  expect((await begin()).location.pathname).toBe("/oauth2/authorize");
});
