/**
 * A command's program in one file, as a process starts it: loading some hundred files of TypeScript takes a process two
 * seconds, this a fifth. Each file goes on to know its own place.
 */
import { mkdtempSync } from "node:fs";
import { mkdir, readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { build, type Plugin } from "esbuild";

const SOURCES = join(import.meta.dirname, "..", "..", "src");
const LOCAL = join(import.meta.dirname, "..", "..", "..", "..", ".local"); // below the repository, where packages are found
const bundles = new Map<string, Promise<string>>();
let folder: string | undefined;

const ownPlace: Plugin = {
  name: "own-place",
  setup: ({ onLoad, onResolve }) => {
    onResolve({ filter: /^local-aws\// }, ({ path }) => ({
      path: join(SOURCES, path.slice("local-aws/".length), "index.ts"),
    }));
    onLoad({ filter: /\.ts$/ }, async ({ path }) => ({
      loader: "ts",
      contents: (await readFile(path, "utf8"))
        .replaceAll("import.meta.dirname", JSON.stringify(dirname(path)))
        .replaceAll("import.meta.url", JSON.stringify(pathToFileURL(path).href)),
    }));
  },
};

const bundled = async (main: string): Promise<string> => {
  await mkdir(LOCAL, { recursive: true });
  folder ??= mkdtempSync(join(LOCAL, "commands-"));
  const outdir = mkdtempSync(join(folder, "one-"));
  await build({
    ...{
      entryPoints: { main },
      outdir,
      outExtension: { ".js": ".mjs" },
      plugins: [ownPlace],
    },
    ...{
      bundle: true,
      splitting: true,
      platform: "node",
      target: "node20",
      format: "esm",
      packages: "external",
    },
    logLevel: "error",
  });
  return join(outdir, "main.mjs");
};

/** The file to start in place of `main`, which is an absolute path. */
export const bundledCommand = (main: string): Promise<string> => {
  const known = bundles.get(main) ?? bundled(main);
  bundles.set(main, known);
  return known;
};

/** For `afterAll`. */
export const removeBundles = async (): Promise<void> => {
  bundles.clear();
  if (folder !== undefined) await rm(folder, { recursive: true });
  folder = undefined;
};
