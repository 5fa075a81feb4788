import { describe, expect, it } from "@jest/globals";
import { legacyFields } from "../../../../shared/domain/legacy-mapping/legacy-fields.js";
import type { AttributeTarget, Transform } from "../../../../shared/domain/legacy-mapping/mapping.js";
import { mapValue } from "../../../../shared/domain/legacy-mapping/transforms.js";

const map = (value: unknown, transforms: readonly Transform[] = [], to: AttributeTarget = "nickname") => {
  const mapped = mapValue(legacyFields({ field: value }).field, { to, transforms });
  if (mapped.kind === "value") return mapped.text;
  return mapped.kind === "bad" ? `bad: ${mapped.reason}` : "none";
};
const german = { phone: { callingCode: "49", trunkPrefix: "0" } } as const;
const listed = { values: { M: "male", F: "female" } } as const;

describe("a value of a legacy record", () => {
  it.each<[string, unknown, readonly Transform[], string]>([
    ["loses characters that are invisible", "Zoe\u200b\u202e Li", [], "Zoe Li"],
    ["becomes one line", "1 Main St\nTown", [], "1 Main St Town"],
    ["is composed and well formed", "Zoe\u0308 \ud800", [], "Zo\u00eb \ufffd"],
    ["keeps its spaces unless they are trimmed", " Ada ", [], " Ada "],
    ["is trimmed", " \tAda\n", ["trim"], "Ada"],
    ["is in lower case, composed again", " J\u030cAN", ["trim", "lower"], "\u01f0an"],
    ["is nothing when it is blank", " \t", [], "none"],
    ["is nothing when nothing is left of it", "Ada", [{ namePart: "family" }], "none"],
    ["that is a number reads as text", 42, [], "42"],
    ["that is a list is not a string", ["Ada"], ["trim"], "bad: not_text"],
    ["that is a record is not there", { name: "Ada" }, [], "none"],
    ["longer than Cognito takes is too long", "x".repeat(2_049), [], "bad: too_long"],
    ["longer than the rule takes is too long", "four", [{ maxLength: 3 }], "bad: too_long"],
    ["as long as the rule takes is good", "four", [{ maxLength: 4 }], "four"],
  ])("%s", (_, value, transforms, expected) => {
    expect(map(value, transforms)).toBe(expected);
  });

  it.each([
    ["+49 (30) 123-456.78", "+493012345678"],
    ["0049 30 12345678", "+493012345678"],
    ["030/12345678", "+493012345678"],
    ["30 12345678", "+493012345678"],
    ["+1", "bad: not_a_phone_number"],
    ["+0123456789", "bad: not_a_phone_number"],
    ["+123456789012345678", "bad: not_a_phone_number"],
    ["call me", "bad: not_a_phone_number"],
  ])("a number %p of a German system is %s", (value, expected) => {
    expect(map(value, [german], "phone_number")).toBe(expected);
  });

  it("a national number without a calling code is no phone number", () => {
    expect(map("030 12345678", ["phone"])).toBe("bad: not_a_phone_number");
    expect(map("+44 20 7946 0000", ["phone"])).toBe("+442079460000");
  });

  it.each([
    ["en_us", "en-US"],
    ["DE", "de"],
    ["zh-hant-tw", "zh-Hant-TW"],
    ["english", "english"],
    ["en us", "bad: not_a_locale"],
    ["x".repeat(40), "bad: not_a_locale"],
  ])("a language %p is %s", (value, expected) => {
    expect(map(value, ["locale"], "locale")).toBe(expected);
  });

  it.each<[unknown, string]>([
    [true, "true"],
    ["YES", "true"],
    [1, "true"],
    [" off ", "false"],
    [false, "false"],
    ["maybe", "bad: not_a_boolean"],
    [2, "bad: not_a_boolean"],
  ])("a boolean %p is %s", (value, expected) => {
    expect(map(value, ["boolean"])).toBe(expected);
  });

  it.each([
    ["M", "male"],
    ["m", "bad: not_listed"],
    ["constructor", "bad: not_listed"],
    ["__proto__", "bad: not_listed"],
  ])("a listed value %p is %s", (value, expected) => {
    expect(map(value, [listed], "gender")).toBe(expected);
  });

  it.each([
    ["Ada", "Ada", "none"],
    [" Ada  King\tLovelace ", "Ada King", "Lovelace"],
  ])("the name %p is given as %p, and the family's is %p", (name, given, family) => {
    expect([map(name, [{ namePart: "given" }]), map(name, [{ namePart: "family" }])]).toEqual([
      given,
      family,
    ]);
  });

  it.each<[AttributeTarget, string, string]>([
    ["phone_number", "030 12345678", "bad: wrong_form"],
    ["birthdate", "10.12.1815", "bad: wrong_form"],
    ["birthdate", "1815-12-10", "1815-12-10"],
    ["birthdate", "1815-02-30", "bad: wrong_form"],
  ])("for %s %p is %s, because Cognito would refuse the whole user", (to, value, expected) => {
    expect(map(value, [], to)).toBe(expected);
  });
});

describe("a legacy record", () => {
  it("is read up to a limit, and its invalid parts are dropped", () => {
    const fields = legacyFields({
      ...{
        name: "Ada",
        active: true,
        age: 36,
        ratio: 0.5,
        large: 2 ** 60,
        none: null,
        nested: { a: { b: 1 } },
      },
      list: ["a", 1, false, null, ["x"], { key: "value", other: [1] }],
      set: new Set(["one"]),
      long: "x".repeat(10_000),
      ["n".repeat(65)]: "name too long",
    });
    expect({ ...fields, long: fields.long?.length }).toEqual({
      ...{ name: "Ada", active: "true", age: "36" },
      list: ["a", "1", "false", { key: "value" }],
      set: ["one"],
      long: 4096,
    });
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`f${index}`, "x"]));
    expect(Object.keys(legacyFields(many))).toHaveLength(100);
    expect(legacyFields({ list: Array.from({ length: 500 }, () => "x") }).list).toHaveLength(50);
  });
});
