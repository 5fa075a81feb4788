import { expect, it } from "@jest/globals";
import fc from "../../../packages/local-aws/tests/support/property.js";
import { isDay, secondsOfTime } from "../../../shared/domain/timestamp.js";

it.each([
  ["2027-02-28T12:00:00Z", Date.UTC(2027, 1, 28, 12) / 1000],
  ["2028-02-29T23:59:59.999Z", Date.UTC(2028, 1, 29, 23, 59, 59) / 1000],
  ["2027-02-30T12:00:00Z", undefined],
  ["2027-02-29T12:00:00Z", undefined],
  ["2027-04-31T12:00:00Z", undefined],
  ["2027-13-01T12:00:00Z", undefined],
  ["2027-01-01T24:00:00Z", undefined],
  ["2027-01-01T12:60:00Z", undefined],
  ["2027-01-01T12:00:60Z", undefined],
  ["2027-01-01T12:00:00", undefined],
  ["2027-01-01T12:00:00+01:00", undefined],
  ["2027-01-01 12:00:00Z", undefined],
  ["2027-01-01T12:00Z", undefined],
  ["2027-01-01", undefined],
  ["+012027-01-01T12:00:00Z", undefined],
  ["", undefined],
])("the time %j is %p", (text, seconds) => {
  expect(secondsOfTime(text)).toBe(seconds);
});

it.each([
  ["2027-02-28", true],
  ["2027-02-30", false],
  ["2027-2-28", false],
  ["2027-02-28T00:00:00Z", false],
  ["", false],
])("%j is a day: %p", (text, expected) => {
  expect(isDay(text)).toBe(expected);
});

it("a time that is read is the time that was written", () => {
  const from = {
    min: new Date("0000-01-01T00:00:00Z"),
    max: new Date("9999-12-31T23:59:59Z"),
    noInvalidDate: true,
  };
  fc.assert(
    fc.property(fc.date(from), (date) => {
      expect(secondsOfTime(date.toISOString())).toBe(Math.floor(date.getTime() / 1000));
    }),
  );
});
