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
import { cognitoTokenVerifier } from "../../../../shared/adapters/cognito/token-verifier.js";
import { VERIFIED_TOKENS, verifiedTokens } from "../../../../shared/adapters/cognito/verified-tokens.js";
import type { TokenVerifier } from "../../../../shared/ports/index.js";
import { principalOf } from "../../../support/users.js";

let key: SigningKey;
let signingKeys: KeySetServer;
let aheadMs = 0;
const clock = { now: () => new Date(Date.now() + aheadMs) };
beforeAll(() => {
  key = signingKey("key-1");
});
beforeEach(async () => {
  aheadMs = 0;
  signingKeys = await startKeySet([key]);
});
afterEach(() => signingKeys.close());

const verifier = (leewaySeconds = 0): TokenVerifier =>
  cognitoTokenVerifier(
    {
      pools: [{ userPoolId: POOL_ID, clientIds: [CLIENT_ID] }],
      endpoint: signingKeys.url,
      leewaySeconds,
      remember: true,
    },
    clock,
  );
const principal = async (checker: TokenVerifier, token: string) => {
  const verdict = await checker.verify(token);
  if (verdict.kind === "invalid") throw new Error(verdict.reason);
  return verdict.principal;
};

/** What a refresh on the side changes shows when the event loop has had its turns. */
const untilRefused = async (verify: () => Promise<{ kind: string }>): Promise<void> => {
  while ((await verify()).kind === "valid") await turn();
};

describe("a token that was verified", () => {
  it("is recognized: the same principal object, which is frozen", async () => {
    const checker = verifier();
    const token = key.issue(accessClaims());
    const first = await principal(checker, token);
    expect(await principal(checker, token)).toBe(first);
    expect(Object.isFrozen(first) && Object.isFrozen(first.scopes)).toBe(true);
  });

  it("is recognized by its complete text: no other spelling, signature or claim is accepted", async () => {
    const checker = verifier();
    const token = key.issue(accessClaims());
    await principal(checker, token);
    const others = [`${token}=`, `${token} `, token.slice(0, -1), `${token}A`, token.toLowerCase()];
    for (const other of others) expect(await checker.verify(other)).toHaveProperty("kind", "invalid");
    const bob = key.issue(accessClaims({ user_id: "usr_bob" }));
    expect((await principal(checker, bob)).userId).toBe("usr_bob");
    expect((await principal(checker, token)).userId).toBe("usr_ada");
  });

  it.each([
    [0, 899_000, "valid"],
    [0, 900_000, "invalid"],
    [30, 929_000, "valid"],
    [30, 930_000, "invalid"],
  ])(
    "with a leeway of %d s and %d ms later is %s: its end is looked at every time",
    async (leeway, laterMs, kind) => {
      const tokens = verifiedTokens(leeway);
      const seconds = 1_735_689_600;
      const held = principalOf({ expiresAtSeconds: seconds + 900 });
      // Kept a moment before it is asked for, so that five minutes are not what ends it.
      tokens.keep("token", held, () => true, seconds * 1000 + laterMs - 1000);
      expect(tokens.find("token", seconds * 1000 + laterMs) === held ? "valid" : "invalid").toBe(kind);
    },
  );

  it("is verified again after five minutes", () => {
    const tokens = verifiedTokens(0);
    const now = Date.parse("2025-01-01T00:00:00.000Z");
    tokens.keep("token", principalOf(), () => true, now);
    expect(tokens.find("token", now + 299_999)).toBeDefined();
    expect(tokens.find("token", now + 300_000)).toBeUndefined();
    expect(VERIFIED_TOKENS.keptMs).toBe(300_000);
  });

  it("is forgotten when its key is removed from the key set", async () => {
    const checker = verifier();
    const token = key.issue(accessClaims());
    const first = await principal(checker, token);
    signingKeys.serve({ keys: [signingKey("key-2").jwk] });
    aheadMs += SIGNING_KEY_TIMES.refreshMs - 1_000;
    expect(await principal(checker, key.issue(accessClaims({ jti: "other" })))).not.toBe(first);
    aheadMs += 1_000;
    const late = key.issue(accessClaims({ jti: "late" }));
    await untilRefused(() => checker.verify(late));
    expect(await checker.verify(token)).toEqual({ kind: "invalid", reason: "signing_key" });
  });

  it("is removed at the limit if it is the least recently used", () => {
    const tokens = verifiedTokens(0, 3);
    const now = Date.parse("2025-01-01T00:00:00.000Z");
    const keep = (token: string) => tokens.keep(token, principalOf({ jti: token }), () => true, now);
    for (const token of ["a", "b", "c"]) keep(token);
    expect(tokens.find("a", now + 1_000)).toMatchObject({ jti: "a" });
    keep("d");
    expect(["a", "b", "c", "d"].map((token) => tokens.find(token, now)?.jti)).toEqual([
      "a",
      undefined,
      "c",
      "d",
    ]);
  });
});

it("a refusal is never kept: the next verification decides anew", async () => {
  const checker = verifier();
  const fresh = signingKey("key-2");
  const token = fresh.issue(accessClaims());
  expect(await checker.verify(token)).toEqual({ kind: "invalid", reason: "signing_key" });
  signingKeys.serve({ keys: [fresh.jwk] });
  aheadMs += SIGNING_KEY_TIMES.seekPauseMs;
  expect(await checker.verify(token)).toHaveProperty("kind", "valid");
});
