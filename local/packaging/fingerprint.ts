/** Hashes to check whether a result is up to date. */
import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { join, relative } from "node:path";

export const hashOf = (value: unknown): string =>
  createHash("sha256").update(JSON.stringify(value)).digest("hex");

/** Hashes of the files at these paths and under these folders, by their path from the root; missing paths are left out. */
export const fileHashes = async (
  root: string,
  paths: readonly string[],
): Promise<ReadonlyMap<string, string>> => {
  const nested = await Promise.all([...new Set(paths)].sort().map((path) => filesUnder(join(root, path))));
  const entries = nested
    .flat()
    .map(async (file) => [relative(root, file), hashOf((await readFile(file)).toString("base64"))] as const);
  return new Map(await Promise.all(entries));
};

const filesUnder = async (path: string): Promise<string[]> => {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isDirectory()) return found ? [path] : [];
  const entries = await readdir(path);
  const nested = await Promise.all(entries.sort().map((entry) => filesUnder(join(path, entry))));
  return nested.flat();
};
