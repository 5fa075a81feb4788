import { createPublicKey, type JsonWebKey, X509Certificate } from "node:crypto";
import { GetSigningCertificateCommand } from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { generatePoolKeys } from "../../src/user-pool/tokens/pool-keys.js";
import { signingCertificate } from "../../src/user-pool/tokens/signing-certificate.js";
import { poolId, refusal, startWorld, type World } from "./world.js";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const certificate = async (UserPoolId: string) =>
  (await world.cognito.send(new GetSigningCertificateCommand({ UserPoolId }))).Certificate ?? "";

it("is the pool's own, signed with a key that the pool publishes, and good for ten years", async () => {
  const read = new X509Certificate(Buffer.from(await certificate(poolId), "base64"));
  const [jwk] = world.running.jwks(poolId).keys;
  const published = createPublicKey({ key: jwk as JsonWebKey, format: "jwk" });

  expect(read.subject).toBe(`CN=${poolId}`);
  expect(read.issuer).toBe(read.subject);
  expect(read.verify(published)).toBe(true);
  expect(read.publicKey.equals(published)).toBe(true);
  const [from, to] = [new Date(read.validFrom), new Date(read.validTo)];
  expect(to.getUTCFullYear() - from.getUTCFullYear()).toBe(10);
  expect(Math.abs(from.getTime() - world.clock.now())).toBeLessThan(60_000);
});

it("is the same whenever it is asked for", async () => {
  expect(await certificate(poolId)).toBe(await certificate(poolId));
});

it("is there for pools that exist", async () => {
  expect(await refusal(certificate("us-east-1_Unknown00"))).toMatch(/^ResourceNotFoundException/);
});

it.each([
  ["1999-12-31T23:59:59Z", 2009],
  ["2039-12-31T23:59:59Z", 2049],
  ["2045-01-01T00:00:00Z", 2055],
])("can be read when it was issued at %s", async (issued, until) => {
  const { id } = await generatePoolKeys();
  const read = new X509Certificate(signingCertificate(id, { name: poolId, issuedAt: Date.parse(issued) }));

  expect(new Date(read.validFrom).getTime()).toBe(Date.parse(issued));
  expect(new Date(read.validTo).getUTCFullYear()).toBe(until);
});
