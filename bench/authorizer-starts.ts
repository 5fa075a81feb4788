/** The bundle of the authorizer, as it is deployed, in processes of its own: its size, and the time to a first answer. */
import { execFile } from "node:child_process";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { authorizerEvent } from "../tests/support/http-events.js";
import { CLIENT_ID, POOL_ID } from "../tests/support/token-issuer.js";

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, "..");
const ONE = join(import.meta.dirname, "one-function.mjs");

export type Starts = {
  readonly bundleBytes: number;
  /** Milliseconds of CPU to the first answer. */
  readonly empty: number;
  readonly embedded: number;
  readonly fetched: number;
};

export const measureStarts = async (
  { stub, token, keys }: { stub: string; token: string; keys: string },
  runs: number,
): Promise<Starts> => {
  const folder = await mkdtemp(join(tmpdir(), "bench-authorizer-"));
  try {
    const entry = join(folder, "authorizer.cjs");
    await bundle(entry);
    const empty = join(folder, "empty.cjs");
    await writeFile(empty, "exports.handler = async () => ({ isAuthorized: true });\n");
    const event = authorizerEvent({ headers: { authorization: `Bearer ${token}`, "x-account-id": "acc-1" } });
    const environment = environmentOf(stub);
    const kinds = {
      empty: { entry: empty, env: {} },
      embedded: { entry, env: { ...environment, USER_POOL_JWKS: keys } },
      fetched: { entry, env: environment },
    };
    const best: Record<string, number> = {};
    for (let round = 0; round < runs; round += 1) {
      for (const [name, { entry: file, env }] of Object.entries(kinds)) {
        const { stdout } = await run(process.execPath, [ONE, file, JSON.stringify(event), "1", "cold"], {
          env: { PATH: process.env.PATH, ...env },
        });
        const [, cpu] = stdout.split(" ").map(Number);
        best[name] = Math.min(best[name] ?? Number.POSITIVE_INFINITY, cpu ?? Number.NaN);
      }
    }
    const { empty: none = 0, embedded = 0, fetched = 0 } = best;
    return { bundleBytes: (await stat(entry)).size, empty: none, embedded, fetched };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const bundle = (outfile: string) =>
  build({
    entryPoints: [join(ROOT, "handlers/authorizer.ts")],
    ...{ outfile, bundle: true, minify: true, platform: "node", target: "node20", format: "cjs" },
    mainFields: ["module", "main"],
    logLevel: "error",
  });

const environmentOf = (stub: string) => ({
  ...{ AWS_REGION: "us-east-1", AWS_ACCESS_KEY_ID: "local", AWS_SECRET_ACCESS_KEY: "local" },
  ...{ SERVICE: "bench", STAGE: "bench", DIRECTORY_TABLE: "directory", AUDIT_TABLE: "audit" },
  ...{ GUARD_TABLE: "guard", USER_POOL_ID: POOL_ID, USER_POOL_CLIENT_ID: CLIENT_ID },
  ...{ PSEUDONYM_SECRET: "pseudonyms", LEGACY_KEYS: "off" },
  AWS_ENDPOINT_URL_DYNAMODB: stub,
  AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: stub,
});
