/** The import rules refuse imports that are planted in a temporary copy of the folders. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { REPOSITORY, repositoryFiles } from "../support/repository-files.js";

type Summary = {
  readonly summary: {
    readonly violations: readonly { readonly from: string; readonly rule: { readonly name: string } }[];
  };
};

const SDK = 'import "@aws-sdk/client-dynamodb";';

const REFUSED: readonly (readonly [file: string, text: string, rule: string])[] = [
  ["shared/config/sdk.ts", SDK, "sdk-in-adapters"],
  ["shared/ports/sdk.ts", SDK, "sdk-in-adapters"],
  ["shared/memory/sdk.ts", SDK, "sdk-in-adapters"],
  ["shared/flows/signer.ts", 'import "@smithy/signature-v4";', "sdk-in-adapters"],
  ["shared/flows/http.ts", 'import "node:http";', "no-node-in-flows"],
  ["shared/flows/files.ts", 'import "fs";', "no-node-in-flows"],
  ["shared/ports/net.ts", 'import "node:net";', "no-node-in-flows"],
  ["shared/domain/module.mts", 'import "../wiring/base.js";', "no-mts-or-cts-alone"],
  ["shared/domain/common.cts", 'import "../wiring/base.js";', "no-mts-or-cts-alone"],
  ["shared/domain/to-module.ts", 'import "../wiring/module.mjs";', "no-mts-or-cts"],
  ["shared/domain/to-common.ts", 'import "../wiring/common.cjs";', "no-mts-or-cts"],
  ["shared/edge/settings.ts", 'import "../../jest.config.mjs";', "edge"],
  ["packages/local-aws/src/settings.ts", 'import "../../../jest.config.mjs";', "local-aws"],
  ["packages/local-aws/src/product.ts", 'import "../../../package.json";', "local-aws"],
  ["packages/local-aws/src/borrowed.ts", 'import "acorn";', "local-aws-declares-its-dependencies"],
  ["packages/client/src/product.ts", 'import "../../../package.json";', "client"],
  ["packages/client/src/borrowed.ts", 'import "acorn";', "client-has-no-dependencies"],
  ["packages/client/src/files.ts", 'import "node:fs";', "client-has-no-dependencies"],
  ["shared/newroom/to-handler.ts", 'import "../../handlers/handler.js";', "has-a-room"],
  ["shared/newroom/alone.ts", "export {};", "has-a-room-alone"],
  ["shared/loose.ts", 'import "./wiring/base.js";', "has-a-room"],
  ["services/mailer.ts", 'import "../shared/wiring/base.js";', "has-a-room"],
  ["services/mailer.mjs", "export {};", "has-a-room-alone"],
  ["packages/other/src/index.ts", "export {};", "has-a-room-alone"],
  ["resources/plugins/flow.cjs", 'load("../../shared/wiring/base.ts", __filename);', "resources"],
];

const ALLOWED: readonly (readonly [file: string, text: string])[] = [
  ["shared/wiring/base.ts", SDK],
  ["shared/wiring/module.mts", "export {};"],
  ["shared/wiring/common.cts", "export {};"],
  ["packages/local-aws/src/declared.ts", SDK],
  ["shared/config/stage-options.ts", "export {};"],
  ["handlers/handler.ts", "export {};"],
  ["tests/one.test.ts", 'import "../shared/wiring/base.js";'],
  ["tool.config.mjs", "export {};"],
  ["resources/plugins/settings.cjs", 'load("../../shared/config/stage-options.ts", __filename);'],
];

/** What `npm run imports` scans. */
const { scripts } = JSON.parse(readFileSync(join(REPOSITORY, "package.json"), "utf8")) as {
  scripts: Readonly<Record<string, string>>;
};
const scanned = /--config \S+ (.+)$/.exec(scripts.imports ?? "")?.[1]?.split(" ") ?? [];

const { options } = createRequire(import.meta.url)("../../.dependency-cruiser.cjs") as {
  options: { readonly exclude: { readonly path: string } };
};

let folder = "";
const broken = new Map<string, string[]>();

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "import-rules-"));
  symlinkSync(join(REPOSITORY, "node_modules"), join(folder, "node_modules"));
  for (const name of ["package.json", "jest.config.mjs"]) writeFileSync(join(folder, name), "{}");
  for (const [file, text] of [...REFUSED, ...ALLOWED]) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  const cruiser = join(REPOSITORY, "node_modules", "dependency-cruiser", "bin", "dependency-cruise.mjs");
  const config = join(REPOSITORY, ".dependency-cruiser.cjs");
  const args = [cruiser, "--config", config, "--output-type", "json", ...scanned];
  const { stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8", timeout: 60_000 });
  for (const { from, rule } of (JSON.parse(stdout) as Summary).summary.violations)
    broken.set(from, [...(broken.get(from) ?? []), rule.name]);
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

it.each(REFUSED)("%s may not contain %s: %s", (file, _, rule) => {
  expect(broken.get(file)).toContain(rule);
});

it.each(ALLOWED)("%s may contain %s", (file) => {
  expect(broken.get(file)).toBeUndefined();
});

it("every source file of the repository is scanned, except the command that imports the built package", () => {
  const sources = repositoryFiles().filter((file) => /\.[cm]?[jt]sx?$/.test(file));
  expect(scanned).toEqual(["."]);
  expect(sources.filter((file) => new RegExp(options.exclude.path).test(file))).toEqual([
    "packages/local-aws/bin/local-aws.mjs",
  ]);
});
