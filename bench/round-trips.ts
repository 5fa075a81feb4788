/**
 * The DynamoDB calls of a sign-in: how many wait for each other, what they write, and what they cost. Runs against the
 * embedded stack over HTTP, with a delay before every call that makes each round trip visible.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { flag, wholeNumber } from "local-aws/command-line";
import type { ObservedCall } from "local-aws/dynamodb";
import { type RunningStack, startStack } from "../local/stack/index.js";
import { type Answer, post, refreshTokenOf } from "../local/story/api.js";
import { benchmark } from "./benchmark.js";
import { publish } from "./benchmark-page.js";
import {
  type Consumed,
  dollarsPerMillion,
  isOfRelay,
  itemsWritten,
  longestChain,
  unitsOf,
} from "./call-chain.js";

const LONGEST_REQUEST_MS = 20_000;
const PASSWORD = "Round-Trips-1!";

type Budget = { readonly calls: number; readonly items: number; readonly units: number };
type Case = {
  readonly name: string;
  readonly budget: Budget;
  readonly status: number;
  run(user: User): Promise<Answer>;
};
type Measured = Consumed & {
  readonly name: string;
  readonly budget: Budget;
  /** Until the answer, without those of the relay. */
  readonly waitedFor: readonly ObservedCall[];
  readonly ms: number;
};

export const roundTrips = benchmark(
  {
    "delay-ms": wholeNumber("the delay of each call", 100, { least: 1, most: 500 }),
    list: flag("list the calls in their order"),
    write: flag("write the table into docs/benchmarks.md"),
  },
  async (values) => {
    const calls: ObservedCall[] = [];
    const dataDir = await mkdtemp(join(tmpdir(), "round-trips-"));
    const stack = await startStack({
      ...{ root: join(import.meta.dirname, ".."), dataDir, fresh: true, port: 0, legacyHashCost: 1024 },
      databaseFront: { observe: (call) => calls.push(call) },
    });
    try {
      await report(await measure(stack, calls, values["delay-ms"]), values);
    } finally {
      await stack.close();
      await rm(dataDir, { recursive: true, force: true });
    }
  },
);

const CASES: readonly Case[] = [
  {
    name: "first login",
    budget: { calls: 12, items: 24, units: 34 },
    status: 200,
    run: (user) => user.post("signin", PASSWORD),
  },
  {
    name: "sign-in",
    budget: { calls: 8, items: 8, units: 14 },
    status: 200,
    run: (user) => user.post("signin", PASSWORD),
  },
  {
    name: "wrong password",
    budget: { calls: 5, items: 6, units: 9 },
    status: 401,
    run: (user) => user.post("signin", "Wrong-1!"),
  },
  {
    name: "refresh",
    budget: { calls: 3, items: 5, units: 9 },
    status: 200,
    run: (user) => user.post("refresh"),
  },
];

/** Runs all cases for one user without a delay, so that the functions are warm, and then for another user. */
const measure = async (stack: RunningStack, calls: ObservedCall[], delayMs: number): Promise<Measured[]> => {
  await measured(stack, calls, "warm@example.com");
  stack.tables.front?.setDelay(delayMs);
  return measured(stack, calls, "ada.measured@example.com");
};

const measured = async (stack: RunningStack, calls: ObservedCall[], email: string): Promise<Measured[]> => {
  await stack.legacy.add({ id: email, email, email_verified: true, name: "Someone", password: PASSWORD });
  const user = new User(stack, email);
  const found: Measured[] = [];
  for (const { name, budget, status, run } of CASES) {
    await settled(stack, calls);
    await takeProbe(stack);
    calls.length = 0;
    const seen = stack.eventBus.events().at(-1)?.sequence ?? 0;
    const invoked = stack.userPool.invocations().at(-1)?.sequence ?? 0;
    const began = performance.now();
    const answer = await run(user);
    const ms = performance.now() - began;
    const until = performance.timeOrigin + performance.now();
    if (answer.status !== status) throw new Error(`${name} got status ${answer.status}`);
    await settled(stack, calls);
    const audit = auditTableIn(calls);
    found.push({
      ...{ name, budget, ms, calls: [...calls] },
      waitedFor: calls.filter((call) => call.endedAt <= until && !isOfRelay(call, audit)),
      events: stack.eventBus.events(seen).length,
      // The function of the endpoint, and the triggers.
      invocations: stack.userPool.invocations(invoked).length + 1,
    });
  }
  return found;
};

/**
 * Another request has the stage's probe: there is one in each second, for all requests together. The bench takes it for
 * the time of a request.
 */
const takeProbe = (stack: RunningStack) =>
  stack.tables.client.send(
    new PutItemCommand({
      TableName: stack.describe().tables.guard,
      Item: { pk: { S: "PROBE#legacy" }, probed_ms: { N: String(Date.now() + LONGEST_REQUEST_MS) } },
    }),
  );

/** A client: it sends the cookies and the refresh token that it got. */
class User {
  readonly #stack: RunningStack;
  readonly #email: string;
  readonly #cookies = new Map<string, string>();
  #refreshToken: string | undefined;

  constructor(stack: RunningStack, email: string) {
    this.#stack = stack;
    this.#email = email;
  }

  async post(path: "signin" | "refresh", password?: string): Promise<Answer> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const body =
      password === undefined ? { refresh_token: this.#refreshToken } : { email: this.#email, password };
    const answer = await post(this.#stack.describe(), path, body, { cookie });
    for (const each of answer.cookies) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(each) ?? [];
      this.#cookies.set(name, value);
    }
    this.#refreshToken = refreshTokenOf(answer) ?? this.#refreshToken;
    return answer;
  }
}

/** Until the outbox is empty: events that are being published cause events and calls of their own. */
const settled = async (stack: RunningStack, calls: readonly ObservedCall[]): Promise<void> => {
  for (let before = -1; before !== calls.length; ) {
    before = calls.length;
    await stack.settled();
  }
};

const auditTableIn = (calls: readonly ObservedCall[]): string =>
  calls.flatMap(({ tables }) => tables).find((table) => table.includes("audit")) ?? "";

const report = async (
  found: readonly Measured[],
  {
    "delay-ms": delayMs,
    list,
    write,
  }: { readonly "delay-ms": number; readonly list: boolean; readonly write: boolean },
): Promise<void> => {
  const rows = found.map(({ name, budget, waitedFor, ms, ...consumed }) => [
    name,
    within(longestChain(waitedFor), budget.calls),
    (ms / delayMs).toFixed(1),
    within(itemsWritten(consumed.calls), budget.items),
    within(unitsOf(consumed.calls, "writeUnits"), budget.units),
    String(unitsOf(consumed.calls, "readUnits")),
    `$${dollarsPerMillion(consumed).toFixed(2)}`,
  ]);
  const head = [
    "request",
    "calls in a row",
    "time / delay",
    "items",
    "write units",
    "read units",
    "a million",
  ];
  await publish({ name: "round-trips", head, rows }, write);
  if (list) for (const each of found) console.log(`\n${each.name}\n${listed(each).join("\n")}`);
};

const within = (value: number, budget: number): string =>
  `${value} of ${budget}${value > budget ? ", OVER" : ""}`;

const listed = ({ calls, waitedFor }: Measured): string[] => {
  const ordered = calls.toSorted((one, other) => one.startedAt - other.startedAt);
  const first = ordered[0]?.startedAt ?? 0;
  return ordered.map((call) => {
    const { operation, itemsRead, itemsWritten: written, itemsChecked, error } = call;
    const times = [call.startedAt, call.endedAt]
      .map((at) => String(Math.round(at - first)).padStart(5))
      .join(" to");
    const who = waitedFor.includes(call) ? "" : " (relay, or after the answer)";
    const items = `${itemsRead} read, ${written} written, ${itemsChecked} checked`;
    const units = `${call.readUnits} RRU, ${call.writeUnits} WRU`;
    const failed = error === undefined ? "" : ` ${error}`;
    return `${times} ms${who} ${operation} ${rowKinds(call.input).join(" ")} (${items}; ${units})${failed}`;
  });
};

/** The kinds of the rows that a request names: their keys up to the first `#`, so that no id is printed. */
const rowKinds = (value: unknown): string[] => {
  if (typeof value !== "object" || value === null) return [];
  const { pk, sk, KeyConditionExpression, ExpressionAttributeValues, ...rest } = value as Record<
    string,
    unknown
  >;
  if (typeof KeyConditionExpression === "string") {
    const values = Object(ExpressionAttributeValues) as Record<string, unknown>;
    const names = KeyConditionExpression.match(/:\w+/g) ?? [];
    return [names.flatMap((name) => kindOf(values[name])).join("/")];
  }
  return pk === undefined ? Object.values(rest).flatMap(rowKinds) : [[pk, sk].flatMap(kindOf).join("/")];
};

const kindOf = (key: unknown): string[] => {
  const { S } = Object(key) as { readonly S?: unknown };
  return typeof S === "string" ? [S.replace(/#.*$/s, "")] : [];
};
