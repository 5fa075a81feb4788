/**
 * The cost of the authorizer:
 * - a warm request: CPU time against the signature alone (`crypto.verify`) and against peers
 * - a read: CPU time against one GetItem of lib-dynamodb
 * - a cold start: CPU time against an empty handler
 * - the size of the bundle
 */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { marshall } from "@aws-sdk/util-dynamodb";
import { flag, wholeNumber } from "local-aws/command-line";
import { accessClaims, CLIENT_ID, signingKey } from "../packages/local-aws/tests/support/token-issuer.js";
import { accountRow, membershipRows, preparedRows } from "../shared/adapters/dynamo/rows.js";
import { accountOf, membershipOf, profileOf } from "../tests/support/users.js";
import { peers } from "./authorizer-peers.js";
import { rowsOf, shown } from "./authorizer-rows.js";
import { measureStarts } from "./authorizer-starts.js";
import { BOUNDS, benchmark } from "./benchmark.js";
import { publish } from "./benchmark-page.js";
import { bundled } from "./bundled.js";
import { cpuCosts } from "./cpu-costs.js";

export const authorizer = benchmark(
  {
    rounds: wholeNumber("timed rounds", 9, BOUNDS),
    calls: wholeNumber("calls a round", 1000, BOUNDS),
    starts: wholeNumber("starts of each function", 7, BOUNDS),
    strict: flag("fail if a budget is exceeded"),
    write: flag("write the table into docs/benchmarks.md"),
  },
  async (values) => {
    const key = signingKey("key-1");
    const token = key.issue(accessClaims({ pad: "x".repeat(100) }));
    const large = key.issue(accessClaims({ pad: "x".repeat(1_600) }));
    const id = key.issue(accessClaims({ token_use: "id", aud: CLIENT_ID, "cognito:username": "ada" }));
    const keys = JSON.stringify({ keys: [key.jwk] });
    const { cookieRequests, reads, requests, signature, verification } =
      await bundled<typeof import("./authorizer-contenders.js")>("authorizer-contenders");
    const stub = await startStub(keys);
    const write = process.stdout.write.bind(process.stdout);
    try {
      // Logging is part of the measured work, but the output is discarded.
      process.stdout.write = () => true;
      const costs = await cpuCosts(
        [
          signature("raw, 1 KB", key, token),
          signature("raw, 3 KB", key, large),
          verification("verify, 1 KB", key, token),
          verification("verify, 3 KB", key, large),
          requests("both caches", key, token, { remember: true, telemetry: false }),
          await cookieRequests("cookie, cached", key),
          requests("both caches, with log and metric", key, token, { remember: true, telemetry: true }),
          requests("token miss", key, token, { remember: false, telemetry: false }),
          ...reads(stub.url),
          ...peers(key, `${stub.url}/jwks.json`, { access: token, id }),
        ],
        { rounds: values.rounds, calls: values.calls },
      );
      const starts = await measureStarts({ stub: stub.url, token, keys }, values.starts);
      process.stdout.write = write;
      const rows = rowsOf(costs, starts);
      const head = ["what", "measured", "budget", ""];
      await publish({ name: "authorizer", head, rows: rows.map(shown) }, values.write);
      const over = rows.filter(({ misses }) => misses !== undefined);
      if (over.length > 0) console.error(`  over the budget: ${over.map(({ what }) => what).join("; ")}`);
      if (over.length > 0 && values.strict) process.exitCode = 1;
    } finally {
      process.stdout.write = write;
      stub.stop();
    }
  },
);

const startStub = async (keys: string): Promise<{ url: string; stop(): void }> => {
  const [profile] = preparedRows("legacy-42", profileOf({ sub: undefined })).slice(1);
  const [membership] = membershipRows(membershipOf());
  const wire = (row: object | undefined) => marshall(row ?? {}, { removeUndefinedValues: true });
  const directory = [profile, membership, accountRow(accountOf())].map(wire);
  const rows = JSON.stringify({ Item: wire(profile), Responses: { directory } });
  const child = spawn(process.execPath, [join(import.meta.dirname, "table-stub.mjs"), rows, keys], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [url] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
  return { url, stop: () => child.kill() };
};
