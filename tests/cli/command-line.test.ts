import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, it } from "@jest/globals";
import { COMMANDS } from "../../cli/commands/index.js";
import { runCli, type Terminal } from "../../cli/run.js";
import { TARGET_OPTIONS, targetOf } from "../../cli/target.js";
import { endCommands, outcomeOf } from "../../packages/local-aws/tests/support/local-command.js";

const root = join(import.meta.dirname, "..", "..");

afterEach(endCommands);

const run = async (...args: string[]) => {
  const lines: string[] = [];
  const terminal: Terminal = { out: (line) => lines.push(line), error: (line) => lines.push(line) };
  return { code: await runCli(args, terminal), lines };
};

it.each([
  [["users"], /no such command: users /],
  [["users", "rename"], /no such command: users rename /],
  [["users", "show", "--stage", "x", "--nobody"], /Unknown option '--nobody'/],
  [["users", "show", "--stage"], /--stage/],
  [["users", "show", "--local=yes"], /--local/],
  [["user", "show", "--local"], /no such command: user show; did you mean users show\?/],
  [["users", "show", "--local", "--usr", "u"], /Unknown option '--usr'; did you mean --user\?/],
  [["users", "show", "--user", "u"], /select the stage with --stage/],
  [["users", "show", "--stage", "x", "--local"], /cannot be combined/],
  [
    ["users", "show", "--local", "--data", "/nowhere"],
    /local stack is not running .*run npm start first.*--data/,
  ],
  [["users", "show", "--stage", "x"], /either --user or --email/],
  [["users", "show", "--stage", "x", "--user", "u", "--email", "a@example.com"], /either --user or --email/],
  [["users", "show", "--stage", "x", "--email", "ada"], /--email takes an address/],
  [["users", "suspend", "--stage", "x", "--user", "u"], /--reason is missing/],
  [["sources", "show", "--stage", "x"], /one of --network, --client and --email/],
  [["sources", "show", "--stage", "x", "--client", "a", "--email", "a@example.com"], /one of --network/],
  [["sources", "show", "--stage", "x", "--network", "203.0.113.0/8"], /--network takes/],
  [["sources", "show", "--stage", "x", "--network", "::1/65"], /--network takes/],
  [["sources", "show", "--stage", "x", "--network", "example.com"], /--network takes/],
  [["sources", "block", "--stage", "x", "--client", "c", "--reason", "r", "--hours", "0"], /--hours takes/],
  [["audit", "verify", "--stage", "x"], /--subject is missing/],
  [["legacy", "prepare", "--stage", "x"], /usage: legacy prepare FILE/],
  [["legacy", "prepare", "/nowhere", "--stage", "x"], /FILE cannot be read: \/nowhere/],
])("%j is a mistake of the caller: one line, exit code 2", async (args, words) => {
  const { code, lines } = await run(...args);
  expect({ code, lines }).toEqual({ code: 2, lines: [expect.stringMatching(words)] });
});

it("selects no stage by the variable STAGE", async () => {
  const saved = process.env.STAGE;
  process.env.STAGE = "prod";
  const { code, lines } = await run("users", "show", "--user", "u");
  if (saved === undefined) delete process.env.STAGE;
  else process.env.STAGE = saved;
  expect({ code, lines }).toEqual({
    code: 2,
    lines: [expect.stringMatching(/^select the stage with --stage/)],
  });
});

it.each(COMMANDS)("the usage of $name names every option", ({ usage, options }) => {
  expect(Object.keys(options).filter((name) => !usage.includes(`--${name}`))).toEqual([]);
});

it("takes the common options before, between and after the command's own", async () => {
  const { lines } = await run("users", "show", "--json", "--local", "--user", "u", "--data", "/nowhere/a");
  expect(lines).toEqual([expect.stringContaining("/nowhere/a/stack.json")]);
});

it("prints the commands with --help, of one group when it is named", async () => {
  const all = await run("--help");
  const some = await run("audit", "--help");
  expect([all.code, some.code, (await run()).code]).toEqual([0, 0, 2]);
  expect(all.lines.join()).toMatch(/users suspend .*audit verify /s);
  expect(some.lines.join()).not.toContain("users suspend");
});

it("finds a stage in AWS by the names that the template gives its parts", async () => {
  const values = Object.fromEntries(Object.keys(TARGET_OPTIONS).map((name) => [name, undefined]));
  const target = await targetOf({ ...values, local: false, stage: "prod" });
  const tables = await readFile(join(root, "resources", "tables.yml"), "utf8");
  const service = await readFile(join(root, "serverless.yml"), "utf8");
  const named = (name: string) =>
    name.replace(/\$\{self:service\}/, "identity-lifecycle").replace(/\$\{sls:stage\}/, "prod");
  const names = [...tables.matchAll(/TableName: (\S+)/g)].map(([, name = ""]) => named(name));

  expect(/^service: (.*)$/m.exec(service)?.[1]).toBe("identity-lifecycle");
  expect(names).toEqual(
    expect.arrayContaining([target.DIRECTORY_TABLE, target.AUDIT_TABLE, target.GUARD_TABLE]),
  );
  expect(named(/allowedPools: (\S+)/.exec(service)?.[1] ?? "")).toBe(target.ALLOWED_POOL_PARAMETER);
  expect(named(/pseudonymSecret: (\S+)/.exec(service)?.[1] ?? "")).toBe(target.PSEUDONYM_SECRET);
});

it("runs as npm run cli does, with its exit code", async () => {
  const { err, exitCode } = await outcomeOf(join(root, "cli", "main.ts"), ["users", "show", "--user", "u"]);
  expect({ err, exitCode }).toEqual({ err: expect.stringMatching(/^select the stage .*\n$/), exitCode: 2 });
});
