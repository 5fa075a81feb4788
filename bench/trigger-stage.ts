/** A local stack in a process of its own, with the users of the trigger benchmark. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { BatchWriteCommand, DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { sdkNoticeOff } from "local-aws/sdk-notice";
import { readStack } from "local-aws/template";
import { packageService } from "../local/packaging/package-service.js";
import type { StackDescription } from "../local/stack/description.js";
import { timedFetch } from "../local/story/timed-fetch.js";
import { unpack } from "../packages/local-aws/src/functions/artifact.js";
import { accountRow, membershipRows, preparedRows, type Row } from "../shared/adapters/dynamo/rows.js";
import { LEGACY_PASSWORD, legacyEmail, MEMBERSHIPS, memberId } from "./trigger-cases.js";

const root = join(import.meta.dirname, "..");

export type Stage = {
  readonly pid: number;
  readonly description: StackDescription;
  readonly folder: string;
  /** The unpacked bundle of a function, and its environment. */
  bundle(name: string): Promise<{ entry: string; environment: Record<string, string> }>;
  stop(): Promise<void>;
};

export const openStage = async (legacyUsers: number): Promise<Stage> => {
  const { artifacts, template } = await packageService(root);
  const folder = await mkdtemp(join(tmpdir(), "triggers-bench-"));
  const child = spawn(
    process.execPath,
    [
      "--conditions=source",
      "--import",
      "tsx",
      "local/main.ts",
      "--json",
      "--fresh",
      "--port",
      "0",
      "--data",
      join(folder, "data"),
    ],
    { cwd: root, stdio: ["ignore", "pipe", "inherit"] },
  );
  const [line] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
  const description = JSON.parse(line) as StackDescription;
  await seed(description, legacyUsers);
  const { region } = description;
  const stack = readStack({
    file: template,
    region,
    accountId: "000000000000",
    stackName: `${description.name}-local`,
  });

  const unpacked = new Map<string, ReturnType<Stage["bundle"]>>();
  const bundle = async (name: string): ReturnType<Stage["bundle"]> => {
    const resource = stack
      .resources("AWS::Lambda::Function")
      .find(({ properties }) => String(properties.FunctionName).endsWith(`-${name}`));
    const target = join(folder, "bundles", name);
    await mkdir(target, { recursive: true });
    await unpack(join(artifacts, `${name}.zip`), target);
    const { Variables = {} } = (resource?.properties.Environment ?? {}) as {
      Variables?: Record<string, string>;
    };
    const entry = join(target, `${String(resource?.properties.Handler).replace(/\.handler$/, "")}.js`);
    return { entry, environment: { ...Variables, ...surroundings(description) } };
  };

  return {
    pid: child.pid ?? 0,
    description,
    folder,
    bundle: (name) => {
      const held = unpacked.get(name) ?? bundle(name);
      unpacked.set(name, held);
      return held;
    },
    stop: async () => {
      const ended = once(child, "exit");
      child.kill("SIGINT");
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
};

const surroundings = ({ urls, region }: StackDescription): Record<string, string> => ({
  AWS_REGION: region,
  AWS_ACCESS_KEY_ID: "local",
  AWS_SECRET_ACCESS_KEY: "local",
  AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: urls.cognito,
  AWS_ENDPOINT_URL_DYNAMODB: urls.dynamodb,
  AWS_ENDPOINT_URL_SSM: urls.parameters,
  AWS_ENDPOINT_URL_SECRETS_MANAGER: urls.secrets,
  LEGACY_SYSTEM_URL: urls.legacy,
  SITE_URL: `${urls.site}/`,
  ...sdkNoticeOff,
});

const seed = async ({ urls, region, tables }: StackDescription, legacyUsers: number): Promise<void> => {
  const rows = MEMBERSHIPS.flatMap((count) => memberRows(count));
  const client = new DynamoDBClient({
    ...{ endpoint: urls.dynamodb, region },
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  const marshallOptions = { removeUndefinedValues: true };
  const document = DynamoDBDocumentClient.from(client, { marshallOptions });
  for (let start = 0; start < rows.length; start += 25) {
    const puts = rows.slice(start, start + 25).map((Item) => ({ PutRequest: { Item } }));
    await document.send(new BatchWriteCommand({ RequestItems: { [tables.directory]: puts } }));
  }
  client.destroy();
  for (let index = 1; index <= legacyUsers; index += 1) {
    const user = {
      id: `bench-${index}`,
      email: legacyEmail(index),
      email_verified: true,
      password: LEGACY_PASSWORD,
    };
    const answer = await timedFetch(`${urls.legacy}/_local/users`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(user),
    });
    if (!answer.ok) throw new Error(`the legacy system rejected the user: ${answer.status}`);
  }
};

// Each membership has its own account. The active account is the last one, the worst case for a scan of
// memberships.
const memberRows = (count: number): Row[] => {
  const userId = memberId(count);
  const accountOf = (index: number) => `acct_${count}_${String(index).padStart(4, "0")}`;
  const [, profile] = preparedRows(`none-${count}`, {
    ...{ userId, email: `${userId}@example.com`, status: "ACTIVE", groups: [] },
    ...{ activeAccountId: accountOf(count - 1), membershipCount: count, membershipVersion: 1 },
  });
  return [
    { ...profile },
    ...Array.from({ length: count }, (_, index) => [
      accountRow({
        systemAccountId: accountOf(index),
        ...{ visibleAccountId: `B-${index}`, cellId: "cell-1", name: "Bench", status: "ACTIVE" },
      }),
      ...membershipRows({ userId, systemAccountId: accountOf(index), role: "Admin", status: "ACTIVE" }),
    ]).flat(),
  ];
};
