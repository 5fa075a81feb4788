/**
 * `npm run user-pool -- --port 9229 --data .local/user-pool --fresh --pools pools.json`: the user pool service by
 * itself. Prints one JSON line when it is ready, then one per message to a user.
 */
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { type PoolDeclaration, startUserPool } from "./index.js";
import { lambdaInvoke } from "./triggers/invoke.js";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "0" },
    data: { type: "string" },
    fresh: { type: "boolean", default: false },
    pools: { type: "string" },
    "lambda-url": { type: "string" },
  },
});

/** A pool to begin with: users sign in by email; one confidential and one public client. */
const samplePool: PoolDeclaration = {
  id: "us-east-1_LocalPool",
  name: "local",
  arn: "arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_LocalPool",
  properties: {
    UsernameAttributes: ["email"],
    UsernameConfiguration: { CaseSensitive: false },
    AutoVerifiedAttributes: ["email"],
  },
  clients: [
    { id: "confidential0000000000000a", properties: clientProperties("confidential", true) },
    { id: "public00000000000000000000", properties: clientProperties("public", false) },
  ],
};

function clientProperties(ClientName: string, GenerateSecret: boolean) {
  return {
    ClientName,
    GenerateSecret,
    ExplicitAuthFlows: [
      "ALLOW_USER_PASSWORD_AUTH",
      "ALLOW_ADMIN_USER_PASSWORD_AUTH",
      "ALLOW_USER_SRP_AUTH",
      "ALLOW_USER_AUTH",
    ],
    PreventUserExistenceErrors: "ENABLED",
    RefreshTokenRotation: { Feature: "ENABLED", RetryGracePeriodSeconds: 10 },
  };
}

const declarations = z.array(
  z.object({
    id: z.string(),
    name: z.string(),
    arn: z.string(),
    properties: z.record(z.string(), z.unknown()),
    clients: z.array(
      z
        .object({
          id: z.string(),
          secret: z.string().optional(),
          properties: z.record(z.string(), z.unknown()),
        })
        .transform(({ secret, ...client }) => ({ ...client, ...(secret !== undefined && { secret }) })),
    ),
  }),
);

const dataFile = values.data === undefined ? undefined : join(values.data, "user-pool.jsonl");
if (dataFile !== undefined && values.fresh) await rm(dataFile, { force: true });

const pools = values.pools
  ? declarations.parse(JSON.parse(await readFile(values.pools, "utf8")))
  : [samplePool];
const lambdaUrl = values["lambda-url"];

const running = await startUserPool({
  port: Number(values.port),
  pools,
  ...(dataFile !== undefined && { dataFile }),
  ...(lambdaUrl !== undefined && { invoke: lambdaInvoke(lambdaUrl) }),
  onDefect: (error) => console.error(error instanceof Error ? error.stack : "An unknown defect"),
});

const clients = pools.flatMap(({ id, clients: declared }) =>
  declared.map((client) => {
    const { name, secret } = running.client(id, client.id);
    return { poolId: id, clientId: client.id, name, confidential: secret !== undefined };
  }),
);
console.log(
  JSON.stringify({
    ready: true,
    url: running.url,
    port: running.port,
    clients,
    limitations: running.limitations,
  }),
);

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void running.close().then(() => process.exit(0)));
}
