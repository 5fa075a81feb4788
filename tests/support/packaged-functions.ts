/** The packaged service: its template, and its bundles, which run here with exactly the environment they would get. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { compileFunction } from "node:vm";
import { packageService, type StageParams } from "../../local/packaging/package-service.js";

export type Resource = {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DependsOn?: string | readonly string[];
  readonly Condition?: string;
};
export type Template = {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<Record<string, { readonly Condition?: string; readonly Value: unknown }>>;
};

export type PackagedFunction = {
  readonly name: string;
  readonly logicalId: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** The variables of the template; references stand for what CloudFormation would put there. */
  readonly environment: Readonly<Record<string, string>>;
  /** The text of the bundle. */
  source(): Promise<string>;
  /** Loads the bundle anew under the environment and invokes it once; answers what came of it, what it read and wrote. */
  invoke(event: unknown, environment: Environment): Promise<Invocation>;
  /** Loads the bundle once, and invokes it with each event in turn; answers the outcomes. */
  invokeAll(events: readonly unknown[], environment: Environment): Promise<readonly string[]>;
};
type Invocation = {
  readonly outcome: string;
  readonly read: ReadonlySet<string>;
  /** What it wrote to standard output by itself. */
  readonly log: string;
};
export type Environment = Readonly<Record<string, string>>;

export const packagedService = async (
  params?: StageParams,
): Promise<{ template: Template; functions: PackagedFunction[] }> => {
  const paths = await packageService(fileURLToPath(new URL("../..", import.meta.url)), params);
  const template = JSON.parse(await readFile(paths.template, "utf8")) as Template;
  const functions = Object.entries(template.Resources)
    .filter(([, { Type }]) => Type === "AWS::Lambda::Function")
    .map(([logicalId, { Properties }]) => packagedFunction(logicalId, Properties, paths.artifacts));
  return { template, functions };
};

const packagedFunction = (
  logicalId: string,
  properties: Resource["Properties"],
  artifacts: string,
): PackagedFunction => {
  const name = String(properties.FunctionName).split("-").at(-1) ?? "";
  const { Variables = {} } = (properties.Environment ?? {}) as { Variables?: Record<string, unknown> };
  const environment = Object.fromEntries(
    Object.entries(Variables).map(([key, value]) => [key, resolved(value)]),
  );
  const entry = `${String(properties.Handler).replace(/\.handler$/, "")}.js`;
  const source = () => readFile(join(artifacts, name, entry), "utf8");
  const load = async (given: Environment) => {
    const read = new Set<string>();
    const lines: string[] = [];
    const env = new Proxy<Record<string, string>>(
      { ...given },
      { get: (held, key) => noted(held, key, read) },
    );
    const text = await source();
    let handler: ReturnType<typeof handlerOf> | undefined;
    const outcomeOf = async (event: unknown): Promise<string> => {
      try {
        handler ??= handlerOf(text, env, (line) => lines.push(line));
        return JSON.stringify(await handler(event));
      } catch (thrown) {
        return String(thrown);
      }
    };
    return { outcomeOf, read, lines };
  };
  return {
    name,
    logicalId,
    properties,
    environment,
    source,
    invoke: async (event, given) => {
      const { outcomeOf, read, lines } = await load(given);
      return { outcome: await outcomeOf(event), read, log: lines.join("") };
    },
    invokeAll: async (events, given) => {
      const { outcomeOf } = await load(given);
      const outcomes: string[] = [];
      for (const event of events) outcomes.push(await outcomeOf(event));
      return outcomes;
    },
  };
};

const noted = (held: Record<string, string>, key: string | symbol, read: Set<string>): string | undefined => {
  if (typeof key !== "string") return undefined;
  read.add(key);
  return held[key];
};

/** Where the log lines of a bundle go. */
const heardBy = (hear: (text: string) => void) =>
  new Writable({
    write: (chunk, _encoding, done) => {
      hear(String(chunk));
      done();
    },
  });

/** A bundle is compiled once, and runs each time that it is loaded. */
const compiled = new Map<string, (...scope: unknown[]) => void>();
const compile = (source: string) => {
  const known =
    compiled.get(source) ??
    (compileFunction(source, ["module", "exports", "require", "process"]) as (...scope: unknown[]) => void);
  compiled.set(source, known);
  return known;
};

const handlerOf = (
  source: string,
  env: object,
  write: (line: string) => void,
): ((event: unknown) => Promise<unknown>) => {
  const module: { exports: { handler?: (event: unknown) => Promise<unknown> } } = { exports: {} };
  compile(source)(
    module,
    module.exports,
    createRequire(import.meta.url),
    Object.create(process, {
      env: { value: env },
      stdout: { value: heardBy(write) },
      stderr: { value: heardBy(() => undefined) },
    }),
  );
  if (module.exports.handler === undefined) throw new Error("the bundle exports no handler");
  return module.exports.handler;
};

// Logical ids stand for names. The id of a pool and the ARN of a key have forms of their own.
const resolved = (value: unknown): string => {
  if (typeof value === "string") return value;
  const { Ref, "Fn::GetAtt": attribute } = value as { Ref?: string; "Fn::GetAtt"?: readonly string[] };
  if (attribute?.[0] === "MessageKey") return "arn:aws:kms:us-east-1:000000000000:key/message-key";
  return Ref === "UserPool" ? "us-east-1_Example01" : (Ref ?? JSON.stringify(value));
};
