/** The pool's own pages, as a client of OpenID Connect sees them. */
import { createHash } from "node:crypto";
import { describe, expect, it } from "@jest/globals";
import { accessClaims } from "../../../../packages/local-aws/tests/support/token-issuer.js";
import { cognitoHostedPages } from "../../../../shared/adapters/cognito/hosted-pages.js";
import type { HttpCall, HttpResponse } from "../../../../shared/adapters/http/http-client.js";
import { namedError } from "../../../../shared/domain/errors.js";

const POOL = "us-east-1_Example01";
const CLIENT = "1example23456789abcdefghij";
const NOW = new Date("2025-01-01T00:00:00Z");
const DOMAIN = "https://example.auth.us-east-1.amazoncognito.com";
const ISSUER = `https://cognito-idp.us-east-1.amazonaws.com/${POOL}`;

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
const claims = {
  iss: ISSUER,
  aud: CLIENT,
  token_use: "id",
  nonce: "nonce-1",
  exp: NOW.getTime() / 1000 + 900,
};
const tokensWith = (change: Record<string, unknown> = {}) => ({
  access_token: `${part({})}.${part(accessClaims())}.sig`,
  id_token: `${part({})}.${part({ ...claims, email: "ada@example.com", ...change })}.sig`,
  refresh_token: "refresh-1",
  expires_in: 900,
});
type Told = { readonly status?: number; readonly body?: unknown } | Error;

const pagesThat = (told: Told, domain: string | undefined = DOMAIN) => {
  const calls: HttpCall[] = [];
  const pages = cognitoHostedPages({
    http: async (call): Promise<HttpResponse> => {
      calls.push(call);
      if (told instanceof Error) throw told;
      const { status = 200, body } = told;
      const text = typeof body === "string" ? body : JSON.stringify(body);
      return { kind: "response", status, headers: {}, body: text };
    },
    clock: { now: () => NOW },
    secret: { reveal: async () => "c4nary-secret", hashFor: async () => "hash", forget: () => undefined },
    ...{ userPoolId: POOL, clientId: CLIENT, issuers: ["cognito-idp"], domain },
  });
  const redeem = () =>
    pages.redeem({
      ...{ code: "c4nary-code", verifier: "c4nary-verifier", nonce: "nonce-1" },
      redirectUri: "https://identity.example.com/auth/signin/callback",
    });
  return { pages, calls, redeem };
};

describe("a code", () => {
  it("is redeemed with the client's secret and the verifier of its transaction", async () => {
    const { calls, redeem } = pagesThat({ body: tokensWith() });
    expect(await redeem()).toMatchObject({
      kind: "session",
      session: { refreshToken: "refresh-1", facts: { email: "ada@example.com" } },
    });
    const [call] = calls;
    expect(call?.address.href).toBe(`${DOMAIN}/oauth2/token`);
    expect(call?.headers?.authorization).toBe(
      `Basic ${Buffer.from(`${CLIENT}:c4nary-secret`).toString("base64")}`,
    );
    expect(Object.fromEntries(new URLSearchParams(call?.body))).toEqual({
      grant_type: "authorization_code",
      client_id: CLIENT,
      code: "c4nary-code",
      code_verifier: "c4nary-verifier",
      redirect_uri: "https://identity.example.com/auth/signin/callback",
    });
  });

  it("that was used, expired or belongs to another verifier is refused", async () => {
    expect(await pagesThat({ status: 400, body: { error: "invalid_grant" } }).redeem()).toEqual({
      kind: "refused",
    });
  });

  it.each<[string, Record<string, unknown>]>([
    [
      "another issuer, as in a mix-up",
      { iss: "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Other" },
    ],
    ["an issuer with a slash at its end", { iss: `${ISSUER}/` }],
    ["no issuer", { iss: undefined }],
    ["another client", { aud: "other" }],
    ["several clients", { aud: [CLIENT, "other"] }],
    ["another nonce", { nonce: "nonce-2" }],
    ["no nonce", { nonce: undefined }],
    ["another use", { token_use: "access" }],
    ["a past", { exp: NOW.getTime() / 1000 }],
    ["no end", { exp: undefined }],
  ])("that gives an ID token of %s is refused", async (_, change) => {
    expect(await pagesThat({ body: tokensWith(change) }).redeem()).toEqual({ kind: "refused" });
  });

  it.each<[string, Told]>([
    ["rejects the client", { status: 400, body: { error: "invalid_client" } }],
    ["rejects the request", { status: 400, body: { error: "invalid_request" } }],
    ["throttles", { status: 429, body: { error: "too_many" } }],
    ["fails", { status: 500, body: { error: "internal" } }],
    ["sends a page", { status: 502, body: "<html>c4nary-code</html>" }],
    ["sends no object", { body: ["c4nary-code"] }],
    ["sends no tokens", { body: {} }],
    ["is slow", namedError("TimeoutError", "the request timed out")],
    ["is down", Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" })],
  ])("while the pool %s is an outage or a fault, in words without secrets", async (_, told) => {
    const error = await pagesThat(told)
      .redeem()
      .then(
        () => undefined,
        (thrown: Error & { code?: string }) => thrown,
      );
    expect(["temporarily_unavailable", "internal"]).toContain(error?.code);
    expect(`${error?.message} ${error?.stack}`).not.toContain("c4nary-");
  });
});

describe("an address of the pool", () => {
  it("names the challenge of the verifier, never the verifier", () => {
    const url = new URL(
      pagesThat({}).pages.authorizeUrl({
        ...{ state: "state-1", nonce: "nonce-1", verifier: "verifier-1", loginHint: "ada@example.com" },
        redirectUri: "https://identity.example.com/auth/signin/callback",
      }) ?? "",
    );
    expect(url.origin).toBe(DOMAIN);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      ...{ response_type: "code", code_challenge_method: "S256", state: "state-1", nonce: "nonce-1" },
      code_challenge: createHash("sha256").update("verifier-1").digest("base64url"),
      login_hint: "ada@example.com",
    });
    expect(url.search).not.toContain("verifier-1");
  });

  it("does not exist without a domain", () => {
    const { pages } = pagesThat({}, "");
    const without = cognitoHostedPages({
      http: () => Promise.reject(new Error("unused")),
      clock: { now: () => NOW },
      secret: { reveal: async () => "", hashFor: async () => "", forget: () => undefined },
      ...{ userPoolId: POOL, clientId: CLIENT, issuers: [], domain: undefined },
    });
    expect(without.logoutUrl("https://identity.example.com/")).toBeUndefined();
    expect(pages.logoutUrl("https://identity.example.com/")).toContain("logout_uri=");
  });
});
