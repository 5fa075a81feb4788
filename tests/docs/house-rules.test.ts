/** The linter refuses time, chance, network calls and the environment outside of adapters, and mocked modules in tests. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { REPOSITORY } from "../support/repository-files.js";

const ROOMS = ["shared/domain", "shared/flows/sign-in", "shared/ports", "shared/edge", "handlers/api"];
const BANNED: readonly (readonly [use: string, rule: string])[] = [
  ["process.env.STAGE", "lint/style/noProcessEnv"],
  ["process.uptime()", "lint/style/noRestrictedGlobals"],
  ["Date.now()", "plugin"],
  ['Date["now"]()', "plugin"],
  ["new Date()", "plugin"],
  ["new Date", "plugin"],
  ["Date()", "plugin"],
  ["Math.random()", "plugin"],
  ["crypto.randomUUID()", "lint/style/noRestrictedGlobals"],
  ["globalThis.crypto.randomUUID()", "lint/style/noRestrictedGlobals"],
  ['fetch("https://example.com/")', "lint/style/noRestrictedGlobals"],
  ["performance.now()", "lint/style/noRestrictedGlobals"],
  ["setTimeout(() => 1, 1)", "lint/style/noRestrictedGlobals"],
];
const MOCKS = ["mock", "doMock", "unstable_mockModule", "setMock", "createMockFromModule"];
const JEST = 'import { jest } from "@jest/globals";\n';

type Planted = readonly [use: string, file: string, text: string, rule: string];
const REFUSED: readonly Planted[] = [
  ...ROOMS.flatMap((room) =>
    BANNED.map(
      ([use, rule], index): Planted => [use, `${room}/use-${index}.ts`, `export const use = ${use};\n`, rule],
    ),
  ),
  [
    "process.env.STAGE",
    "shared/adapters/aws/use.ts",
    "export const use = process.env.STAGE;\n",
    "lint/style/noProcessEnv",
  ],
  [
    "process.env.STAGE",
    "shared/config/use.ts",
    "export const use = process.env.STAGE;\n",
    "lint/style/noProcessEnv",
  ],
  ...["tests", "packages/local-aws/tests", "bench"].flatMap((folder) =>
    MOCKS.map(
      (name): Planted => [
        `jest.${name}`,
        `${folder}/${name}.test.ts`,
        `${JEST}jest.${name}("./x.js");\n`,
        "plugin",
      ],
    ),
  ),
];

const ALLOWED: readonly (readonly [file: string, text: string])[] = [
  ["shared/domain/dates.ts", 'export const use = [new Date(0), Date.parse("2025-01-01"), Math.max(1, 2)];\n'],
  ["shared/flows/method.ts", "export const use = (source: { fetch(): number }) => source.fetch();\n"],
  ["shared/adapters/node/clock.ts", "export const use = [Date.now(), new Date(), Math.random()];\n"],
  ["shared/wiring/environment.ts", "export const use = process.env;\n"],
  ["tests/spy.test.ts", `${JEST}jest.spyOn(process.stdout, "write");\n`],
];

let folder = "";
const broken = new Map<string, string[]>();

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "house-rules-"));
  const { vcs: _, ...configuration } = JSON.parse(readFileSync(join(REPOSITORY, "biome.json"), "utf8"));
  writeFileSync(join(folder, "biome.json"), JSON.stringify(configuration));
  cpSync(join(REPOSITORY, "scripts", "lint"), join(folder, "scripts", "lint"), { recursive: true });
  const planted = [...REFUSED.map(([, file, text]) => [file, text] as const), ...ALLOWED];
  for (const [file, text] of planted) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  const biome = join(REPOSITORY, "node_modules", "@biomejs", "biome", "bin", "biome");
  const args = [
    biome,
    "lint",
    "--reporter=github",
    "--max-diagnostics=none",
    "--diagnostic-level=error",
    ".",
  ];
  const { stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8", timeout: 60_000 });
  for (const [, rule = "", file = ""] of stdout.matchAll(/^::error title=([^,]+),file=([^,]+),/gm)) {
    const path = file.replace(`${folder}/`, "");
    broken.set(path, [...(broken.get(path) ?? []), rule]);
  }
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

it.each(REFUSED)("%s is refused in %s", (_use, file, _text, rule) => {
  expect(broken.get(file)).toContain(rule);
});

it.each(ALLOWED)("%s is accepted", (file) => {
  expect(broken.get(file)).toBeUndefined();
});
