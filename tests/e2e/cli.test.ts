/** The examples of docs/cli.md in their order, as an operator runs them, on the whole stack. */
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { runCli } from "../../cli/run.js";
import type { RunningStack } from "../../local/stack/index.js";
import { post } from "../../local/story/api.js";
import { deliveredEvents } from "../../local/story/audit.js";
import { bundledCommand, removeBundles } from "../../packages/local-aws/tests/support/bundled-command.js";
import { startOwnStack } from "./own-stack.js";

const OPERATOR = "ops@example.com";
const root = join(import.meta.dirname, "..", "..");
const shell = promisify(execFile);

let stack: RunningStack;
let stop: () => Promise<void>;
let folder: string;
beforeAll(async () => {
  ({ stack, stop } = await startOwnStack());
  folder = await mkdtemp(join(tmpdir(), "identity-lifecycle-cli-"));
  await writeFile(join(folder, "stack.json"), JSON.stringify(stack.describe()));
}, 240_000);
afterAll(async () => {
  await stop();
  await rm(folder, { recursive: true, force: true });
  await removeBundles();
});

const blocksOf = (page: string, language: string): string[] =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)\`\`\``, "gms"))].map(([, text = ""]) => text);

/** The words of a line, as the shell reads them. */
const wordsOf = async (line: string): Promise<string[]> =>
  (await shell("sh", ["-c", `printf '%s\\0' ${line}`], { cwd: root })).stdout.split("\0").slice(0, -1);

const inProcessOfItsOwn = async (words: readonly string[]): Promise<string> => {
  const main = await bundledCommand(join(root, "cli/main.ts"));
  const env = { ...process.env, NODE_OPTIONS: "", OPERATOR };
  return (await shell(process.execPath, [main, ...words], { cwd: root, env })).stdout;
};

/** What the process does, without the start of one. */
const here = async (words: readonly string[]): Promise<string> => {
  const before = { ...process.env };
  const lines: string[] = [];
  const errors: string[] = [];
  try {
    process.env.OPERATOR = OPERATOR;
    const code = await runCli(words, {
      out: (line) => lines.push(`${line}\n`),
      error: (line) => errors.push(line),
    });
    expect({ words, code, errors }).toEqual({ words, code: 0, errors: [] });
  } finally {
    process.env = before;
  }
  return lines.join("");
};

const runs = async (command: string, run: typeof here): Promise<string> => {
  const words = await wordsOf(command.replace(/^npm run cli -- /, ""));
  const files = words.map((word) => word.replace(/^\w+\.jsonl$/, (name) => join(folder, name)));
  return run([...files, "--data", folder]);
};

it("every example of the page has the described effect and events", async () => {
  const page = await readFile(join(root, "docs", "cli.md"), "utf8");
  const [users = ""] = blocksOf(page, "jsonl");
  await writeFile(join(folder, "users.jsonl"), users);
  const mapping = await readFile(join(root, "docs", "legacy-mapping.md"), "utf8");
  const [record = ""] = blocksOf(mapping, "json");
  await writeFile(join(folder, "records.jsonl"), JSON.stringify(JSON.parse(record)));
  const ada = { email: "ada@example.com", password: "Legacy-Pass-1!" };
  expect((await post(stack.describe(), "signin", ada)).status).toBe(200);

  const commands = blocksOf(page, "sh").flatMap((block) => block.trim().split("\n"));
  const printed: Record<string, string> = {};
  for (const [index, command] of commands.entries())
    printed[command.split(" -- ")[1] ?? ""] = await runs(command, index === 0 ? inProcessOfItsOwn : here);
  const said = (start: string) => Object.entries(printed).find(([command]) => command.startsWith(start))?.[1];

  expect(said("users show --email ada")).toMatch(/ada@example.com {2}ACTIVE\n.*legacy-1001 {2}LINKED\n/);
  expect(said("users suspend")).toContain("is suspended");
  expect(said("accounts create")).toMatch(/acct_\w+ {2}IN-3003 {2}cell-eu-2 {2}ACTIVE {2}Initech\n/);
  expect(said("accounts owner")).toContain("is an owner now");
  expect(said("accounts reopen")).toContain("is open again");
  expect(said("invitations create")).toMatch(/hedy@example.com {2}acct_globex {2}Viewer .*\ntoken invite_/);
  expect(said("invitations revoke")).toBe("the invitation is revoked\n");
  expect(said("sources show --network")).toContain("is blocked");
  expect(said("identities list")).toContain("native, CONFIRMED");
  expect(said("identities duplicates")).toBe("no address has more than one user\n");
  expect(said("legacy prepare")).toBe("2 prepared, 0 already existed, 0 refused\n");
  expect(said("legacy progress")).toMatch(/PREPARED 4\nAPPROVED 0\nLINKED {3}1\n/);
  expect(said("legacy conflicts")).toBe("no conflict\n");
  expect(said("legacy explain")).toContain("can sign in, so these commands change nothing");
  expect(said("legacy readdress")).toContain("has the new address");
  expect(said("legacy release")).toContain("is released");
  expect(said("legacy repair")).toBe("legacy-1001 already exists\n");
  expect(said("users expire")).toBe("0 users\n");
  expect(said("audit verify")).toContain("is intact: 2 events");
  await stack.settled();
  const delivered = (await deliveredEvents(stack.describe())).map((event) => event["detail-type"]);
  expect(delivered).toEqual(
    expect.arrayContaining(["user.suspended", "user.reinstated", "migration.prepared"]),
  );
}, 480_000);
