/** The bundling settings of serverless.yml: the functions, and the options of serverless-esbuild. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { BuildOptions } from "esbuild";

export type DeclaredFunctions = {
  /** Handlers (`handlers/api/auth.handler`) by the name of the function. */
  readonly handlers: Readonly<Record<string, string>>;
  /** The options that serverless-esbuild gives to esbuild. */
  readonly esbuild: BuildOptions;
};

type State = {
  readonly service: {
    readonly functions: Readonly<Record<string, { readonly handler: string }>>;
    readonly custom: { readonly esbuild: Readonly<Record<string, unknown>> };
  };
};

/** Reads the resolved configuration that the framework writes beside the template. */
export const declaredFunctions = async (packageFolder: string): Promise<DeclaredFunctions> => {
  const { service } = JSON.parse(
    await readFile(join(packageFolder, "serverless-state.json"), "utf8"),
  ) as State;
  const handlers = Object.entries(service.functions).map(([name, { handler }]) => [name, handler]);
  return { handlers: Object.fromEntries(handlers), esbuild: esbuildOptions(service.custom.esbuild) };
};

/** Options of serverless-esbuild that esbuild does not have. esbuild refuses other unknown options. */
const OF_THE_PLUGIN = new Set(["concurrency", "zipConcurrency", "exclude", "skipBuild", "skipRebuild"]);

const esbuildOptions = (declared: Readonly<Record<string, unknown>>): BuildOptions => {
  const { external = [], exclude = ["aws-sdk"] } = declared as Record<string, readonly string[]>;
  const given = Object.entries(declared).filter(([name]) => !OF_THE_PLUGIN.has(name));
  return {
    bundle: true,
    platform: "node",
    ...Object.fromEntries(given),
    external: [...external, ...exclude],
  };
};
