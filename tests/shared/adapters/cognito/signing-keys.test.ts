import { setImmediate as turn } from "node:timers/promises";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import {
  accessClaims,
  CLIENT_ID,
  type KeySetServer,
  POOL_ID,
  type SigningKey,
  signingKey,
  startKeySet,
} from "../../../../packages/local-aws/tests/support/token-issuer.js";
import { SIGNING_KEY_TIMES } from "../../../../shared/adapters/cognito/signing-keys.js";
import {
  cognitoTokenVerifier,
  type TokenSettings,
} from "../../../../shared/adapters/cognito/token-verifier.js";

let key: SigningKey;
let another: SigningKey;
let foreignKey: SigningKey;
let signingKeys: KeySetServer;
let aheadMs = 0;
const clock = { now: () => new Date(Date.now() + aheadMs) };
/** A token of the time that the clock shows. */
const tokenNow = (signer: SigningKey = key, header = {}): string => {
  const seconds = Math.floor(clock.now().getTime() / 1000);
  return signer.issue(accessClaims({ iat: seconds - 10, exp: seconds + 900 }), header);
};

beforeAll(() => {
  key = signingKey("key-1");
  another = signingKey("key-2");
  foreignKey = signingKey("key-1");
});
beforeEach(async () => {
  aheadMs = 0;
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
    clock,
  );
/** One signature is enough: the key's id is looked at first. */
const unknownTokens = (count: number): string[] => {
  const [, claims, signature] = foreignKey.issue(accessClaims()).split(".");
  const header = (kid: string) => Buffer.from(JSON.stringify({ alg: "RS256", kid })).toString("base64url");
  return Array.from({ length: count }, (_, index) => `${header(`key-x${index}`)}.${claims}.${signature}`);
};
const unavailable = { name: "AuthError", code: "temporarily_unavailable" };

/** What a refresh on the side changes shows when the event loop has had its turns. */
const untilRefused = async (verify: () => Promise<{ kind: string }>): Promise<void> => {
  while ((await verify()).kind === "valid") await turn();
};

describe("the key set", () => {
  it("is fetched once for many cold verifications at the same time", async () => {
    const checker = verifier();
    const token = key.issue(accessClaims());
    const verdicts = await Promise.all(Array.from({ length: 1_000 }, () => checker.verify(token)));
    expect(verdicts.every(({ kind }) => kind === "valid")).toBe(true);
    expect(signingKeys.seen).toHaveLength(1);
  });

  it("is not fetched for each of many unknown keys", async () => {
    const checker = verifier();
    const tokens = unknownTokens(1_000);
    const verdicts = await Promise.all(tokens.map((token) => checker.verify(token)));
    expect(verdicts.every(({ kind }) => kind === "invalid")).toBe(true);
    expect(signingKeys.seen).toHaveLength(1);
    expect(await checker.verify(key.issue(accessClaims()))).toHaveProperty("kind", "valid");
  });

  it("is fetched again for a key that was added since", async () => {
    const checker = verifier();
    await checker.verify(key.issue(accessClaims()));
    const token = another.issue(accessClaims(), { kid: "key-3" });
    signingKeys.serve({ keys: [key.jwk, { ...another.jwk, kid: "key-3" }] });
    expect(await checker.verify(token)).toHaveProperty("kind", "valid");
    expect(signingKeys.seen).toHaveLength(2);
  });

  it.each([
    ["answers 500", { error: "no" }, 500],
    ["answers 404", {}, 404],
    ["is no key set", {}, 200],
    ["has a broken key", { keys: [{ kty: 7 }] }, 200],
    ["has keys that are no list", { keys: "x" }, 200],
  ])("that %s makes a token neither valid nor invalid", async (_, body, status) => {
    signingKeys.serve(body, status);
    await expect(verifier().verify(key.issue(accessClaims()))).rejects.toMatchObject(unavailable);
  });

  it("that cannot be fetched makes a token neither valid nor invalid, and a warm verifier continues", async () => {
    const warm = verifier();
    await warm.verify(key.issue(accessClaims()));
    const cold = verifier({ endpoint: "http://127.0.0.1:9" });

    await expect(cold.verify(key.issue(accessClaims()))).rejects.toMatchObject(unavailable);
    signingKeys.serve({}, 500);
    expect(await warm.verify(key.issue(accessClaims()))).toHaveProperty("kind", "valid");
  });

  it("is asked for again after an outage", async () => {
    const checker = verifier();
    signingKeys.serve({}, 503);
    await expect(checker.verify(key.issue(accessClaims()))).rejects.toMatchObject(unavailable);
    signingKeys.serve({ keys: [key.jwk] });
    expect(await checker.verify(key.issue(accessClaims()))).toHaveProperty("kind", "valid");
  });
});

describe("a key set that changes", () => {
  const flood = (checker: ReturnType<typeof verifier>, count = 200) =>
    Promise.all(unknownTokens(count).map((token) => checker.verify(token)));

  it("gives a new key within ten seconds of a flood of unknown ones, and an old key never fails", async () => {
    const checker = verifier();
    await checker.verify(tokenNow());
    await flood(checker);
    expect(signingKeys.seen).toHaveLength(2);
    const fresh = signingKey("key-3");
    signingKeys.serve({ keys: [key.jwk, fresh.jwk] });

    const verdicts: string[] = [];
    for (; aheadMs < 10_000; aheadMs += 1_000) {
      await flood(checker, 20);
      verdicts.push((await checker.verify(tokenNow(fresh))).kind);
      expect(await checker.verify(tokenNow())).toHaveProperty("kind", "valid");
    }
    expect(verdicts.at(-1)).toBe("valid");
    // Ten seconds of flood are two or three fetches.
    expect(signingKeys.seen.length).toBeLessThanOrEqual(5);
  });

  it("is refreshed in the background when it is old, and no request waits", async () => {
    const checker = verifier();
    await checker.verify(tokenNow());
    aheadMs += SIGNING_KEY_TIMES.refreshMs;
    signingKeys.serve({ keys: [another.jwk] });
    expect(await checker.verify(tokenNow())).toHaveProperty("kind", "valid");

    // A key that the pool took back is good until the refresh has come; then it is unknown.
    await untilRefused(() => checker.verify(tokenNow()));
    expect(await checker.verify(tokenNow())).toEqual({ kind: "invalid", reason: "signing_key" });
    expect(await checker.verify(tokenNow(another))).toHaveProperty("kind", "valid");
  });

  it("with new key material under an old id accepts only tokens of the new key", async () => {
    const checker = verifier();
    await checker.verify(tokenNow());
    signingKeys.serve({ keys: [foreignKey.jwk] });
    aheadMs += SIGNING_KEY_TIMES.refreshMs;
    await untilRefused(() => checker.verify(tokenNow()));
    expect(await checker.verify(tokenNow(foreignKey))).toHaveProperty("kind", "valid");
  });
});

describe("while the key set is out of reach", () => {
  it("a warm verifier continues for six hours, and then decides nothing", async () => {
    const checker = verifier();
    await checker.verify(tokenNow());
    signingKeys.serve({}, 503);
    aheadMs += SIGNING_KEY_TIMES.staleMs - 60_000;
    expect(await checker.verify(tokenNow())).toHaveProperty("kind", "valid");
    aheadMs += 60_000;
    await expect(checker.verify(tokenNow())).rejects.toMatchObject(unavailable);
    expect(SIGNING_KEY_TIMES.staleMs).toBe(6 * 60 * 60_000);
  });

  it("a token with an unknown key is neither refused nor accepted", async () => {
    const checker = verifier();
    await checker.verify(tokenNow());
    signingKeys.serve({}, 503);
    for (const token of unknownTokens(3))
      await expect(checker.verify(token)).rejects.toMatchObject(unavailable);
    expect(signingKeys.seen).toHaveLength(2);
  });

  it("embedded keys verify at once, and only the pool's own keys do after a refresh", async () => {
    const keys = { keys: [key.jwk] } as unknown as NonNullable<TokenSettings["pools"][number]["keys"]>;
    const pools = [{ userPoolId: POOL_ID, clientIds: [CLIENT_ID], keys }];
    const alone = verifier({ pools, endpoint: "http://127.0.0.1:9" });
    expect(await alone.verify(tokenNow())).toHaveProperty("kind", "valid");

    signingKeys.serve({ keys: [another.jwk] });
    const checker = verifier({ pools });
    expect(await checker.verify(tokenNow())).toHaveProperty("kind", "valid");
    await untilRefused(() => checker.verify(tokenNow()));
    expect(await checker.verify(tokenNow(another))).toHaveProperty("kind", "valid");
  });
});

describe("several pools", () => {
  const OTHER_POOL = "eu-west-1_Other0001";
  const issuer = `https://cognito-idp.eu-west-1.amazonaws.com/${OTHER_POOL}`;
  const pools = [
    { userPoolId: POOL_ID, clientIds: [CLIENT_ID] },
    { userPoolId: OTHER_POOL, clientIds: ["other-client"] },
  ];
  const foreign = (change: object = {}) =>
    key.issue(accessClaims({ iss: issuer, client_id: "other-client", ...change }));

  it("each have their own clients and their own key set", async () => {
    const checker = verifier({ pools });
    expect(await checker.verify(foreign())).toHaveProperty("kind", "valid");
    expect(await checker.verify(tokenNow())).toHaveProperty("kind", "valid");
    expect(signingKeys.seen.map(({ path }) => path)).toEqual([
      `/${OTHER_POOL}/.well-known/jwks.json`,
      `/${POOL_ID}/.well-known/jwks.json`,
    ]);
    expect(await checker.verify(foreign({ client_id: CLIENT_ID }))).toEqual({
      kind: "invalid",
      reason: "client",
    });
    expect(await verifier().verify(foreign())).toEqual({ kind: "invalid", reason: "issuer" });
  });

  it("that are not configured are never asked for keys, nor are addresses that a token names", async () => {
    const checker = verifier();
    const foreignTokens = [
      foreign(),
      key.issue(accessClaims({ iss: "https://evil.example" })),
      key.issue(accessClaims(), { kid: `${signingKeys.url}/key` }),
      key.issue(accessClaims(), { jku: signingKeys.url }),
    ];
    for (const token of foreignTokens) expect(await checker.verify(token)).toHaveProperty("kind", "invalid");
    expect(signingKeys.seen).toEqual([]);
  });
});
