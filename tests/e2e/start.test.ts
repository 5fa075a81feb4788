import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, expect, it } from "@jest/globals";
import type { StackDescription } from "../../local/stack/description.js";

const root = join(import.meta.dirname, "..", "..");
const started: ChildProcess[] = [];
const servers: Server[] = [];

afterEach(() => {
  for (const child of started.splice(0)) child.kill("SIGKILL");
  for (const server of servers.splice(0)) server.close();
});

const start = (dataDir: string, ...options: string[]) => {
  const child = spawn(
    process.execPath,
    ["--conditions=source", "--import", "tsx", "local/main.ts", "--data", dataDir, ...options],
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
  return { child, lines, line, ready };
};

/** Processes of this machine that have `text` in their command line. */
const processesWith = async (text: string): Promise<string[]> => {
  const ids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const commands = await Promise.all(
    ids.map((id) => readFile(`/proc/${id}/cmdline`, "utf8").catch(() => "")),
  );
  return commands.filter((command) => command.includes(text));
};

const withFolder = async (act: (folder: string) => Promise<void>): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), "identity-lifecycle-start-"));
  try {
    await act(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

it("prints one line of JSON with every URL and person, and stops every process on Ctrl-C", async () => {
  await withFolder(async (folder) => {
    const { child, lines, ready } = start(folder, "--json", "--fresh", "--port", "0");
    const { urls, people } = await ready();
    expect(Object.keys(urls)).toEqual(
      expect.arrayContaining(["site", "api", "cognito", "dynamodb", "eventbridge"]),
    );
    expect(people.map(({ email }) => email)).toContain("ada@example.com");
    for (const url of Object.values(urls)) expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+/);
    expect(await processesWith(folder)).not.toEqual([]);
    child.kill("SIGINT");
    expect(await once(child, "exit")).toEqual([0, null]);
    expect(lines).toHaveLength(1);
    expect(await processesWith(folder)).toEqual([]);
  });
}, 120_000);

it("stops the database even when it is killed itself, and its folder is free again", async () => {
  await withFolder(async (folder) => {
    const { child, ready } = start(folder, "--json", "--port", "0");
    await ready();
    child.kill("SIGKILL");
    await once(child, "exit");
    for (let look = 0; look < 200 && (await processesWith(folder)).length > 0; look += 1) {
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    expect(await processesWith(folder)).toEqual([]);
    const second = start(folder, "--json", "--port", "0");
    expect((await second.ready()).name).toBe("identity-lifecycle");
    second.child.kill("SIGINT");
    await once(second.child, "exit");
  });
}, 120_000);

it("chooses another port and says so when the wanted one is taken", async () => {
  await withFolder(async (folder) => {
    const squatter = createServer().listen(0, "127.0.0.1");
    servers.push(squatter);
    await once(squatter, "listening");
    const address = squatter.address();
    const taken = typeof address === "object" && address ? address.port : 0;
    const { child, lines, line } = start(folder, "--port", String(taken));
    await line("Ctrl-C");
    expect(lines.join("\n")).toContain(`Port ${taken} is taken; another was chosen.`);
    child.kill("SIGINT");
    await once(child, "exit");
  });
}, 120_000);

it("keeps what happened until --fresh", async () => {
  await withFolder(async (folder) => {
    const signIn = async ({ urls, people }: StackDescription, password = people[0]?.password) =>
      fetch(`${urls.site}/api/account/signin`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ email: people[0]?.email, password }),
      });
    const first = start(folder, "--json", "--port", "0");
    const stack = await first.ready();
    expect((await signIn(stack)).status).toBe(200);
    first.child.kill("SIGINT");
    await once(first.child, "exit");

    const second = start(folder, "--json", "--port", "0");
    const again = await second.ready();
    await fetch(`${again.urls.legacy}/_local/faults`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ mode: "down" }),
    });
    expect((await signIn(again)).status).toBe(200); // the pool knows them: nobody asks the legacy system
    second.child.kill("SIGINT");
    await once(second.child, "exit");
  });
}, 120_000);

it("is refused in a folder on which a stack runs, with --fresh too, and the stack goes on", async () => {
  await withFolder(async (folder) => {
    const first = start(folder, "--json", "--port", "0");
    const { urls } = await first.ready();
    const kept = await readdir(folder);
    for (const options of [[], ["--fresh"]]) {
      const { child } = start(folder, "--port", "0", ...options);
      const words: string[] = [];
      child.stderr?.on("data", (chunk) => words.push(String(chunk)));

      expect(await once(child, "close")).toEqual([1, null]);
      expect(words.join("").trimEnd()).toBe(
        `already running at ${urls.site} (pid ${first.child.pid}); --data takes another folder`,
      );
    }
    expect(await readdir(folder)).toEqual(expect.arrayContaining(kept));
    expect((await fetch(urls.site)).status).toBe(200);
    first.child.kill("SIGINT");
    await once(first.child, "exit");
    expect(await readdir(folder)).not.toContain("stack.json");
  });
}, 120_000);

it("--fresh does not delete a folder that no stack has made", async () => {
  await withFolder(async (folder) => {
    await writeFile(join(folder, "thesis.txt"), "years of work");
    const { child } = start(folder, "--fresh", "--port", "0");
    const words: string[] = [];
    child.stderr?.on("data", (chunk) => words.push(String(chunk)));
    expect(await once(child, "close")).toEqual([1, null]);
    expect(words.join("")).toContain("is not deleted");
    expect(await readFile(join(folder, "thesis.txt"), "utf8")).toBe("years of work");
  });
}, 120_000);
