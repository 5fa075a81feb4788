/**
 * The local user pool with 1, 10,000 and 100,000 users, compared with cognito-local and the same users:
 * sign-ins per second, memory, the time from a start to the first sign-in, and the cost of other calls with
 * many users.
 */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { flag, option, wholeNumberOf } from "local-aws/command-line";
import { benchmark } from "./benchmark.js";
import { publish, ratio } from "./benchmark-page.js";
import { callNames, callsPerSecond } from "./pool-calls.js";
import { cognitoLocal, type PoolKind, thisPool } from "./pool-servers.js";
import type { PoolServer } from "./server-process.js";
import { passwordChecks, signIns } from "./sign-ins.js";

/** The largest allowed cost of a sign-in with the most users, relative to one user. */
const BUDGET_RATIO = 2;
/** Relative to the memory of a pool with one user. */
const BUDGET_BYTES_PER_USER = 2560;

interface Figures {
  readonly users: number;
  readonly perSecond: number;
  readonly memoryMiB: number;
  readonly restartMs: number;
  readonly calls: readonly number[];
}

const pairs: { own: Figures; other: Figures }[] = [];

export const userPool = benchmark(
  {
    quick: flag("short measurements of small pools"),
    seconds: option("N", "seconds of each measurement (5, or 1 with --quick)"),
    users: option("N,N", "users of each pool (1,10000,100000, or 1,10000 with --quick)"),
    write: flag("write the table into docs/benchmarks.md"),
  },
  async (values) => {
    const ms = wholeNumberOf("--seconds", values.seconds ?? (values.quick ? "1" : "5"), 1, 3600) * 1000;
    const counts = (values.users ?? (values.quick ? "1,10000" : "1,10000,100000"))
      .split(",")
      .map((each) => wholeNumberOf("--users", each, 1, 1_000_000));
    console.log("a local user pool, by number of users");
    await measure(thisPool, 1, ms); // warms up the client in this process
    for (const users of counts) {
      const own = await measure(thisPool, users, ms);
      const other = await measure(cognitoLocal, users, ms);
      console.log(`  ${users} users: ${show(own)}; ${cognitoLocal.name}: ${show(other)}`);
      pairs.push({ own, other });
    }
    const checks = await passwordChecks(ms);
    await report(values.write, checks);
  },
);

const show = ({ perSecond, memoryMiB, restartMs }: Figures): string =>
  `${perSecond.toFixed(1)} sign-ins/s, ${memoryMiB.toFixed(0)} MiB, ready in ${restartMs.toFixed(0)} ms`;

const report = async (write: boolean, checks: number): Promise<void> => {
  const [first, most] = [pairs[0], pairs.at(-1)];
  if (!first || !most) throw new Error("no number of users");
  const row = ({ own, other }: typeof first) => [
    own.users.toLocaleString("en"),
    `${ratio(own.perSecond, other.perSecond)} : 1`,
    ratio(first.own.perSecond, own.perSecond),
    ratio(first.other.perSecond, other.perSecond),
    `${ratio(own.memoryMiB, other.memoryMiB)} : 1`,
    ratio(own.restartMs, first.own.restartMs),
    ratio(other.restartMs, first.other.restartMs),
  ];
  const head = [
    ...["users", "sign-ins per second, against cognito-local", "cost of a sign-in, against one user"],
    ...["cognito-local's", "memory, against cognito-local", "start to first sign-in, against one user"],
    "cognito-local's",
  ];
  await publish({ name: "user-pool", head, rows: pairs.map(row) }, write);
  const calls = callNames.map((name, at) => [name, ratio(first.own.calls[at] ?? 0, most.own.calls[at] ?? 0)]);
  const bytes =
    ((most.own.memoryMiB - first.own.memoryMiB) * 2 ** 20) / (most.own.users - first.own.users || 1);
  const facts = [
    ["memory for each user above the first, KiB", (bytes / 1024).toFixed(1)],
    ["password checks per second alone, against sign-ins", `${ratio(checks, first.own.perSecond)} : 1`],
  ];
  const title = `with ${most.own.users.toLocaleString("en")} users`;
  await publish(
    { name: "user-pool-calls", head: [title, "cost against one user"], rows: [...calls, ...facts] },
    write,
  );
  checkBudgets(first.own, most.own, bytes);
};

const checkBudgets = (first: Figures, most: Figures, bytesPerUser: number): void => {
  const over = (text: string): void => {
    console.error(`  over the budget: ${text}`);
    process.exitCode = 1;
  };
  if (first.perSecond > most.perSecond * BUDGET_RATIO)
    over(`a sign-in with the most users costs more than ${BUDGET_RATIO} times as much as with one user`);
  // With few users, the process's own memory dominates the difference.
  if (most.users >= 100_000 && bytesPerUser > BUDGET_BYTES_PER_USER)
    over(`a user takes ${bytesPerUser.toFixed(0)} bytes, over ${BUDGET_BYTES_PER_USER}`);
};

const measure = async (kind: PoolKind, users: number, ms: number): Promise<Figures> => {
  const folder = await mkdtemp(join(tmpdir(), "user-pool-bench-"));
  try {
    await kind.build();
    const clientId = await using(kind, folder, (server) => kind.prepare(server));
    await kind.multiply(folder, users);
    const began = performance.now();
    return await using(kind, folder, async (server) => {
      await signIns(server, { clientId, users, ms: 0 });
      const restartMs = performance.now() - began;
      await signIns(server, { clientId, users, ms: ms / 5 }); // warm-up for the JIT compiler
      const perSecond = await signIns(server, { clientId, users, ms });
      const memoryMiB = await memoryOf(server.pid);
      const calls = kind === thisPool ? await callsPerSecond(server, { clientId, users, ms: ms / 5 }) : [];
      return { users, perSecond, memoryMiB, restartMs, calls };
    });
  } finally {
    await rm(folder, { recursive: true });
  }
};

const using = async <T>(
  kind: PoolKind,
  folder: string,
  run: (server: PoolServer) => Promise<T>,
): Promise<T> => {
  const server = await kind.start(folder);
  try {
    return await run(server);
  } finally {
    await server.stop();
  }
};

/** Resident memory, from /proc. */
const memoryOf = async (pid: number): Promise<number> => {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? Number.NaN) / 1024;
};
