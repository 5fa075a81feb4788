import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, expect, it } from "@jest/globals";
import type { StackDescription } from "../../local/stack/description.js";
import { waitUntil } from "../../packages/local-aws/tests/support/wait-until.js";

const root = join(import.meta.dirname, "..", "..");
const started: ChildProcess[] = [];
const servers: Server[] = [];

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "identity-lifecycle-start-"));
});
afterEach(async () => {
  for (const child of started.splice(0)) child.kill("SIGKILL");
  for (const server of servers.splice(0)) server.close();
  await rm(folder, { recursive: true, force: true });
});

const start = (...options: string[]) => {
  const child = spawn(
    process.execPath,
    ["--conditions=source", "--import", "tsx", "local/main.ts", "--data", folder, ...options],
    {
      cwd: root,
      env: { ...process.env, NODE_OPTIONS: "" },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  started.push(child);
  const lines: string[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => lines.push(line));
  /** Waits for the line that says that the stack is ready. */
  const line = async (part: string): Promise<string> => {
    for (;;) {
      const found = lines.find((each) => each.includes(part));
      if (found !== undefined) return found;
      if (child.exitCode !== null) throw new Error(`exited with ${child.exitCode} before it was ready`);
      await Promise.race([once(child.stdout, "data"), once(child, "exit")]);
    }
  };
  const ready = async (): Promise<StackDescription> => JSON.parse(await line('"ready":true'));
  const stop = async (signal: NodeJS.Signals): Promise<unknown[]> => {
    child.kill(signal);
    return once(child, "exit");
  };
  return { child, lines, line, ready, stop };
};

/** What a start says that ends by itself, and its exit code. */
const refusal = async (...options: string[]) => {
  const { child } = start("--port", "0", ...options);
  const [words, [code]] = await Promise.all([text(child.stderr), once(child, "close")]);
  return { words: words.trimEnd(), code: code as unknown };
};

const signIn = async ({ urls, users: [user] }: StackDescription): Promise<number> => {
  const answer = await fetch(`${urls.site}/api/account/signin`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email: user?.email, password: user?.password }),
  });
  return answer.status;
};

/** Processes of this machine that have `text` in their command line. */
const processesWith = async (text: string): Promise<string[]> => {
  const ids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const commands = await Promise.all(
    ids.map((id) => readFile(`/proc/${id}/cmdline`, "utf8").catch(() => "")),
  );
  return commands.filter((command) => command.includes(text));
};

it("prints one line of JSON, holds its folder while it runs, and stops every process on Ctrl-C", async () => {
  const { child, lines, ready, stop } = start("--json", "--fresh", "--port", "0");
  const { urls, users } = await ready();
  expect(Object.keys(urls)).toEqual(
    expect.arrayContaining(["site", "api", "cognito", "dynamodb", "eventbridge"]),
  );
  expect(users.map(({ email }) => email)).toContain("ada@example.com");
  for (const url of Object.values(urls)) expect(url).toMatch(/^http:\/\/(127\.0\.0\.1|localhost):\d+/);

  const kept = await readdir(folder);
  for (const options of [[], ["--fresh"]])
    expect(await refusal(...options)).toEqual({
      words: `already running at ${urls.site} (pid ${child.pid}); --data takes another folder`,
      code: 1,
    });
  expect(await readdir(folder)).toEqual(expect.arrayContaining(kept));
  expect((await fetch(urls.site)).status).toBe(200);

  expect(await processesWith(folder)).not.toEqual([]);
  expect(await stop("SIGINT")).toEqual([0, null]);
  expect(lines).toHaveLength(1);
  expect(await processesWith(folder)).toEqual([]);
  expect(await readdir(folder)).not.toContain("stack.json");
});

it("stops the database even when it is killed, and goes on with what it kept, at another port than one that is taken", async () => {
  const first = start("--json", "--port", "0");
  const stack = await first.ready();
  expect(await signIn(stack)).toBe(200);
  const migrated = stack.users[0]?.email ?? "";
  await waitUntil(async () => (await readFile(join(folder, "user-pool.jsonl"), "utf8")).includes(migrated));
  await first.stop("SIGKILL");
  await waitUntil(async () => (await processesWith(folder)).length === 0);
  expect(await processesWith(folder)).toEqual([]);

  const squatter = createServer().listen(0, "127.0.0.1");
  servers.push(squatter);
  await once(squatter, "listening");
  const { port } = squatter.address() as AddressInfo;
  const second = start("--port", String(port));
  await second.line("Ctrl-C");
  expect(second.lines.join("\n")).toContain(`Port ${port} is taken; another was chosen.`);

  const again = JSON.parse(await readFile(join(folder, "stack.json"), "utf8")) as StackDescription;
  await fetch(`${again.urls.legacy}/_local/faults`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ mode: "down" }),
  });
  expect(await signIn(again)).toBe(200); // the pool knows them: the legacy system is not asked
  expect(await second.stop("SIGINT")).toEqual([0, null]);
});

it("--fresh does not delete a folder that no stack has made", async () => {
  await writeFile(join(folder, "thesis.txt"), "years of work");
  expect(await refusal("--fresh")).toMatchObject({
    words: expect.stringContaining("is not deleted"),
    code: 1,
  });
  expect(await readFile(join(folder, "thesis.txt"), "utf8")).toBe("years of work");
});
