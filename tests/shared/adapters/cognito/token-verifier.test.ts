import { afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import {
  accessClaims,
  CLIENT_ID,
  hmacToken,
  ISSUER,
  type KeySetServer,
  POOL_ID,
  type SigningKey,
  signingKey,
  startKeySet,
} from "../../../../packages/local-aws/tests/support/token-issuer.js";
import {
  cognitoTokenVerifier,
  type TokenSettings,
} from "../../../../shared/adapters/cognito/token-verifier.js";
import { systemClock } from "../../../../shared/adapters/node/system-clock.js";

let key: SigningKey;
let another: SigningKey;
let foreignKey: SigningKey;
let signingKeys: KeySetServer;

beforeAll(() => {
  key = signingKey("key-1");
  another = signingKey("key-2");
  foreignKey = signingKey("key-1");
});
beforeEach(async () => {
  signingKeys = await startKeySet([key, another]);
});
afterEach(() => signingKeys.close());

const verifier = (change: Partial<TokenSettings> = {}) =>
  cognitoTokenVerifier(
    {
      pools: [{ userPoolId: POOL_ID, clientIds: [CLIENT_ID] }],
      endpoint: signingKeys.url,
      leewaySeconds: 0,
      remember: false,
      ...change,
    },
    systemClock,
  );
const now = () => Math.floor(Date.now() / 1000);
const invalid = (reason: string) => ({ kind: "invalid", reason });

describe("a valid access token", () => {
  it("is its user's principal", async () => {
    const claims = accessClaims();
    expect(await verifier().verify(key.issue(claims))).toEqual({
      kind: "valid",
      principal: {
        sub: "sub-1",
        username: "sub-1",
        clientId: CLIENT_ID,
        jti: "jti-1",
        sessionId: "session-1",
        authenticatedAtSeconds: claims.auth_time,
        userId: "usr_ada",
        activeAccountId: undefined,
        scopes: ["aws.cognito.signin.user.admin"],
        expiresAtSeconds: claims.exp,
      },
    });
  });

  it("is verified with the key set of the configured pool, from the configured host", async () => {
    await verifier().verify(key.issue(accessClaims()));
    expect(signingKeys.seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
      `GET /${POOL_ID}/.well-known/jwks.json`,
    ]);
  });

  it("of the services' client is accepted only where that client is allowed", async () => {
    const token = key.issue(accessClaims({ client_id: "2service3456789abcdefghijk" }));
    const open = verifier({
      pools: [{ userPoolId: POOL_ID, clientIds: [CLIENT_ID, "2service3456789abcdefghijk"] }],
    });
    expect(await open.verify(token)).toMatchObject({ kind: "valid" });
    expect(await verifier().verify(token)).toEqual({ kind: "invalid", reason: "client" });
    expect(await open.verify(key.issue(accessClaims({ client_id: "3" })))).toMatchObject({
      reason: "client",
    });
  });

  it("that expired a moment ago passes within the leeway only", async () => {
    const token = key.issue(accessClaims({ exp: now() - 5 }));
    expect(await verifier({ leewaySeconds: 30 }).verify(token)).toHaveProperty("kind", "valid");
    expect(await verifier().verify(token)).toEqual(invalid("expired"));
  });
});

const UPDATED = ISSUER.replace("cognito-idp", "issuer-cognito-idp");
const REPLICA = ISSUER.replace("us-east-1", "eu-west-1");

describe("the issuers of a pool", () => {
  const verdictOf = async (iss: string, pool: { userPoolId?: string; issuers?: string[] }) => {
    const trusted = { userPoolId: POOL_ID, clientIds: [CLIENT_ID], ...pool };
    const answer = await verifier({ pools: [trusted] }).verify(key.issue(accessClaims({ iss })));
    return answer.kind === "valid" ? "valid" : answer.reason;
  };

  it.each([
    ["cognito-idp", ISSUER],
    ["cognito-idp.us-east-1", ISSUER],
    ["issuer-cognito-idp", UPDATED],
    ["cognito-idp.eu-west-1", REPLICA],
    ["issuer-cognito-idp.eu-west-1", REPLICA.replace("cognito-idp", "issuer-cognito-idp")],
  ])("are those that the settings name: %s", async (host, issuer) => {
    expect(await verdictOf(issuer, { issuers: [host] })).toBe("valid");
    for (const other of [ISSUER, UPDATED, REPLICA].filter((each) => each !== issuer))
      expect(await verdictOf(other, { issuers: [host] })).toBe("issuer");
  });

  it("are several while the pool changes its issuer type", async () => {
    const issuers = ["cognito-idp", "issuer-cognito-idp"];
    expect([await verdictOf(ISSUER, { issuers }), await verdictOf(UPDATED, { issuers })]).toEqual([
      "valid",
      "valid",
    ]);
    expect(await verdictOf(REPLICA, { issuers })).toBe("issuer");
  });

  it("are the usual one alone without a setting, and none with an empty one", async () => {
    expect(await verdictOf(ISSUER, {})).toBe("valid");
    for (const other of [UPDATED, REPLICA]) expect(await verdictOf(other, {})).toBe("issuer");
    expect(await verdictOf(ISSUER, { issuers: [] })).toBe("issuer");
  });

  it("have China's domain there, and nowhere else", async () => {
    const userPoolId = "cn-north-1_Example01";
    const china = `https://cognito-idp.cn-north-1.amazonaws.com.cn/${userPoolId}`;
    expect(await verdictOf(china, { userPoolId })).toBe("valid");
    expect(await verdictOf(china.replace(".cn/", "/"), { userPoolId })).toBe("issuer");
    expect(await verdictOf(ISSUER.replace(".com/", ".com.cn/"), {})).toBe("issuer");
  });

  it("do not share a signature: another pool's key does not verify tokens of this issuer", async () => {
    expect(
      await verifier({
        pools: [{ userPoolId: POOL_ID, clientIds: [CLIENT_ID], issuers: ["issuer-cognito-idp"] }],
      }).verify(foreignKey.issue(accessClaims({ iss: UPDATED }))),
    ).toEqual(invalid("signature"));
  });
});

describe("a token of another issuer, client or key", () => {
  const cases: [string, () => string, string][] = [
    ["signed with another key", () => foreignKey.issue(accessClaims()), "signature"],
    [
      "with changed claims",
      () => swapClaims(key.issue(accessClaims()), accessClaims({ user_id: "usr_root" })),
      "signature",
    ],
    ["with a cut signature", () => key.issue(accessClaims()).slice(0, -6), "signature"],
    ["of another pool", () => key.issue(accessClaims({ iss: ISSUER.replace("01", "02") })), "issuer"],
    ["of the pool with a slash", () => key.issue(accessClaims({ iss: `${ISSUER}/` })), "issuer"],
    ["of another client", () => key.issue(accessClaims({ client_id: "another" })), "client"],
    ["of a list of clients", () => key.issue(accessClaims({ client_id: [CLIENT_ID] })), "client"],
    ["for identification", () => key.issue(accessClaims({ token_use: "id", aud: CLIENT_ID })), "use"],
    ["that is expired", () => key.issue(accessClaims({ exp: now() - 1 })), "expired"],
    [
      "of tomorrow",
      () => key.issue(accessClaims({ iat: now() + 86_000, exp: now() + 86_400 })),
      "not_yet_valid",
    ],
    ["not valid yet", () => key.issue(accessClaims({ nbf: now() + 60 })), "not_yet_valid"],
    ["without an expiry", () => key.issue(accessClaims({ exp: undefined })), "claims"],
    ["valid for more than a day", () => key.issue(accessClaims({ exp: now() + 90_000 })), "claims"],
    [
      "with an expiry in milliseconds",
      () => key.issue(accessClaims({ exp: (now() + 900) * 1000 })),
      "claims",
    ],
    ["without a subject", () => key.issue(accessClaims({ sub: undefined })), "claims"],
    ["keyed by the public key", () => hmacToken(key, accessClaims()), "algorithm"],
    [
      "without a signature",
      () => `${key.issue(accessClaims(), { alg: "none" }).split(".").slice(0, 2).join(".")}.`,
      "malformed",
    ],
    ["that says it has none", () => key.issue(accessClaims(), { alg: "none" }), "algorithm"],
    [
      "with a key in its header",
      () => foreignKey.issue(accessClaims(), { jwk: foreignKey.jwk }),
      "algorithm",
    ],
    ["with critical extensions", () => key.issue(accessClaims(), { crit: ["exp"] }), "algorithm"],
    [
      "with a key from elsewhere",
      () => foreignKey.issue(accessClaims(), { jku: "http://127.0.0.1:9" }),
      "algorithm",
    ],
    ["bound to another proof", () => key.issue(accessClaims(), { typ: "dpop+jwt" }), "algorithm"],
    ["with padding", () => `${key.issue(accessClaims())}==`, "malformed"],
    ["of more than 8 KB", () => key.issue(accessClaims({ note: "x".repeat(9_000) })), "too_large"],
    ["whose claims are no object", () => key.issue("7"), "malformed"],
    [
      "whose header is no object",
      () => `NQ.${key.issue(accessClaims()).split(".").slice(1).join(".")}`,
      "malformed",
    ],
    ["that is no token", () => "good", "malformed"],
  ];
  it.each(cases)("%s is refused", async (_, make, reason) => {
    const verdict = await verifier().verify(make());
    expect(verdict).toEqual(invalid(reason));
  });

  it("is refused after a change of any single character", async () => {
    const checker = verifier();
    const token = key.issue(accessClaims());
    expect(await checker.verify(token)).toHaveProperty("kind", "valid");
    for (let at = 0; at < token.length; at += 7) {
      const other = token.slice(0, at) + (token[at] === "A" ? "B" : "A") + token.slice(at + 1);
      if (token[at] !== ".") expect(await checker.verify(other)).toHaveProperty("kind", "invalid");
    }
  });

  it("is refused without a key set if its text is invalid", async () => {
    const checker = verifier();
    await checker.verify("x".repeat(10_000));
    await checker.verify(hmacToken(key, accessClaims()));
    expect(signingKeys.seen).toEqual([]);
  });
});

const swapClaims = (token: string, claims: object): string => {
  const [header, , signature] = token.split(".");
  return [header, Buffer.from(JSON.stringify(claims)).toString("base64url"), signature].join(".");
};
