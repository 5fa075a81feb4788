import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import fc from "../../../../packages/local-aws/tests/support/property.js";
import { parameterValue } from "../../../../shared/adapters/aws/named-values.js";
import { ssmServiceClients } from "../../../../shared/adapters/aws/service-clients.js";
import { hmacChallengeKey } from "../../../../shared/adapters/node/hmac-challenge-key.js";
import { Secret } from "../../../../shared/domain/secret.js";
import { type AwsService, startAwsService } from "../../../support/aws-service.js";

const keyWith = (key: string) => hmacChallengeKey({ value: async () => new Secret(key) }, "name");
const challengeKey = keyWith("key");
const reference = fc.stringMatching(/^chl_[0-9a-f]{32}$/);

describe("the challenge key", () => {
  it("derives evenly distributed codes of eight digits from reference and key", async () => {
    const codes = await Promise.all(
      Array.from({ length: 5_000 }, (_, index) => challengeKey.code(`chl_${index}`)),
    );
    expect(codes.every((code) => /^\d{8}$/.test(code))).toBe(true);
    expect(new Set(codes).size).toBeGreaterThan(4_990);
    const first = Array.from(
      { length: 10 },
      (_, digit) => codes.filter((code) => code[0] === `${digit}`).length,
    );
    expect(Math.min(...first)).toBeGreaterThan(400);
    expect(Math.max(...first)).toBeLessThan(600);
    expect(await challengeKey.code("chl_1")).toBe(codes[1]);
    expect(await keyWith("another").code("chl_1")).not.toBe(codes[1]);
  });

  it("reads the token of a link, and none that another key signed", async () => {
    await fc.assert(
      fc.asyncProperty(
        reference,
        fc.integer({ min: 0, max: 9_999_999_999 }),
        async (name, expiresAtSeconds) => {
          const token = await challengeKey.magicLinkToken(name, expiresAtSeconds);
          expect(await challengeKey.readMagicLinkToken(token)).toEqual({ reference: name, expiresAtSeconds });
          expect(await keyWith("another").readMagicLinkToken(token)).toBeUndefined();
        },
      ),
      { numRuns: 50 },
    );
  });

  it("refuses a token with any changed character", async () => {
    const token = await challengeKey.magicLinkToken("chl_0123456789abcdef0123456789abcdef", 1_735_690_200);
    for (let at = 0; at < token.length; at += 1) {
      for (const other of ["A", "0", "."]) {
        const changed = token.slice(0, at) + other + token.slice(at + 1);
        if (changed !== token) expect(await challengeKey.readMagicLinkToken(changed)).toBeUndefined();
      }
    }
  });

  it("separates its uses: a hash is neither a signature nor a code", async () => {
    const text = "chl_0123456789abcdef0123456789abcdef.1735690200";
    expect(await challengeKey.readMagicLinkToken(`${text}.${await challengeKey.hash(text)}`)).toBeUndefined();
    expect(await challengeKey.hash(text)).toMatch(/^[\w-]{43}$/);
  });

  it("compares texts of any length", () => {
    expect([
      challengeKey.same("a", "a"),
      challengeKey.same("a", "b"),
      challengeKey.same("a", "aa"),
      challengeKey.same("", ""),
    ]).toEqual([true, false, false, true]);
  });
});

describe("the app clients of services", () => {
  let aws: AwsService;
  beforeEach(async () => {
    aws = await startAwsService();
  });
  afterEach(() => aws.close());
  const clients = () => ssmServiceClients(parameterValue(aws.call), "/name");

  it("are those of the parameter, read once", async () => {
    aws.script("GetParameter", { output: { Parameter: { Value: "client-1, client-2" } } });
    const known = clients();
    const answers: boolean[] = [];
    for (const id of ["client-1", "client-2", "client-3", "", "client-1, client-2"]) {
      answers.push(await known.includes(id));
    }
    expect(answers).toEqual([true, true, false, false, false]);
    expect(aws.inputs("GetParameter")).toHaveLength(1);
  });

  it.each([undefined, "", ",", "client-1,", "client 1"])(
    "cannot be read from the parameter %j, which the error names, without its value",
    async (Value) => {
      aws.script("GetParameter", { output: { Parameter: { Value } } });
      await expect(clients().includes("")).rejects.toMatchObject({
        code: "internal",
        cause: { message: "the parameter /name takes names, separated by commas" },
      });
    },
  );

  it("are an outage while the parameter cannot be read", async () => {
    aws.script("GetParameter", { error: "InternalServerError", status: 500 });
    await expect(clients().includes("client-1")).rejects.toMatchObject({ code: "temporarily_unavailable" });
  });
});
