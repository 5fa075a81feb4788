/**
 * Sign-ins per second (USER_PASSWORD_AUTH, by email, through the AWS SDK) and resident memory of the local
 * user pool with 1, 10,000 and 100,000 users, beside cognito-local with the same users, in one run.
 */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { InitiateAuthCommand } from "@aws-sdk/client-cognito-identity-provider";
import { cognitoLocal, emailOf, type PoolKind, password, thisPool } from "./pool-servers.js";
import type { PoolServer } from "./server-process.js";

const CONCURRENT = 4;
/** How much dearer a sign-in may be with the most users than with one. */
const BUDGET_RATIO = 2;

interface Figures {
  readonly perSecond: number;
  readonly memoryMiB: number;
}

export const userPool = async (args: readonly string[]): Promise<void> => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seconds: { type: "string", default: "5" },
      users: { type: "string", default: "1,10000,100000" },
    },
  });
  const ms = Number(values.seconds) * 1000;
  console.log("sign-ins and memory of a local user pool, by number of users");
  await measure(thisPool, 1, ms); // the warm-up of the client, which is this process
  const all: Figures[] = [];
  for (const users of values.users.split(",").map(Number)) {
    const own = await measure(thisPool, users, ms);
    const other = await measure(cognitoLocal, users, ms);
    all.push(own);
    report(users, own, other, all[0] ?? own);
  }
  const [alone, most] = [all[0]?.perSecond ?? 0, all.at(-1)?.perSecond ?? 0];
  if (alone > most * BUDGET_RATIO) {
    console.error(`  a sign-in with the most users costs over ${BUDGET_RATIO} times one with a single user`);
    process.exitCode = 1;
  }
};

const report = (users: number, own: Figures, other: Figures, alone: Figures): void => {
  const ratio = (one: number, another: number) => (one / another).toFixed(2);
  const show = ({ perSecond, memoryMiB }: Figures) =>
    `${perSecond.toFixed(1)}/s, ${memoryMiB.toFixed(0)} MiB`;
  console.log(
    `  ${String(users).padStart(6)} users · sign-ins ${ratio(own.perSecond, other.perSecond)} : 1 cognito-local` +
      ` · memory ${ratio(own.memoryMiB, other.memoryMiB)} : 1` +
      ` · cost of a sign-in to that with the first number ${ratio(alone.perSecond, own.perSecond)} : 1` +
      ` (${show(own)}; ${show(other)})`,
  );
};

const measure = async (kind: PoolKind, users: number, ms: number): Promise<Figures> => {
  const folder = await mkdtemp(join(tmpdir(), "user-pool-bench-"));
  try {
    const clientId = await using(kind, folder, (server) => kind.prepare(server));
    await kind.multiply(folder, users);
    return await using(kind, folder, async (server) => {
      await signIns(server, { clientId, users, ms: ms / 5 }); // the compiler's warm-up
      const perSecond = await signIns(server, { clientId, users, ms });
      return { perSecond, memoryMiB: await memoryOf(server.pid) };
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

/** At least one by each of the callers, then until the time is over; answers how many per second. */
const signIns = async (
  { client }: PoolServer,
  { clientId, users, ms }: { clientId: string; users: number; ms: number },
): Promise<number> => {
  const began = performance.now();
  let done = 0;
  const caller = async (): Promise<void> => {
    do {
      const USERNAME = emailOf(Math.floor(Math.random() * users));
      const AuthParameters = { USERNAME, PASSWORD: password };
      const request = { ClientId: clientId, AuthFlow: "USER_PASSWORD_AUTH" as const, AuthParameters };
      const { AuthenticationResult } = await client.send(new InitiateAuthCommand(request));
      if (!AuthenticationResult?.AccessToken) throw new Error("the sign-in gave no token");
      done += 1;
    } while (performance.now() - began < ms);
  };
  await Promise.all(Array.from({ length: CONCURRENT }, caller));
  return (done * 1000) / (performance.now() - began);
};

/** Resident memory, from /proc. */
const memoryOf = async (pid: number): Promise<number> => {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? Number.NaN) / 1024;
};
