/** The programs that package.json starts, and jest: none prints the AWS SDK's notice about Node.js versions. */
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "@jest/globals";
import { sdkNoticeOff } from "local-aws/sdk-notice";

const root = join(import.meta.dirname, "..", "..");
const ROOMS = /\b(?:local|cli|bench|packages)\/\S*main\.ts\b/;

const entryPoints = async (): Promise<readonly string[]> => {
  const { scripts } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
  };
  const programs = Object.values(scripts).flatMap((script) => ROOMS.exec(script)?.[0] ?? []);
  return [...new Set(programs)];
};

it("every entry point turns the notice off before it imports anything else", async () => {
  const entries = await entryPoints();
  const first = await Promise.all(
    entries.map(async (entry) => /^import .*/m.exec(await readFile(join(root, entry), "utf8"))?.[0]),
  );

  expect(entries).toEqual(expect.arrayContaining(["local/main.ts", "cli/main.ts", "bench/main.ts"]));
  expect(entries.filter((_, index) => !first[index]?.includes("/sdk-notice"))).toEqual([]);
});

it("jest turns the notice off for its workers", () => {
  expect(process.env).toMatchObject(sdkNoticeOff);
});

const TYPESCRIPT = ["--conditions=source", "--import", "tsx"];
const CLIENT = `
import "local-aws/sdk-notice";
import { SSMClient } from "@aws-sdk/client-ssm";
Object.defineProperty(process, "version", { value: "v20.0.0" });
new SSMClient({ region: "us-east-1" });
`;

it("a client of the SDK prints nothing on an old version of Node.js", async () => {
  const env = { ...process.env };
  for (const name of Object.keys(sdkNoticeOff)) delete env[name];
  const run = (source: string) =>
    promisify(execFile)(process.execPath, [...TYPESCRIPT, "--input-type=module", "-e", source], {
      cwd: root,
      env,
    });

  expect((await run(CLIENT)).stderr).toBe("");
  expect((await run(CLIENT.replace('import "local-aws/sdk-notice";', ""))).stderr).toContain("NodeVersion");
});
