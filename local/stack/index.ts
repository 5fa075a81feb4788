/**
 * The embedded stack: the packaged service, with a local stand-in for every AWS service that its
 * template names. What exists (tables, pool, rules, routes, functions) is read from the template.
 */
import { join } from "node:path";
import { type Functions, startFunctions } from "../functions/index.js";
import { createInbox, type Inbox } from "../inbox/index.js";
import { packageService, type StageParams } from "../packaging/package-service.js";
import { seedDirectory } from "../seed/index.js";
import { SEED_ACCOUNTS, SEED_PEOPLE } from "../seed/people.js";
import { startStreamPoller } from "../streams/index.js";
import { readStack } from "../template/index.js";
import { lambdaInvoke } from "../user-pool/index.js";
import { openDataFolder } from "./data-folder.js";
import { declaredMappings } from "./declared.js";
import { describeStack, type StackDescription } from "./description.js";
import { type Keeper, keeper } from "./keeper.js";
import { type Invoke, type Services, startServices } from "./services.js";
import { startSite } from "./site.js";

const PLACE = { region: "us-east-1", accountId: "000000000000", stackName: "identity-lifecycle-local" };

export type StackOptions = {
  /** The project's folder. */
  readonly root: string;
  readonly dataDir: string;
  /** Forget what `dataDir` holds. */
  readonly fresh: boolean;
  /** The site's port, if it is free; 0 for any. */
  readonly port: number;
  /** Settings of the stage that differ from serverless.yml. */
  readonly params?: StageParams | undefined;
};

export type RunningStack = Pick<Services, "eventBus" | "legacy" | "mail" | "tables" | "userPool"> & {
  readonly functions: Functions;
  readonly inbox: Inbox;
  describe(): StackDescription;
  /** Resolves when every event that was recorded so far has been delivered. */
  settled(): Promise<void>;
  /** Stops everything that was started, in the reverse order. */
  close(): Promise<void>;
};

/** @throws Error in one line when a part cannot start; what had started is stopped again. */
export const startStack = async (options: StackOptions): Promise<RunningStack> => {
  const parts = keeper();
  try {
    return await assemble(options, parts);
  } catch (error) {
    await parts.closeAll();
    throw error;
  }
};

const assemble = async (
  { root, dataDir, fresh, port, params }: StackOptions,
  parts: Keeper,
): Promise<RunningStack> => {
  const began = Date.now();
  await openDataFolder(dataDir, fresh);
  const { artifacts, template } = await packageService(root, params);
  const stack = readStack({ file: template, ...PLACE });

  const inbox = parts.keep(createInbox());
  const { bind, invoke } = laterBound();
  const services = await startServices({ stack, dataDir, inbox, invoke }, parts);
  const environment = functionEnvironment(services);
  const workDir = join(dataDir, "functions");
  const functions = parts.keep(await startFunctions({ stack, artifacts, workDir, environment }));
  bind(functions);
  await seedDirectory(services.tables.client, stack.resource("DirectoryTable").physicalId, {
    accounts: SEED_ACCOUNTS,
    people: SEED_PEOPLE,
  });
  const streams = parts.keep(
    await startStreamPoller({
      endpoint: services.tables.url,
      mappings: declaredMappings(stack),
      invoke,
      checkpointFile: join(dataDir, "streams.json"),
      sendToQueue: (queueArn, body) => services.eventBus.queues.send(queueArn, { body }),
      region: PLACE.region,
      accountId: PLACE.accountId,
    }),
  );
  const describe = (urls: { site: string; api: string }) =>
    describeStack(stack, {
      readyInMs: Date.now() - began,
      urls: { ...urls, ...serviceUrls(services, functions) },
    });
  const description = await startSite({ root, port, stack, inbox, services, functions, describe }, parts);
  return {
    ...services,
    functions,
    inbox,
    describe: () => description,
    settled: async () => {
      await streams.idle();
      await services.eventBus.idle();
    },
    close: parts.closeAll,
  };
};

/** The SDK's own variables: the functions have no switch for running here. */
const functionEnvironment = (services: Services): Record<string, string> => ({
  AWS_ENDPOINT_URL_DYNAMODB: services.tables.url,
  AWS_ENDPOINT_URL_EVENTBRIDGE: services.eventBus.url,
  AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: services.userPool.url,
  AWS_ENDPOINT_URL_SECRETS_MANAGER: services.secretsUrl,
  AWS_ENDPOINT_URL_SSM: services.parametersUrl,
  AWS_ENDPOINT_URL_SESV2: services.mail.url,
  AWS_ENDPOINT_URL_SNS: services.mail.url,
  AWS_ENDPOINT_URL_KMS: services.userPool.url,
  LEGACY_SYSTEM_URL: services.legacy.url,
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
});

const serviceUrls = (services: Services, functions: Functions) => ({
  cognito: services.userPool.url,
  dynamodb: services.tables.url,
  eventbridge: services.eventBus.url,
  lambda: functions.url,
  secrets: services.secretsUrl,
  parameters: services.parametersUrl,
  mail: services.mail.url,
  legacy: services.legacy.url,
  ...(services.google && { google: services.google.url }),
});

/**
 * The pool and the bus start before the functions that they call, because the functions have to know
 * where they are. All of them call through the Lambda API, as AWS's own services do.
 */
const laterBound = (): { bind(functions: Functions): void; invoke: Invoke } => {
  let bound: Invoke | undefined;
  return {
    bind: ({ url }) => {
      bound = lambdaInvoke(url);
    },
    invoke: async (functionArn, event, timeoutMs) => {
      if (!bound) throw new Error("the functions are not there yet");
      return bound(functionArn, event, timeoutMs);
    },
  };
};
