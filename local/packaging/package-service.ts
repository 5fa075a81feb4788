/**
 * Packages the service for the embedded stack: the CloudFormation template of a deployment, and the function bundles.
 * A result is kept until one of its sources changes, so a change of one function bundles only that function.
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { lock, lockHolder, lockWithin } from "local-aws/data-folder";
import { bundleFunctions } from "./bundle-functions.js";
import { compileTemplate, type StageParams } from "./compile-template.js";
import { declaredFunctions } from "./declared-functions.js";
import { hashOf } from "./fingerprint.js";

export type { StageParams };

export type PackagedService = {
  /** A folder with one folder per function, which has its bundle. */
  readonly artifacts: string;
  /** The CloudFormation template that a deployment would use. */
  readonly template: string;
};

/** For commands: standard output is theirs. */
export const reportOnStderr = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

/** `report` gets a line when packaging starts or waits. @throws Error with the messages of esbuild or of the framework. */
export const packageService = (
  root: string,
  params: StageParams = {},
  report: (line: string) => void = () => undefined,
): Promise<PackagedService> =>
  whilePackaging(root, report, async () => {
    const folder = join(root, ".local", "package");
    const templateFolder = join(folder, folderOf(params));
    const template = await compileTemplate(root, templateFolder, params, report);
    const artifacts = join(folder, "functions");
    await bundleFunctions(root, artifacts, await declaredFunctions(templateFolder), report);
    return { artifacts, template };
  });

/** Waits for other packaging processes, because the framework's work folders cannot be shared. */
export const whilePackaging = async <T>(
  root: string,
  report: (line: string) => void,
  work: () => Promise<T>,
): Promise<T> => {
  await mkdir(join(root, ".local"), { recursive: true });
  const release = await packagingLock(join(root, ".local", "package.lock"), report);
  try {
    return await work();
  } finally {
    await release();
  }
};

const packagingLock = async (folder: string, report: (line: string) => void) => {
  const release = await lockWithin(folder, 0);
  if (release) return release;
  report(`Waiting for process ${await lockHolder(folder)}, which packages the service…`);
  return lock(folder);
};

// One folder per set of settings, so that a change back does not compile again.
const folderOf = (params: StageParams): string => {
  const name = [
    "template",
    ...Object.entries(params)
      .map(([name, value]) => `${name}=${value}`)
      .sort(),
  ]
    .join("-")
    .replace(/[^\w=-]/g, "_");
  return name.length > MOST_FOLDER_NAME ? `template-${hashOf(name)}` : name;
};

/** File systems take 255 bytes. */
const MOST_FOLDER_NAME = 200;
