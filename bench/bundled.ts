/**
 * Bundles a benchmark module like deployed code. The TypeScript loader sets each function's name when it is
 * created, which deployed code does not do. That would be half of the cost of a call of a few microseconds.
 */
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const FOLDER = join(import.meta.dirname, "..", ".local", "bench"); // below the repository, where packages are found

export const bundled = async <Module>(name: string): Promise<Module> => {
  await mkdir(FOLDER, { recursive: true });
  const outfile = join(FOLDER, `${name}.mjs`);
  await build({
    entryPoints: [join(import.meta.dirname, `${name}.ts`)],
    ...{ outfile, bundle: true, platform: "node", target: "node20", format: "esm", packages: "external" },
    logLevel: "error",
  });
  try {
    return (await import(pathToFileURL(outfile).href)) as Module;
  } finally {
    await rm(outfile);
  }
};
