/**
 * The deployed authorizer bundle and the bundles of its peers, each in a process of its own: size, CPU time
 * to the first response, and resident memory after it.
 */
import { execFile } from "node:child_process";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { type BuildOptions, build } from "esbuild";
import { readTemplateFile } from "../packages/local-aws/src/template/template-text.js";
import { CLIENT_ID, ISSUER, POOL_ID } from "../packages/local-aws/tests/support/token-issuer.js";
import { STAGE_SETTINGS } from "../shared/config/stage-settings.js";
import { authorizerEvent } from "../tests/support/http-events.js";

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, "..");
const ONE = join(import.meta.dirname, "one-function.mjs");

export type Start = { readonly bundleBytes: number; readonly cpuMs: number; readonly memoryBytes: number };

/**
 * `empty` is a handler that does nothing. `embedded` and `fetched` are ours, named by the source of the
 * pool's keys.
 */
const KINDS = ["empty", "embedded", "fetched", "jsonwebtoken with jwks-rsa", "middy with jose"] as const;
export type Starts = Readonly<Record<(typeof KINDS)[number], Start>>;

export const measureStarts = async (
  { stub, token, keys }: { stub: string; token: string; keys: string },
  runs: number,
): Promise<Starts> => {
  const folder = await mkdtemp(join(tmpdir(), "bench-authorizer-"));
  try {
    const ours = await bundle(folder, "authorizer", { entryPoints: [join(ROOT, "handlers/authorizer.ts")] });
    const environment = environmentOf(stub);
    const peerEnvironment = { JWKS_URL: `${stub}/jwks.json`, ISSUER };
    const contenders: Record<(typeof KINDS)[number], Contender> = {
      empty: { entry: await bundle(folder, "empty", source(EMPTY)), environment: {} },
      embedded: { entry: ours, environment: { ...environment, USER_POOL_JWKS: keys } },
      fetched: { entry: ours, environment },
      "jsonwebtoken with jwks-rsa": {
        entry: await bundle(folder, "blueprint", source(BLUEPRINT)),
        environment: peerEnvironment,
      },
      "middy with jose": {
        entry: await bundle(folder, "jose", source(JOSE)),
        environment: peerEnvironment,
      },
    };
    const event = authorizerEvent({ headers: { authorization: `Bearer ${token}`, "x-account-id": "acc-1" } });
    const best = new Map<string, Start>();
    for (let round = 0; round < runs; round += 1)
      for (const kind of KINDS) {
        const start = await startOf(contenders[kind], JSON.stringify(event));
        if (start.cpuMs < (best.get(kind)?.cpuMs ?? Number.POSITIVE_INFINITY)) best.set(kind, start);
      }
    return Object.fromEntries(best) as Starts;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

type Contender = { readonly entry: string; readonly environment: Record<string, string> };

const startOf = async ({ entry, environment }: Contender, event: string): Promise<Start> => {
  const { stdout } = await run(process.execPath, [ONE, entry, event, "1", "cold"], {
    env: { PATH: process.env.PATH, ...environment },
  });
  const [, cpuMs = Number.NaN, memoryBytes = Number.NaN] = stdout.split(" ").map(Number);
  return { cpuMs, memoryBytes, bundleBytes: (await stat(entry)).size };
};

const EMPTY = "export const handler = async () => ({ isAuthorized: true });";

/** As in the blueprints of AWS and Auth0. It only verifies the token: no account and no log. */
const BLUEPRINT = `
import jsonwebtoken from "jsonwebtoken";
import jwksRsa from "jwks-rsa";
const client = jwksRsa({ jwksUri: process.env.JWKS_URL, cache: true });
const find = ({ kid }, done) => client.getSigningKey(kid, (error, key) => done(error, key?.getPublicKey()));
export const handler = ({ headers }) =>
  new Promise((resolve, reject) => {
    const rules = { algorithms: ["RS256"], issuer: process.env.ISSUER };
    jsonwebtoken.verify(headers.authorization.slice(7), find, rules, (error) =>
      error ? reject(error) : resolve({ isAuthorized: true }));
  });
`;

const JOSE = `
import middy from "@middy/core";
import { createRemoteJWKSet, jwtVerify } from "jose";
const keys = createRemoteJWKSet(new URL(process.env.JWKS_URL));
const before = async ({ event }) => {
  await jwtVerify(event.headers.authorization.slice(7), keys, { issuer: process.env.ISSUER, algorithms: ["RS256"] });
};
const context = { getRemainingTimeInMillis: () => 5_000 };
const run = middy().use({ before }).handler(async () => ({ isAuthorized: true }));
export const handler = (event) => run(event, context);
`;

const source = (contents: string): BuildOptions => ({
  stdin: { contents, resolveDir: import.meta.dirname, loader: "js" },
});

const bundle = async (folder: string, name: string, what: BuildOptions): Promise<string> => {
  const outfile = join(folder, `${name}.cjs`);
  await build({
    ...what,
    ...{ outfile, bundle: true, minify: true, platform: "node", target: "node20", format: "cjs" },
    mainFields: ["module", "main"],
    logLevel: "error",
  });
  return outfile;
};

const environmentOf = (stub: string) => ({
  ...defaultSettings(),
  ...{ AWS_REGION: "us-east-1", AWS_ACCESS_KEY_ID: "local", AWS_SECRET_ACCESS_KEY: "local" },
  ...{ SERVICE: "bench", STAGE: "bench", DIRECTORY_TABLE: "directory", AUDIT_TABLE: "audit" },
  ...{ GUARD_TABLE: "guard", USER_POOL_ID: POOL_ID, USER_POOL_CLIENT_ID: CLIENT_ID },
  ...{ USER_POOL_TOKEN_CLIENT_ID: "2tokens3456789abcdefghij", SITE_URL: "https://identity.example.com/" },
  PSEUDONYM_SECRET: "pseudonyms",
  AWS_ENDPOINT_URL_DYNAMODB: stub,
  AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: stub,
});

/** The default settings of a stage, as environment variables. */
const defaultSettings = (): Record<string, string> => {
  const { params } = readTemplateFile(join(ROOT, "serverless.yml")) as {
    readonly params: { readonly default: Readonly<Record<string, unknown>> };
  };
  return Object.fromEntries(
    Object.entries(STAGE_SETTINGS).flatMap(([name, { variable }]) =>
      variable === null ? [] : [[variable, String(params.default[name])]],
    ),
  );
};
