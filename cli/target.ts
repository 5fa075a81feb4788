/**
 * The target of a command, as the environment that the wiring reads: a stage in AWS, with the names in
 * serverless.yml, or the local stack. There is no default, so no stage is changed by mistake.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { UsageError, type Values } from "local-aws/command-line";
import * as z from "zod/mini";

export const TARGET_OPTIONS = {
  local: { type: "boolean", default: false },
  data: { type: "string" },
  stage: { type: "string" },
  region: { type: "string" },
  "user-pool": { type: "string" },
  "directory-table": { type: "string" },
  "audit-table": { type: "string" },
  "guard-table": { type: "string" },
} as const;

type TargetValues = Values<typeof TARGET_OPTIONS>;

type Variables = Readonly<Record<string, string>>;
const SERVICE = "identity-lifecycle";
const root = join(import.meta.dirname, "..");

/** @throws UsageError if no target is selected, or no local stack is running. */
export const targetOf = async (values: TargetValues): Promise<Variables> => {
  const { local, stage } = values;
  if (local) {
    if (stage !== undefined) throw new UsageError("--local and --stage cannot be combined");
    return localStack(values.data ?? join(root, ".local", "data"));
  }
  // The variable STAGE does not count: a shell may still have it from other work.
  if (!stage) throw new UsageError("select the stage with --stage, or --local for the local stack");
  return stageInAws(stage, values);
};

const stageInAws = (stage: string, values: TargetValues): Variables => ({
  DIRECTORY_TABLE: values["directory-table"] ?? `${SERVICE}-${stage}-directory`,
  AUDIT_TABLE: values["audit-table"] ?? `${SERVICE}-${stage}-audit`,
  GUARD_TABLE: values["guard-table"] ?? `${SERVICE}-${stage}-guard`,
  PSEUDONYM_SECRET: `${SERVICE}/${stage}/pseudonyms`,
  ALLOWED_POOL_PARAMETER: `/${SERVICE}/${stage}/allowed-user-pools`,
  ...(values.region !== undefined && { AWS_REGION: values.region }),
  ...(values["user-pool"] !== undefined && { USER_POOL_ID: values["user-pool"] }),
});

const description = z.object({
  region: z.string(),
  urls: z.object({ cognito: z.string(), dynamodb: z.string(), secrets: z.string() }),
  pool: z.object({ id: z.string() }),
  tables: z.object({ directory: z.string(), audit: z.string(), guard: z.string() }),
});

const localStack = async (folder: string): Promise<Variables> => {
  const { region, urls, pool, tables } = await readDescription(join(folder, "stack.json"));
  return {
    AWS_REGION: region,
    // The AWS credentials of the shell are not sent to a local service.
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
    AWS_SESSION_TOKEN: "",
    AWS_PROFILE: "",
    AWS_ENDPOINT_URL_DYNAMODB: urls.dynamodb,
    AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: urls.cognito,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: urls.secrets,
    DIRECTORY_TABLE: tables.directory,
    AUDIT_TABLE: tables.audit,
    GUARD_TABLE: tables.guard,
    PSEUDONYM_SECRET: `${SERVICE}/local/pseudonyms`,
    USER_POOL_ID: pool.id,
  };
};

const readDescription = async (file: string): Promise<z.infer<typeof description>> => {
  try {
    return description.parse(JSON.parse(await readFile(file, "utf8")));
  } catch {
    throw new UsageError(
      `the local stack is not running (no ${file}): run npm start first, and name its data folder with --data if it has one`,
    );
  }
};
