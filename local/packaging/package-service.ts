/**
 * Packages the service with the Serverless Framework, exactly as for a deployment, and keeps the
 * result until a source changes. Processes that want it at the same time wait for the one that
 * packages: the bundler's work folder cannot be shared.
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { lock } from "local-aws/data-folder";

export type PackagedService = {
  /** Folder with one zip a function. */
  readonly artifacts: string;
  /** The CloudFormation template that a deployment would use. */
  readonly template: string;
};

const SOURCES = ["serverless.yml", "package.json", "package-lock.json", "resources", "handlers", "shared"];
const TEMPLATE = "cloudformation-template-update-stack.json";

/** Settings of the stage `local` that differ from serverless.yml, by the name of the param. */
export type StageParams = Readonly<Record<string, string>>;

/** @throws Error with the framework's own output when packaging fails. */
export const packageService = async (root: string, params: StageParams = {}): Promise<PackagedService> => {
  const artifacts = join(root, ".local", folderOf(params));
  await mkdir(join(root, ".local"), { recursive: true });
  const release = await lock(join(root, ".local", "package.lock"));
  try {
    const fingerprint = await fingerprintOf(root, params);
    if ((await storedFingerprint(artifacts)) !== fingerprint) {
      await rm(artifacts, { recursive: true, force: true });
      await runServerless(root, artifacts, params);
      await writeFile(join(artifacts, "fingerprint"), fingerprint);
    }
  } finally {
    await release();
  }
  return { artifacts, template: join(artifacts, TEMPLATE) };
};

// One folder for each set of settings, so that neither has to be packaged again after the other.
const folderOf = (params: StageParams): string =>
  [
    "package",
    ...Object.entries(params)
      .map(([name, value]) => `${name}=${value}`)
      .sort(),
  ]
    .join("-")
    .replace(/[^\w=-]/g, "_");

const runServerless = (root: string, artifacts: string, params: StageParams): Promise<void> =>
  new Promise((resolve, reject) => {
    const cli = join(root, "node_modules", "serverless", "bin", "serverless.js");
    const changed = Object.entries(params).flatMap(([name, value]) => ["--param", `${name}=${value}`]);
    const command = [cli, "package", "--stage", "local", "--package", artifacts, ...changed];
    const child = spawn(process.execPath, command, {
      cwd: root,
      env: { ...process.env, NODE_OPTIONS: "", SLS_NOTIFICATIONS_MODE: "off", SLS_TRACKING_DISABLED: "1" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const output: string[] = [];
    child.stdout.on("data", (chunk) => output.push(String(chunk)));
    child.stderr.on("data", (chunk) => output.push(String(chunk)));
    child.once("error", reject);
    child.once("exit", (code) =>
      code === 0 ? resolve() : reject(new Error(`serverless package failed:\n${output.join("")}`)),
    );
  });

const storedFingerprint = async (artifacts: string): Promise<string | undefined> => {
  try {
    return await readFile(join(artifacts, "fingerprint"), "utf8");
  } catch {
    return undefined;
  }
};

const fingerprintOf = async (root: string, params: StageParams): Promise<string> => {
  const hash = createHash("sha256").update(JSON.stringify(Object.entries(params).sort()));
  for (const source of SOURCES) {
    for (const file of await filesUnder(join(root, source))) {
      hash
        .update(file)
        .update("\0")
        .update(await readFile(file))
        .update("\0");
    }
  }
  return hash.digest("hex");
};

const filesUnder = async (path: string): Promise<string[]> => {
  if (!(await stat(path)).isDirectory()) return [path];
  const entries = await readdir(path);
  const nested = await Promise.all(entries.sort().map((entry) => filesUnder(join(path, entry))));
  return nested.flat();
};
