import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "@jest/globals";
import { runCli } from "../../cli/run.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "identity-lifecycle-map-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const map = async (lines: readonly string[], ...options: string[]) => {
  const file = join(folder, "records.jsonl");
  await writeFile(file, lines.join("\n"));
  const out: string[] = [];
  const err: string[] = [];
  const terminal = {
    out: (line: string) => void out.push(line),
    error: (line: string) => void err.push(line),
  };
  const code = await runCli(["legacy", "map", file, "--stage", "test", ...options], terminal);
  return { code, out, err };
};
const user = { id: "legacy-1", email: "Ada@example.com", email_verified: true, name: "Ada Lovelace" };
const line = (change: object = {}) => JSON.stringify({ ...user, ...change });

it("reports the result of each record by field names, without users' values", async () => {
  const lines = [
    line({ companies: [{ number: 1001, role: "admin" }], tags: "early-adopter", newsletter: true }),
    "",
    line({ mobile: "call me", email_verified: "yes", companies: [{ number: 1001, role: "admin" }] }),
  ];
  const { code, out, err } = await map(lines, "--mapping", "sample");
  expect([code, err]).toEqual([0, []]);
  expect(out).toEqual([
    "line 1: name, given_name, family_name, directory:newsletter; member acct_northwind Manager; groups beta",
    "line 3: name, given_name, family_name; dropped mobile:not_a_phone_number; address not verified",
    "dropped mobile:not_a_phone_number in 1",
    "2 records: 2 migrate, 0 lack a required value, 0 are invalid",
  ]);
});

it("shows the values of the requested number of records in JSON", async () => {
  const { out } = await map([line(), line()], "--mapping", "standard", "--show", "1", "--json");
  expect(JSON.parse(out[0] ?? "")).toMatchObject({
    ...{ records: 2, migrate: 2, refused: 0, wrong: 0, dropped: {} },
    lines: [{ line: 1, attributes: { name: "Ada Lovelace" }, missing: [] }],
  });
});

it.each([
  ["{", "not a JSON object"],
  ["[]", "not a JSON object"],
  [line({ id: "" }), "no id"],
  [line({ id: 2 ** 60 }), "no id"],
  [line({ email: "ada" }), "no address"],
])("fails for %s, which is not a record", async (text, reason) => {
  const { code, out } = await map([text], "--mapping", "standard");
  expect([code, out[0]]).toEqual([1, `line 1: ${reason}`]);
});

it("is a usage error without an existing mapping, a file, or a number", async () => {
  expect(await map([], "--mapping", "nothing")).toMatchObject({
    code: 2,
    err: [expect.stringMatching(/^--mapping takes standard, sample/)],
  });
  expect((await map([])).err[0]).toMatch(/^--mapping is missing/);
  expect((await map([], "--mapping", "sample", "--show", "x")).err[0]).toMatch(/^--show takes/);
});
