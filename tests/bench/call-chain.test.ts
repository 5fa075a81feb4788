import { describe, expect, it } from "@jest/globals";
import type { ObservedCall } from "local-aws/dynamodb";
import { dollarsPerMillion, isOfRelay, itemsWritten, longestChain } from "../../bench/call-chain.js";

const callOf = (change: Partial<ObservedCall>): ObservedCall => ({
  ...{ operation: "GetItem", input: {}, tables: ["directory"], error: undefined },
  ...{
    itemsRead: 0,
    itemsWritten: 0,
    itemsChecked: 0,
    startedAt: 0,
    endedAt: 1,
    readUnits: 0,
    writeUnits: 0,
  },
  ...change,
});
const times = (...pairs: readonly (readonly [number, number])[]) =>
  pairs.map(([startedAt, endedAt]) => ({ startedAt, endedAt }));

describe("the longest chain of calls", () => {
  it.each([
    ["no call", [], 0],
    ["calls in sequence", times([0, 10], [10, 20], [25, 30]), 3],
    ["calls in parallel", times([0, 10], [1, 9], [2, 12]), 1],
    ["two calls beside a long one", times([0, 100], [5, 20], [30, 60]), 2],
    ["a call that waits for both of two", times([0, 10], [0, 20], [20, 30]), 2],
    ["calls that are not in order", times([30, 40], [0, 10], [10, 20]), 3],
  ])("of %s", (_, calls, length) => {
    expect(longestChain(calls)).toBe(length);
  });
});

it("items of a transaction are written twice", () => {
  const calls = [
    callOf({ operation: "TransactWriteItems", itemsWritten: 3, itemsChecked: 1 }),
    callOf({ operation: "PutItem", itemsWritten: 1 }),
  ];

  expect(itemsWritten(calls)).toBe(7);
});

it("the price of a million requests adds writes, reads, events, invocations and the requests", () => {
  const calls = [callOf({ writeUnits: 2 }), callOf({ readUnits: 4 })];

  expect(dollarsPerMillion({ calls, events: 1, invocations: 5 })).toBeCloseTo(1.25 + 0.5 + 1 + 1 + 1);
});

it.each([
  [{ operation: "UpdateItem", tables: ["audit"] }, true],
  [{ operation: "BatchGetItem", tables: ["audit"] }, true],
  [{ operation: "PutItem", tables: ["audit"] }, false],
  [{ operation: "TransactWriteItems", tables: ["directory", "audit"] }, false],
  [{ operation: "GetItem", tables: ["directory"] }, false],
])("a call %j is of the relay: %s", (call, expected) => {
  expect(isOfRelay(callOf(call), "audit")).toBe(expected);
});
