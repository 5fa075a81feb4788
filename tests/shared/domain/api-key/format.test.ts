import { describe, expect, it } from "@jest/globals";
import fc from "../../../../packages/local-aws/tests/support/property.js";
import { randomApiKeyTexts } from "../../../../shared/adapters/node/api-key-texts.js";
import {
  apiKeyIdIn,
  apiKeyText,
  BASE62,
  crc32,
  KEY_SECRET_LENGTH,
  looksLikeApiKey,
  MAX_KEY_LENGTH,
} from "../../../../shared/domain/api-key/format.js";

const base62 = (length: number) =>
  fc.array(fc.constantFrom(...BASE62), { minLength: length, maxLength: length }).map((all) => all.join(""));
const keys = fc
  .record({ stage: fc.constantFrom("dev", "prod-eu", "L"), keyId: base62(16), secret: base62(30) })
  .map((parts) => ({ ...parts, text: apiKeyText(parts) }));
const key = { stage: "prod", keyId: "AAAAbbbb00001111", secret: "z".repeat(30) };
const text = apiKeyText(key);

describe("an API key", () => {
  it("has the documented form", () => {
    expect(text).toMatch(/^idl_prod_AAAAbbbb00001111_z{30}_[0-9A-Za-z]{6}$/);
    expect(looksLikeApiKey(text)).toBe(true);
    expect(apiKeyText({ ...key, stage: "x".repeat(32) }).length).toBeLessThanOrEqual(MAX_KEY_LENGTH);
  });

  it("has a check that others can compute: standard CRC-32", () => {
    expect(crc32("123456789")).toBe(0xcbf43926);
    expect(crc32("")).toBe(0);
  });

  it("is read back by the stage that it was made for, and by no other", () => {
    fc.assert(
      fc.property(keys, (made) => {
        expect(apiKeyIdIn(made.text, made.stage)).toBe(made.keyId);
        expect(apiKeyIdIn(made.text, `${made.stage}2`)).toBeUndefined();
      }),
    );
  });

  it("is refused when any one character of it is another one", () => {
    fc.assert(
      fc.property(keys, fc.nat(), fc.integer({ min: 0, max: 0xff }), (made, place, code) => {
        const at = place % made.text.length;
        const changed = `${made.text.slice(0, at)}${String.fromCharCode(code)}${made.text.slice(at + 1)}`;
        fc.pre(changed !== made.text);
        expect(apiKeyIdIn(changed, made.stage)).toBeUndefined();
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ["nothing", ""],
    ["a space before", ` ${text}`],
    ["a line feed after", `${text}\n`],
    ["one character more", `${text}0`],
    ["one character less", text.slice(0, -1)],
    ["its prefix in capitals", text.replace("idl", "IDL")],
    ["no check", text.slice(0, -7)],
    ["a part twice", text.replace("_prod_", "_prod_prod_")],
    ["a megabyte", `${text}${"0".repeat(1_000_000)}`],
    ["letters that look the same", text.replace("A", "\u0391")],
    ["a lone surrogate", `${text.slice(0, -1)}\ud800`],
  ])("is refused with %s", (_, wrong) => {
    expect(apiKeyIdIn(wrong, "prod")).toBeUndefined();
  });
});

describe("a secret", () => {
  it("has at least 178 bits", () => {
    expect(KEY_SECRET_LENGTH * Math.log2(BASE62.length)).toBeGreaterThan(178);
    expect(new Set(BASE62).size).toBe(62);
  });

  it("has the documented alphabet and length, and is never repeated", () => {
    const made = Array.from({ length: 500 }, () => randomApiKeyTexts.base62(KEY_SECRET_LENGTH));
    expect(made.filter((each) => !/^[0-9A-Za-z]{30}$/.test(each))).toEqual([]);
    expect(new Set(made).size).toBe(made.length);
    expect([...new Set(made.join(""))].sort()).toEqual([...BASE62].sort());
  });
});
