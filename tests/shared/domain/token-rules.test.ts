import { describe, expect, it } from "@jest/globals";
import { principalOf, refuseTokenHeader, refuseTokenText } from "../../../shared/domain/token-rules.js";
import fc from "../../support/property.js";

const part = fc
  .uint8Array({ minLength: 1, maxLength: 60 })
  .map((bytes) => Buffer.from(bytes).toString("base64url"));
const token = fc.tuple(part, part, part).map((parts) => parts.join("."));
const NOW_SECONDS = 1_735_689_600;
const claims = {
  sub: "sub-1",
  username: "ada",
  client_id: "client-1",
  jti: "jti-1",
  iat: NOW_SECONDS - 60,
  exp: NOW_SECONDS + 840,
};

describe("a token's text", () => {
  it("passes when each part is canonical base64url", () => {
    fc.assert(fc.property(token, (text) => refuseTokenText(text) === undefined));
  });

  it("has one spelling only: no other text with the same bytes passes", () => {
    const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    fc.assert(
      fc.property(token, fc.constantFrom(...letters), (text, letter) => {
        const other = text.slice(0, -1) + letter;
        const bytes = (value: string) => Buffer.from(value.split(".")[2] ?? "", "base64url").toString("hex");
        if (other !== text && bytes(other) === bytes(text)) expect(refuseTokenText(other)).toBe("malformed");
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ["nothing", ""],
    ["two parts", "YQ.YQ"],
    ["four parts", "YQ.YQ.YQ.YQ"],
    ["an empty part", "YQ..YQ"],
    ["padding", "YQ==.YQ.YQ"],
    ["plain base64", "YQ.YQ.+/8"],
    ["white space", "YQ.YQ.YQ "],
    ["a length that base64 cannot have", "YQ.YQ.YWFhYW"],
    ["letters beyond ASCII", "YQ.YQ.YQé"],
  ])("is malformed with %s", (_, text) => {
    expect(refuseTokenText(text)).toBe("malformed");
  });

  it("is refused above 8 KB without a look at it", () => {
    expect(refuseTokenText("!".repeat(8_193))).toBe("too_large");
    expect(refuseTokenText("!".repeat(8_192))).toBe("malformed");
  });
});

describe("a token's header", () => {
  const good = { alg: "RS256", kid: "key-1", typ: "JWT" };
  it("passes with RS256 and a key id, with or without a type", () => {
    expect(refuseTokenHeader(good)).toBeUndefined();
    expect(refuseTokenHeader({ alg: "RS256", kid: "key-1" })).toBeUndefined();
  });

  it.each([
    "none",
    "None",
    "nOnE",
    "HS256",
    "RS384",
    "RS512",
    "PS256",
    "ES256",
    "rs256",
    "",
    undefined,
    null,
    ["RS256"],
  ])("is refused with the algorithm %p", (alg) => {
    expect(refuseTokenHeader({ ...good, alg })).toBe("algorithm");
  });

  it.each([
    { crit: [] },
    { crit: ["exp"] },
    { jwk: {} },
    { jku: "https://evil.example" },
    { x5u: "https://evil.example" },
    { x5c: [] },
    { typ: "dpop+jwt" },
    { typ: "jwt" },
  ])("is refused with %j", (extra) => {
    expect(refuseTokenHeader({ ...good, ...extra })).toBe("algorithm");
  });

  it.each([undefined, "", 7, null, {}, "k".repeat(129)])("is malformed with the key id %p", (kid) => {
    expect(refuseTokenHeader({ ...good, kid })).toBe("malformed");
  });
});

describe("verified claims", () => {
  it("become a principal, with the session that all refreshes share", () => {
    const extra = { origin_jti: "session-1", user_id: "usr_ada", system_account_id: "acc-1", scope: "a b" };
    expect(principalOf({ ...claims, ...extra }, NOW_SECONDS, 0)).toEqual({
      sub: "sub-1",
      username: "ada",
      clientId: "client-1",
      jti: "jti-1",
      sessionId: "session-1",
      userId: "usr_ada",
      activeAccountId: "acc-1",
      scopes: ["a", "b"],
      expiresAtSeconds: claims.exp,
    });
    expect(principalOf(claims, NOW_SECONDS, 0)).toMatchObject({
      sessionId: "jti-1",
      userId: undefined,
      scopes: [],
    });
  });

  it.each([
    [{ exp: undefined }, "claims"],
    [{ exp: String(claims.exp) }, "claims"],
    [{ exp: claims.exp * 1000 }, "claims"],
    [{ exp: Number.POSITIVE_INFINITY }, "claims"],
    [{ exp: claims.exp + 0.5 }, "claims"],
    [{ exp: claims.iat + 86_401 }, "claims"],
    [{ iat: undefined }, "claims"],
    [{ iat: 0 }, "claims"],
    [{ nbf: "now" }, "claims"],
    [{ sub: undefined }, "claims"],
    [{ sub: "" }, "claims"],
    [{ sub: ["sub-1"] }, "claims"],
    [{ jti: 7 }, "claims"],
    [{ username: undefined }, "claims"],
    [{ client_id: undefined }, "claims"],
    [{ exp: NOW_SECONDS }, "expired"],
    [{ exp: NOW_SECONDS - 1 }, "expired"],
    [{ iat: NOW_SECONDS + 1 }, "not_yet_valid"],
    [{ iat: NOW_SECONDS + 86_400, exp: NOW_SECONDS + 90_000 }, "not_yet_valid"],
    [{ nbf: NOW_SECONDS + 1 }, "not_yet_valid"],
  ])("are refused with %j", (change, reason) => {
    expect(principalOf({ ...claims, ...change }, NOW_SECONDS, 0)).toBe(reason);
  });

  it.each([
    [{ exp: NOW_SECONDS - 29 }, true],
    [{ exp: NOW_SECONDS - 30 }, false],
    [{ iat: NOW_SECONDS + 30 }, true],
    [{ iat: NOW_SECONDS + 31 }, false],
    [{ nbf: NOW_SECONDS + 30 }, true],
    [{ nbf: NOW_SECONDS + 31 }, false],
  ])("with a leeway of thirty seconds and %j pass: %p", (change, passes) => {
    expect(typeof principalOf({ ...claims, ...change }, NOW_SECONDS, 30) === "object").toBe(passes);
  });

  it("of the wrong kind never become a user, an account or a scope", () => {
    const odd = { user_id: ["usr_root"], system_account_id: { id: "acc-1" }, scope: 7, origin_jti: 7 };
    expect(principalOf({ ...claims, ...odd }, NOW_SECONDS, 0)).toMatchObject({
      userId: undefined,
      activeAccountId: undefined,
      scopes: [],
      sessionId: "jti-1",
    });
  });
});
