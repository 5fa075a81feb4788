import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "@jest/globals";
import { lock, lockHolder, lockWithin } from "../../src/data-folder/lock.js";

let base: string;
let folder: string;
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), "identity-lifecycle-lock-"));
  folder = join(base, "lock");
});
afterEach(() => rm(base, { recursive: true, force: true }));

it("is held by one at a time", async () => {
  let inside = 0;
  let most = 0;
  await Promise.all(
    Array.from({ length: 5 }, async () => {
      const release = await lock(folder);
      inside += 1;
      most = Math.max(most, inside);
      await new Promise((resolve) => setImmediate(resolve));
      inside -= 1;
      await release();
    }),
  );
  expect([most, existsSync(folder)]).toEqual([1, false]);
});

it("is taken over from a process that died with it", async () => {
  const { pid } = spawnSync(process.execPath, ["-e", ""]);
  await mkdir(folder);
  await writeFile(join(folder, "pid"), String(pid));
  const release = await lock(folder);
  await release();
  expect(existsSync(folder)).toBe(false);
});

it("is taken over from a dead process by one of many", async () => {
  const { pid } = spawnSync(process.execPath, ["-e", ""]);
  for (let round = 0; round < 50; round += 1) {
    await mkdir(folder);
    await writeFile(join(folder, "pid"), String(pid));
    const releases = await Promise.all(
      Array.from({ length: 8 }, async (_, place) => {
        // Each of them begins while the earlier ones are at another step.
        for (let steps = 0; steps < place; steps += 1) await stat(base);
        return lockWithin(folder, 0);
      }),
    );
    const held = releases.filter((release) => release !== undefined);

    expect([round, held.length, await lockHolder(folder)]).toEqual([round, 1, process.pid]);
    await held[0]?.();
  }
});

it("is taken over also if an earlier takeover did not end", async () => {
  const { pid } = spawnSync(process.execPath, ["-e", ""]);
  const claim = `${folder}.claim`;
  for (const each of [folder, claim]) await mkdir(each);
  await writeFile(join(folder, "pid"), String(pid));
  await utimes(claim, 0, 0);
  const release = await lock(folder);
  await release();

  expect([existsSync(folder), existsSync(claim)]).toEqual([false, false]);
});

const onLinux = existsSync("/proc/self/stat") ? it : it.skip;

onLinux("is taken over from a process whose number another one has now", async () => {
  await mkdir(folder);
  await writeFile(join(folder, "pid"), `${process.pid} 1`);
  const release = await lockWithin(folder, 0);

  expect(release).toBeDefined();
  expect(await lockHolder(folder)).toBe(process.pid);
  expect(await lockWithin(folder, 0)).toBeUndefined();
  await release?.();
});

it("is waited for as long as a holder may need to let go", async () => {
  const release = await lock(folder);
  const next = lockWithin(folder, 5000);
  await release();

  await (await next)?.();
  expect(await next).toBeDefined();
});
