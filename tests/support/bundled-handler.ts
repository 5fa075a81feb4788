/** One file of handlers/, bundled as the functions of the service are: with the options of serverless.yml. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build } from "esbuild";
import { readTemplateFile } from "../../packages/local-aws/src/template/template-text.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

type Service = { readonly custom: { readonly esbuild: Readonly<Record<string, unknown>> } };

/** The text of the bundle, which is written to `outfile` where one is named. */
export const bundledHandler = async (file: string, outfile?: string): Promise<string> => {
  const { custom } = readTemplateFile(join(ROOT, "serverless.yml")) as Service;
  // What the plugin takes for itself.
  const { exclude, concurrency, zipConcurrency, skipBuild, skipRebuild, ...options } = custom.esbuild;
  const { outputFiles } = await build({
    ...(options as BuildOptions),
    absWorkingDir: ROOT,
    entryPoints: [join(ROOT, file)],
    outfile: outfile ?? join(ROOT, "bundle.js"),
    write: outfile !== undefined,
    logLevel: "error",
  });
  return outputFiles?.[0]?.text ?? "";
};
