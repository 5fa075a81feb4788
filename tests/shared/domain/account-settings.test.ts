import { expect, it } from "@jest/globals";
import { isCellId, isVisibleAccountId } from "../../../shared/domain/account-settings.js";

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
