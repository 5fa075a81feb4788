/** What a request's DynamoDB calls add up to: the calls that waited for each other, the writes, and their price. */
import type { ObservedCall } from "local-aws/dynamodb";

/** The longest chain of calls in which each starts after the one before has ended. */
export const longestChain = (calls: readonly Pick<ObservedCall, "startedAt" | "endedAt">[]): number => {
  const chains: { readonly endedAt: number; readonly length: number }[] = [];
  for (const { startedAt, endedAt } of calls.toSorted((one, other) => one.startedAt - other.startedAt)) {
    const before = chains.filter((each) => each.endedAt <= startedAt).map(({ length }) => length);
    chains.push({ endedAt, length: Math.max(0, ...before) + 1 });
  }
  return Math.max(0, ...chains.map(({ length }) => length));
};

/** Items that are written. DynamoDB writes each item of a transaction twice. */
export const itemsWritten = (calls: readonly ObservedCall[]): number =>
  calls.reduce(
    (sum, { operation, itemsWritten }) => sum + itemsWritten * (operation === "TransactWriteItems" ? 2 : 1),
    0,
  );

/**
 * US dollars for a million, in us-east-1: published prices of 2025 and 2026, looked up on 29 September 2026. Without the
 * running time of the functions and the logs, which this machine cannot measure.
 */
const DOLLARS = { writeUnit: 0.625, readUnit: 0.125, event: 1, request: 1, invocation: 0.2 } as const;

export type Consumed = {
  readonly calls: readonly ObservedCall[];
  readonly events: number;
  readonly invocations: number;
};

/** US dollars for a million such requests. */
export const dollarsPerMillion = ({ calls, events, invocations }: Consumed): number =>
  unitsOf(calls, "writeUnits") * DOLLARS.writeUnit +
  unitsOf(calls, "readUnits") * DOLLARS.readUnit +
  events * DOLLARS.event +
  invocations * DOLLARS.invocation +
  DOLLARS.request;

export const unitsOf = (calls: readonly ObservedCall[], kind: "readUnits" | "writeUnits"): number =>
  calls.reduce((sum, call) => sum + call[kind], 0);

/** The relay and the sweeper number events in the audit table only. A request just puts them there. */
export const isOfRelay = ({ operation, tables }: ObservedCall, auditTable: string): boolean =>
  operation !== "PutItem" && tables.every((table) => table === auditTable);
