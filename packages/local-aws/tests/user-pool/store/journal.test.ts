/** The data file by itself: what was written is what is read, whenever the process ends. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, rmdir, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, expect, it } from "@jest/globals";
import { type JournalOptions, openJournal } from "../../../src/user-pool/store/journal.js";
import fc from "../../support/property.js";

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "journal-"));
  path = join(folder, "data.jsonl");
});
afterEach(() => rm(folder, { recursive: true }));

/** Reads the content of the file without changing it. */
const restored = async (): Promise<Map<string, unknown>> => {
  const opened = await openJournal(path);
  await opened.journal.close();
  return opened.restored;
};

/** A journal with the state that it writes, as the pools are for the real one. */
async function keeping(options: JournalOptions) {
  const { journal, restored: live } = await openJournal(path, { debounceMs: 1, ...options });
  journal.compactFrom(() => live);
  return {
    live,
    journal,
    put: (key: string, value: unknown) => {
      live.set(key, value);
      journal.record(key, () => live.get(key));
    },
    remove: (key: string) => {
      live.delete(key);
      journal.record(key, () => live.get(key));
    },
  };
}

const challengeAnswer = () => new Promise((resolve) => setTimeout(resolve, 2));

it("restores the last value of each key, compacted at any time or never", async () => {
  const keys = fc.constantFrom("a", "b", "c", "d e");
  const values = fc.oneof(fc.string(), fc.constant("two\nlines \u2028"), fc.record({ n: fc.nat() }));
  const steps = fc.array(
    fc.oneof(
      fc.record({ kind: fc.constant("put" as const), key: keys, value: values }),
      fc.record({ kind: fc.constant("remove" as const), key: keys }),
      fc.record({ kind: fc.constantFrom("wait" as const, "restart" as const) }),
    ),
    { maxLength: 30 },
  );
  await fc.assert(
    fc.asyncProperty(steps, fc.constantFrom(1, 60, 1_000_000), async (sequence, slackBytes) => {
      await rm(path, { force: true });
      let open = await keeping({ slackBytes });
      for (const step of sequence) {
        if (step.kind === "put") open.put(step.key, step.value);
        else if (step.kind === "remove") open.remove(step.key);
        else if (step.kind === "wait") await challengeAnswer();
        else {
          await open.journal.close();
          open = await keeping({ slackBytes });
        }
      }
      await open.journal.close();
      expect(Object.fromEntries(await restored())).toEqual(Object.fromEntries(open.live));
    }),
    { numRuns: 60, interruptAfterTimeLimit: 5_000 },
  );
});

it("keeps the file within twice the live data and the slack", async () => {
  const slackBytes = 2_000;
  const { put, journal } = await keeping({ slackBytes });
  let largest = 0;
  for (let round = 0; round < 200; round += 1) {
    put("counter", { round, text: "x".repeat(100) });
    await challengeAnswer();
    largest = Math.max(largest, (await stat(path)).size);
  }
  await journal.close();

  expect(largest).toBeGreaterThan(slackBytes / 2);
  // On a busy machine, lines are appended while the file is compacted.
  expect(largest).toBeLessThan((200 * 100) / 2);
  expect((await stat(path)).size).toBeLessThan(slackBytes * 2);
  expect(await readdir(folder)).toEqual(["data.jsonl"]);
});

it("compacts a file that has grown before it was opened", async () => {
  const line = (n: number) => `${JSON.stringify(["counter", n])}\n`;
  await writeFile(path, Array.from({ length: 1000 }, (_, n) => line(n)).join(""));
  const { live, journal } = await keeping({ slackBytes: 100 });
  await journal.close();

  expect(live.get("counter")).toBe(999);
  expect(await readFile(path, "utf8")).toBe(line(999));
});

it("continues after a line that a crash cut short, in the middle of a character too", async () => {
  const first = await keeping({});
  first.put("kept", 1);
  await first.journal.close();
  await appendFile(path, Buffer.from('["torn","\u00e9').subarray(0, -1));
  const second = await keeping({});
  second.put("later", 2);
  await second.journal.close();

  expect([...(await restored())]).toEqual([
    ["kept", 1],
    ["later", 2],
  ]);
});

it("reads lines that are longer than a piece of the file, and characters across its edge", async () => {
  const long = "\u20ac".repeat(200_001);
  const { put, journal } = await keeping({});
  put("long", long);
  put("after", "it");
  await journal.close();

  expect([...(await restored())]).toEqual([
    ["long", long],
    ["after", "it"],
  ]);
});

it("continues with the file if it cannot be compacted, and reports that", async () => {
  const failures: unknown[] = [];
  const { put, journal, live } = await keeping({ slackBytes: 1, onFailure: (error) => failures.push(error) });
  await mkdir(`${path}.tmp`);
  for (let round = 0; round < 20; round += 1) {
    put("counter", round);
    await challengeAnswer();
  }
  await journal.close();
  await rmdir(`${path}.tmp`);

  expect(failures.length).toBeGreaterThan(0);
  expect(failures.length).toBeLessThan(20);
  expect(await restored()).toEqual(live);
});

const killedAfter = async (rounds: number, first: number): Promise<number> => {
  const writer = join(import.meta.dirname, "journal-writer.ts");
  const child = spawn(process.execPath, ["--import", "tsx", writer, path, String(first)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let last = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    last = Number(line);
    if (last >= first + rounds) break;
  }
  const ended = once(child, "exit");
  child.kill("SIGKILL");
  await ended;
  return last;
};

it("is whole whenever the process is killed, also while it compacts", async () => {
  let last = 1;
  for (const rounds of [1, 17, 40, 77]) {
    const reached = await killedAfter(rounds, last);
    const values = await restored();
    const numbers = Array.from({ length: 20 }, (_, key) => Number(values.get(`key ${key}`)));

    expect(reached).toBeGreaterThanOrEqual(last + rounds);
    expect([...values.keys()].filter((key) => key.startsWith("still "))).toHaveLength(200);
    // One round is one write: it may be cut, so that later keys are one round behind.
    expect(numbers).toEqual([...numbers].sort((left, right) => right - left));
    expect(Math.max(...numbers) - Math.min(...numbers)).toBeLessThanOrEqual(1);
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(last);
    last = reached;
  }
}, 120_000);
