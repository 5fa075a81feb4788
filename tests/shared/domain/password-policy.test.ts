import { expect, it } from "@jest/globals";
import { isStrongPassword } from "../../../shared/domain/password-policy.js";

const filled = (length: number) => `Aa1!${"x".repeat(length - 4)}`;

it.each([
  ["at the least length", filled(8), true],
  ["one short", filled(7), false],
  ["at the greatest length", filled(256), true],
  ["one too long", filled(257), false],
  ["long enough in UTF-16 units only", "Aa1!👩👩", true],
  ["too long in UTF-16 units only", `${filled(250)}${"👩".repeat(4)}`, false],
  ["with a space inside", "Aa1 xxxx", true],
  ["with a space before", ` ${filled(8)}`, false],
  ["with a space behind", `${filled(8)} `, false],
  ["with a line break behind", `${filled(8)}\n`, false],
  ["with a line break inside", "Aa1!\nxxxx", false],
  ["with a carriage return inside", "Aa1!\rxxxx", false],
  ["with a line separator inside", "Aa1!\u2028xxxx", false],
  ["with a tab inside", "Aa1!\txxxx", true],
  ["with an ideographic space behind", `${filled(8)}\u3000`, false],
  ["without a digit", "Aaaaaa!!", false],
  ["without a symbol", "Aaaaaa11", false],
  ["without an upper-case letter", "aaaaaa1!", false],
  ["without a lower-case letter", "AAAAAA1!", false],
])("a password %s", (_, password, strong) => {
  expect(isStrongPassword(password)).toBe(strong);
});
