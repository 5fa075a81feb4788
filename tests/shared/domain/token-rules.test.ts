import { describe, expect, it } from "@jest/globals";
import fc from "../../../packages/local-aws/tests/support/property.js";
import { principalOf } from "../../../shared/domain/token-rules.js";

const NOW_SECONDS = 1_735_689_600;
const ISSUER = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Example01";
const rules = { issuers: new Map([[ISSUER, ["client-1", "client-2"]]]), leewaySeconds: 0 };
const claims = {
  iss: ISSUER,
  token_use: "access",
  sub: "sub-1",
  username: "ada",
  client_id: "client-1",
  jti: "jti-1",
  iat: NOW_SECONDS - 60,
  exp: NOW_SECONDS + 840,
};

describe("claims", () => {
  it("become a principal, with the session that all refreshes share", () => {
    const extra = {
      origin_jti: "session-1",
      user_id: "usr_ada",
      system_account_id: "acc-1",
      scope: "a b",
      auth_time: NOW_SECONDS - 600,
    };
    expect(principalOf({ ...claims, ...extra }, rules, NOW_SECONDS)).toEqual({
      sub: "sub-1",
      username: "ada",
      clientId: "client-1",
      jti: "jti-1",
      sessionId: "session-1",
      authenticatedAtSeconds: NOW_SECONDS - 600,
      userId: "usr_ada",
      activeAccountId: "acc-1",
      scopes: ["a", "b"],
      expiresAtSeconds: claims.exp,
    });
    expect(principalOf(claims, rules, NOW_SECONDS)).toMatchObject({
      sessionId: "jti-1",
      authenticatedAtSeconds: claims.iat,
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
    [{ nbf: 0 }, "claims"],
    [{ auth_time: -1 }, "claims"],
    [{ sub: undefined }, "claims"],
    [{ sub: "" }, "claims"],
    [{ sub: ["sub-1"] }, "claims"],
    [{ jti: 7 }, "claims"],
    [{ username: undefined }, "claims"],
    [{ auth_time: "yesterday" }, "claims"],
    [{ client_id: undefined }, "client"],
    [{ client_id: "client-3" }, "client"],
    [{ client_id: ["client-1"] }, "client"],
    [{ iss: undefined }, "issuer"],
    [{ iss: null }, "issuer"],
    [{ iss: [ISSUER] }, "issuer"],
    [{ iss: `${ISSUER}/` }, "issuer"],
    [{ iss: ISSUER.toUpperCase() }, "issuer"],
    [{ iss: ISSUER.replace("cognito-idp", "issuer-cognito-idp") }, "issuer"],
    [{ token_use: "id" }, "use"],
    [{ token_use: ["access"] }, "use"],
    [{ token_use: undefined }, "use"],
    [{ exp: NOW_SECONDS }, "expired"],
    [{ exp: NOW_SECONDS - 1 }, "expired"],
    [{ iat: NOW_SECONDS + 1 }, "not_yet_valid"],
    [{ iat: NOW_SECONDS + 86_400, exp: NOW_SECONDS + 90_000 }, "not_yet_valid"],
    [{ nbf: NOW_SECONDS + 1 }, "not_yet_valid"],
  ])("are refused with %j", (change, reason) => {
    expect(principalOf({ ...claims, ...change }, rules, NOW_SECONDS)).toBe(reason);
  });

  it.each([
    [{ exp: NOW_SECONDS - 29 }, true],
    [{ exp: NOW_SECONDS - 30 }, false],
    [{ iat: NOW_SECONDS + 30 }, true],
    [{ iat: NOW_SECONDS + 31 }, false],
    [{ nbf: NOW_SECONDS + 30 }, true],
    [{ nbf: NOW_SECONDS + 31 }, false],
  ])("with a leeway of thirty seconds and %j pass: %p", (change, passes) => {
    expect(
      typeof principalOf({ ...claims, ...change }, { ...rules, leewaySeconds: 30 }, NOW_SECONDS) === "object",
    ).toBe(passes);
  });

  it.each([{ exp: claims.iat + 86_400 }, { "cognito:groups": [] }, { "cognito:groups": ["admin", "beta"] }])(
    "with %j are valid",
    (change) => {
      expect(principalOf({ ...claims, ...change }, rules, NOW_SECONDS)).toMatchObject({ sub: "sub-1" });
    },
  );

  it.each([
    { user_id: ["usr_root"] },
    { system_account_id: { id: "acc-1" } },
    { scope: 7 },
    { scope: ["account/admin"] },
    { origin_jti: 7 },
    { "cognito:groups": "administrators" },
    { "cognito:groups": { 0: "admin" } },
    { "cognito:groups": ["admin", 7] },
  ])("of the wrong kind (%j) never become a user, an account, a scope or a group", (odd) => {
    expect(principalOf({ ...claims, ...odd }, rules, NOW_SECONDS)).toBe("claims");
  });

  it("with names of JavaScript's object properties are ordinary claims", () => {
    const odd = JSON.parse('{"__proto__": {"user_id": "usr_root"}, "constructor": {"sub": "x"}}') as object;
    const principal = principalOf({ ...claims, ...odd }, rules, NOW_SECONDS);
    expect(principal).toMatchObject({ sub: "sub-1", userId: undefined });
    expect(({} as { user_id?: string }).user_id).toBeUndefined();
  });

  it("of any value end as a principal or as a reason", () => {
    const name = fc.constantFrom(...Object.keys(claims), "nbf", "scope", "user_id", "cognito:groups");
    fc.assert(
      fc.property(name, fc.jsonValue(), (changed, value) => {
        const verdict = principalOf({ ...claims, [changed]: value }, rules, NOW_SECONDS);
        expect(["string", "object"]).toContain(typeof verdict);
      }),
    );
  });
});
