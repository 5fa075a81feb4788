import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, it } from "@jest/globals";
import { buildSync } from "esbuild";

const ROOT = join(import.meta.dirname, "..");
const MOST_BYTES = 6 * 1024;

it("the client has no dependencies, and less than 6 KB for the network", () => {
  const { dependencies } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
    dependencies?: object;
  };
  const { outputFiles, metafile } = buildSync({
    entryPoints: [join(ROOT, "src", "index.ts")],
    ...{ bundle: true, minify: true, format: "esm", target: "es2022", write: false, metafile: true },
  });
  const bytes = gzipSync(outputFiles[0]?.contents ?? "", { level: 9 }).byteLength;

  expect(dependencies).toBeUndefined();
  expect(Object.values(metafile.outputs).flatMap(({ imports }) => imports)).toEqual([]);
  expect(bytes).toBeGreaterThan(0);
  expect(bytes).toBeLessThan(MOST_BYTES);
});
