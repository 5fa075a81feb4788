import { createCipheriv } from "node:crypto";
import { describe, expect, it } from "@jest/globals";
import { legacyApiKeyText } from "../../../../local/legacy-system/key-text.js";
import fc from "../../../../packages/local-aws/tests/support/property.js";
import { des3LegacyApiKeys, keyRing, tripleDes } from "../../../../shared/adapters/legacy/des3-api-keys.js";
import { AuthError } from "../../../../shared/domain/errors.js";
import { Secret } from "../../../../shared/domain/secret.js";

const key = (fill: string, length = 24) => Buffer.from(fill.repeat(length)).subarray(0, length);
const CURRENT = key("abcdefghijklmnopqrstuvwxyz");
const PREVIOUS = key("zyxwvutsrqponmlkjihgfedcba");
const SAYS = "account=12345;cell=cell-eu-1";
const CLAIM = { accountId: "12345", cellId: "cell-eu-1" };

const opener = (secret: string) =>
  des3LegacyApiKeys({ value: async () => new Secret(secret) }, "identity-lifecycle/test/legacy-keys");
const base64 = (bytes: Buffer) => bytes.toString("base64");
const both = opener(JSON.stringify({ current: base64(CURRENT), previous: base64(PREVIOUS) }));
const open = (text: string) => both.open(text);
/** A key whose decrypted bytes are exactly these. */
const exactly = (plain: Buffer): string => {
  const cipher = createCipheriv("des-ede3-cbc", CURRENT, Buffer.alloc(8)).setAutoPadding(false);
  return base64(Buffer.concat([Buffer.alloc(8), cipher.update(plain), cipher.final()]));
};

describe("a key of the legacy system", () => {
  it("is decrypted with the current and with the previous key of the stage", async () => {
    expect(await open(legacyApiKeyText(CURRENT, SAYS))).toEqual(CLAIM);
    expect(await open(legacyApiKeyText(PREVIOUS, SAYS))).toEqual(CLAIM);
    const alone = opener(base64(CURRENT));
    expect(await alone.open(legacyApiKeyText(CURRENT, SAYS))).toEqual(CLAIM);
    expect(await alone.open(legacyApiKeyText(PREVIOUS, SAYS))).toBeUndefined();
  });

  it("of sixteen bytes is expanded to K1 K2 K1", async () => {
    const two = key("0123456789abcdef", 16);
    expect(await opener(base64(two)).open(legacyApiKeyText(two, SAYS))).toEqual(CLAIM);
    const three = Buffer.concat([two, two.subarray(0, 8)]);
    expect(await opener(base64(three)).open(legacyApiKeyText(two, SAYS))).toEqual(CLAIM);
  });

  it("may contain more fields, in any order", async () => {
    const text = "issued=2019-01-01;cell=cell-eu-1;account=12345;note=a b";
    expect(await open(legacyApiKeyText(CURRENT, text))).toEqual(CLAIM);
  });

  it("is only a claim: one flipped bit of the vector changes its account", async () => {
    const bytes = Buffer.from(legacyApiKeyText(CURRENT, "cell=c;account=1"), "base64");
    bytes[5] = (bytes[5] ?? 0) ^ 1;
    expect(await open(base64(bytes))).toEqual({ accountId: "1", cellId: "b" });
  });
});

const good = legacyApiKeyText(CURRENT, SAYS);
const text = (said: string | Buffer) => legacyApiKeyText(CURRENT, said);
const malformed: [string, string][] = [
  ["nothing", ""],
  ["no base64", "%%%%"],
  ["base64 for addresses", good.replaceAll("+", "-").replaceAll("/", "_").replace("=", "-")],
  ["base64 with a line feed", `${good}\n`],
  ["base64 without its padding", base64(Buffer.alloc(16)).replaceAll("=", "")],
  ["base64 with other last bits", base64(Buffer.alloc(16)).replace("AA==", "AB==")],
  ["a vector alone", base64(Buffer.alloc(8))],
  ["a part of a block", base64(Buffer.alloc(20))],
  ["more than it may have", base64(Buffer.alloc(8 + 264))],
  ["a megabyte", "A".repeat(1_048_576)],
  ["no padding", exactly(Buffer.from("account=1;cell=c"))],
  ["a padding of 0", exactly(Buffer.from("account=1;cell=\0"))],
  ["a padding of 9", exactly(Buffer.concat([Buffer.from("account=1;cell=c"), Buffer.alloc(8, 9)]))],
  ["a padding that does not agree with itself", exactly(Buffer.from("account=1;cell\u0001\u0002"))],
  ["another key", legacyApiKeyText(key("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), SAYS)],
  ["nothing in it", text("")],
  ["a control character", text("account=12345;cell=c\u0000")],
  ["letters beyond ASCII", text("account=12345;cell=é")],
  ["no account", text("cell=cell-eu-1")],
  ["no cell", text("account=12345")],
  ["an empty account", text("account=;cell=c")],
  ["two accounts", text("account=1;account=2;cell=c")],
  ["a pair without a name", text("account=1;cell=c;=x")],
  ["a pair without a value", text("account=1;cell=c;x")],
  ["a space in the account", text("account=1 2;cell=c")],
  ["more text than it may have", text(`account=1;cell=c;x=${"y".repeat(250)}`)],
];

describe("an invalid key", () => {
  it.each(malformed)("with %s is refused like all the others", async (_, wrong) => {
    expect(await open(wrong)).toBeUndefined();
  });

  it.each([["nothing wrong with it", good] as const, ...malformed])(
    "costs the same work with %s: one decryption under each key",
    async (_, text) => {
      const under: Uint8Array[] = [];
      const material = JSON.stringify({ current: base64(CURRENT), previous: base64(PREVIOUS) });
      const keys = des3LegacyApiKeys({ value: async () => new Secret(material) }, "s", (bytes, by) => {
        under.push(by);
        return tripleDes(bytes, by);
      });
      await keys.open(text);
      expect(under.map((each) => Buffer.from(each))).toEqual([CURRENT, PREVIOUS]);
    },
  );

  it("is refused without an error, whatever it is", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string(),
          fc.base64String(),
          fc.uint8Array().map((each) => base64(Buffer.from(each))),
        ),
        async (any) => {
          expect(await open(any)).toBeUndefined();
        },
      ),
      { numRuns: 500 },
    );
  });

  it("is refused if any byte of a valid key is changed, or the content differs", async () => {
    const bytes = Buffer.from(good, "base64");
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ flip;
        expect(await open(base64(changed))).not.toEqual(CLAIM);
      }),
    );
  });
});

describe("key material that is not real Triple DES", () => {
  const one = Buffer.from("12345678");
  const two = Buffer.from("87654321");
  /** The same key to the cipher, which does not look at the lowest bits. */
  const parity = Buffer.from(one.map((byte) => byte ^ 1));

  it.each([
    ["K1 = K2 = K3", Buffer.concat([one, one, one])],
    ["K1 = K2", Buffer.concat([one, one, two])],
    ["K2 = K3", Buffer.concat([two, one, one])],
    ["two equal halves", Buffer.concat([one, one])],
    ["halves that differ in parity alone", Buffer.concat([one, parity])],
    ["K1 = K2 = K3 but for parity", Buffer.concat([one, parity, one])],
    ["8 bytes", one],
    ["25 bytes", Buffer.alloc(25, 1)],
    ["nothing", Buffer.alloc(0)],
  ])("%s is refused, current or previous", (_, bytes) => {
    for (const secret of [
      base64(bytes),
      JSON.stringify({ current: base64(bytes) }),
      JSON.stringify({ current: base64(CURRENT), previous: base64(bytes) }),
    ]) {
      expect(() => keyRing(new Secret(secret))).toThrow(new AuthError("internal"));
    }
  });

  it("K1 K2 K1 is two-key Triple DES, and taken", () => {
    expect(keyRing(new Secret(base64(Buffer.concat([one, two, one]))))).toHaveLength(2);
  });

  it.each([
    "{",
    "[]",
    '{"previous":"x"}',
    JSON.stringify({ current: base64(CURRENT), next: base64(PREVIOUS) }),
    JSON.stringify({ current: CURRENT.toString("hex") }),
    JSON.stringify({ current: 5 }),
    JSON.stringify({ current: base64(CURRENT), previous: null }),
  ])("%s is not key material, and its error does not contain it", (secret) => {
    expect(() => keyRing(new Secret(secret))).toThrow(/^internal$/);
  });
});

it("a renewed secret is used at once, and without a readable secret every key is refused", async () => {
  const values = [base64(CURRENT), base64(PREVIOUS)].map((each) => new Secret(each));
  const keys = des3LegacyApiKeys(
    { value: async () => values.shift() ?? Promise.reject(new AuthError("temporarily_unavailable")) },
    "s",
  );
  expect(await keys.open(legacyApiKeyText(CURRENT, SAYS))).toEqual(CLAIM);
  expect(await keys.open(legacyApiKeyText(PREVIOUS, SAYS))).toEqual(CLAIM);
  await expect(keys.open(good)).rejects.toMatchObject({ code: "temporarily_unavailable" });
});
