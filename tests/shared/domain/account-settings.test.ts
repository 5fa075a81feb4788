import { expect, it } from "@jest/globals";
import fc from "../../../packages/local-aws/tests/support/property.js";
import { accountName, isCellId, isVisibleAccountId } from "../../../shared/domain/account-settings.js";

it.each([
  ["  Acme  ", "Acme"],
  ["Caf\u0065\u0301", "Café"],
  ["x".repeat(100), "x".repeat(100)],
  ["<b>Acme</b> & Söhne", "<b>Acme</b> & Söhne"],
  ["", undefined],
  [" \t ", undefined],
  ["x".repeat(101), undefined],
  ["Acme\nBcc: x", undefined],
  ["Acme\u2029x", undefined],
  ["Acme \udc00", undefined],
])("the name %j is kept as %j", (typed, kept) => {
  expect(accountName(typed)).toBe(kept);
});

it("a name that is kept is kept as it is, and is one line", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (typed) => {
      const kept = accountName(typed);
      if (kept === undefined) return;
      expect(accountName(kept)).toBe(kept);
      expect(kept).toMatch(/^[^\p{Cc}\u2028\u2029]{1,100}$/u);
    }),
  );
});

it.each([
  ["NW-1001", true],
  ["abc", true],
  ["ab", false],
  ["-abc", false],
  ["a".repeat(33), false],
  ["A 1001", false],
  ["A#1001", false],
])("the visible id %p is possible: %p", (id, possible) => {
  expect(isVisibleAccountId(id)).toBe(possible);
});

it.each([
  ["cell-eu-1", true],
  ["Cell", false],
  ["", false],
  ["a".repeat(33), false],
])("the cell %p is possible: %p", (id, possible) => {
  expect(isCellId(id)).toBe(possible);
});
