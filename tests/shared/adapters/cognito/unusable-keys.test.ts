/** Key sets of a pool with a key that verifies no token. */
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
import { cognitoTokenVerifier } from "../../../../shared/adapters/cognito/token-verifier.js";
import { systemClock } from "../../../../shared/adapters/node/system-clock.js";

let key: SigningKey;
let another: SigningKey;
let signingKeys: KeySetServer;

beforeAll(() => {
  key = signingKey("key-1");
  another = signingKey("key-2");
});
beforeEach(async () => {
  signingKeys = await startKeySet([]);
});
afterEach(() => signingKeys.close());

const checkerOf = (change: object) => {
  signingKeys.serve({ keys: [{ ...key.jwk, ...change }, another.jwk] });
  return cognitoTokenVerifier(
    {
      pools: [{ userPoolId: POOL_ID, clientIds: [CLIENT_ID] }],
      endpoint: signingKeys.url,
      leewaySeconds: 0,
      remember: false,
    },
    systemClock,
  );
};

describe("a key set with one key that cannot verify", () => {
  it.each([
    ["for encryption", { use: "enc" }],
    ["for another algorithm", { alg: "RS512" }],
    ["without a modulus", { n: undefined }],
  ])("refuses tokens of a key %s, and accepts those of the other key", async (_, change) => {
    const checker = checkerOf(change);
    expect(await checker.verify(key.issue(accessClaims()))).toEqual({ kind: "invalid", reason: "claims" });
    expect(await checker.verify(another.issue(accessClaims()))).toMatchObject({ kind: "valid" });
  });

  it("cannot tell about tokens of a key that Node.js cannot read, and keeps the cause", async () => {
    const checker = checkerOf({ kty: "EC", crv: "P-256", x: "AA", y: "AA" });
    await expect(checker.verify(key.issue(accessClaims()))).rejects.toMatchObject({
      code: "temporarily_unavailable",
      cause: { name: "TypeError" },
    });
    expect(await checker.verify(another.issue(accessClaims()))).toMatchObject({ kind: "valid" });
  });
});
