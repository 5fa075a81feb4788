import { expect, it } from "@jest/globals";
import fc from "../../../packages/local-aws/tests/support/property.js";
import { normaliseCode } from "../../../shared/domain/one-time-code.js";

it.each([
  ["123456", "123456"],
  [" 123 456\n", "123456"],
  ["123\u00a0456", "123456"],
  ["12\u20093\u30004 56", "123456"],
  ["１２３４５６", "123456"],
  ["١٢٣٤٥٦", "123456"],
  ["۱۲۳۴۵۶", "123456"],
  ["१२३४५६", "123456"],
  ["𝟏𝟐𝟑𝟒𝟓𝟔", "123456"],
  ["12345a", "12345a"],
  ["123-456", "123-456"],
])("the code %j reads %j", (typed, code) => {
  expect(normaliseCode(typed)).toBe(code);
});

it("reads every decimal digit of Unicode as what it counts", () => {
  for (let codePoint = 0; codePoint <= 0x10ffff; codePoint += 1) {
    if (codePoint >= 0xd800 && codePoint <= 0xdfff) continue;
    const character = String.fromCodePoint(codePoint);
    if (/\p{Nd}/u.test(character)) expect(normaliseCode(character)).toMatch(/^[0-9]$/);
  }
});

it("changes nothing of what it has read", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const once = normaliseCode(text);
      return normaliseCode(once) === once;
    }),
  );
});
