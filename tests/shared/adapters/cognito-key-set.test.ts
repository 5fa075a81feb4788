import { afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { cognitoTokenVerifier, type TokenSettings } from "../../../shared/adapters/cognito-token-verifier.js";
import { systemClock } from "../../../shared/adapters/system-clock.js";
import {
  accessClaims,
  CLIENT_ID,
  type KeySetServer,
  POOL_ID,
  type SigningKey,
  signingKey,
  startKeySet,
} from "../../support/token-issuer.js";

let key: SigningKey;
let another: SigningKey;
let stranger: SigningKey;
let keySet: KeySetServer;

beforeAll(() => {
  key = signingKey("key-1");
  another = signingKey("key-2");
  stranger = signingKey("key-1");
});
beforeEach(async () => {
  keySet = await startKeySet([key, another]);
});
afterEach(() => keySet.close());

const verifier = (change: Partial<TokenSettings> = {}) =>
  cognitoTokenVerifier(
    { userPoolId: POOL_ID, clientId: CLIENT_ID, endpoint: keySet.url, leewaySeconds: 0, ...change },
    systemClock,
  );
const unavailable = { name: "AuthError", code: "temporarily_unavailable" };

describe("the key set", () => {
  it("is fetched once for many cold verifications at the same time", async () => {
    const checker = verifier();
    const token = key.issue(accessClaims());
    const verdicts = await Promise.all(Array.from({ length: 200 }, () => checker.verify(token)));
    expect(verdicts.every(({ kind }) => kind === "valid")).toBe(true);
    expect(keySet.seen).toHaveLength(1);
  });

  it("is not fetched for each of many unknown keys", async () => {
    const checker = verifier();
    const tokens = Array.from({ length: 200 }, (_, index) =>
      stranger.issue(accessClaims(), { kid: `key-x${index}` }),
    );
    const verdicts = await Promise.all(tokens.map((token) => checker.verify(token)));
    expect(verdicts.every(({ kind }) => kind === "invalid")).toBe(true);
    expect(keySet.seen).toHaveLength(1);
    expect(await checker.verify(key.issue(accessClaims()))).toHaveProperty("kind", "valid");
  });

  it("is fetched again for a key that was added since", async () => {
    const checker = verifier();
    await checker.verify(key.issue(accessClaims()));
    const token = another.issue(accessClaims(), { kid: "key-3" });
    keySet.serve({ keys: [key.jwk, { ...another.jwk, kid: "key-3" }] });
    expect(await checker.verify(token)).toHaveProperty("kind", "valid");
    expect(keySet.seen).toHaveLength(2);
  });

  it.each([
    ["answers 500", { error: "no" }, 500],
    ["answers 404", {}, 404],
    ["is no key set", {}, 200],
    ["has a broken key", { keys: [{ kty: 7 }] }, 200],
    ["has keys that are no list", { keys: "x" }, 200],
  ])("trap 52: that %s is nobody's fault: neither valid nor invalid", async (_, body, status) => {
    keySet.serve(body, status);
    await expect(verifier().verify(key.issue(accessClaims()))).rejects.toMatchObject(unavailable);
  });

  it("trap 52: that cannot be reached is neither, and a warm verifier goes on", async () => {
    const warm = verifier();
    await warm.verify(key.issue(accessClaims()));
    const cold = verifier({ endpoint: "http://127.0.0.1:9" });

    await expect(cold.verify(key.issue(accessClaims()))).rejects.toMatchObject(unavailable);
    keySet.serve({}, 500);
    expect(await warm.verify(key.issue(accessClaims()))).toHaveProperty("kind", "valid");
  });

  it("is asked for again after an outage", async () => {
    const checker = verifier();
    keySet.serve({}, 503);
    await expect(checker.verify(key.issue(accessClaims()))).rejects.toMatchObject(unavailable);
    keySet.serve({ keys: [key.jwk] });
    expect(await checker.verify(key.issue(accessClaims()))).toHaveProperty("kind", "valid");
  });
});
