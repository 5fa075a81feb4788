/** Compiles the CloudFormation template with the Serverless Framework, without the code of the functions. */
import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileHashes, hashOf } from "./fingerprint.js";
import { runFramework } from "./run-framework.js";

/** Settings of the stage `local` that differ from serverless.yml, by the name of the param. */
export type StageParams = Readonly<Record<string, string>>;

const SOURCES = [
  ...["serverless.yml", "package.json", "package-lock.json", "resources"],
  // resources/identity-providers.cjs reads these.
  ...["shared/config/identity-providers.ts", "shared/domain/identity-provider.ts"],
];
const TEMPLATE = "cloudformation-template-update-stack.json";
const TIME_LIMIT_MS = 120_000;

/**
 * The path of the template, compiled unless the existing template is up to date.
 * @throws Error with the framework's own output.
 */
export const compileTemplate = async (
  root: string,
  folder: string,
  params: StageParams,
  report: (line: string) => void,
): Promise<string> => {
  const template = join(folder, TEMPLATE);
  const fingerprint = await fingerprintOf(root, params);
  const stored = await readFile(join(folder, "fingerprint"), "utf8").catch(() => undefined);
  if (stored === fingerprint) return template;
  const reason = existsSync(folder)
    ? "first start after a change of serverless.yml or resources"
    : "first start";
  report(`Packaging the service (${reason})…`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const changed = Object.entries(params).flatMap(([name, value]) => ["--param", `${name}=${value}`]);
  await runFramework({
    root,
    args: ["package", "--stage", "local", "--package", folder, ...changed],
    environment: { PACKAGE_TEMPLATE_ONLY: "true" },
    timeLimitMs: TIME_LIMIT_MS,
  });
  await writeFile(join(folder, "fingerprint"), fingerprint);
  return template;
};

/** Includes the files and folders that serverless.yml names, such as our own plugins. */
const fingerprintOf = async (root: string, params: StageParams): Promise<string> => {
  const text = await readFile(join(root, "serverless.yml"), "utf8");
  const named = text.match(/\.\/[\w./-]*\w/g) ?? [];
  const files = await fileHashes(root, [...SOURCES, ...named]);
  return hashOf([Object.entries(params).sort(), [...files]]);
};
