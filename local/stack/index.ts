/**
 * The embedded stack: the packaged service, with a local service for every AWS service in its
 * template. Tables, pool, rules, routes and functions are read from the template.
 */
import { join } from "node:path";
import type { FrontOptions } from "local-aws/dynamodb";
import { type Functions, type LogLine, startFunctions } from "local-aws/functions";
import { startStreamPoller } from "local-aws/streams";
import { readStack } from "local-aws/template";
import { lambdaInvoke } from "local-aws/user-pool";
import { openFrontDoor } from "../front-door/index.js";
import { createInbox, type Inbox } from "../inbox/index.js";
import { type PackagedService, packageService, type StageParams } from "../packaging/package-service.js";
import { seedDirectory } from "../seed/index.js";
import { SEED_ACCOUNTS, SEED_USERS } from "../seed/users.js";
import { functionEnvironment, serviceUrls } from "./addresses.js";
import { type CloseStack, closeStack } from "./close-stack.js";
import { openDataFolder } from "./data-folder.js";
import { declaredMappings } from "./declared.js";
import { describeStack, type StackDescription } from "./description.js";
import { checkFunctionSettings } from "./function-settings.js";
import { type Invoke, type Services, startServices } from "./services.js";
import { serveSite } from "./site.js";

const SERVICE = "identity-lifecycle";
const ACCOUNT_ID = "000000000000";

/** A packaged stage, with one zip or folder per function. */
export type Deployment = PackagedService & { readonly stage: string; readonly region: string };

export type StackOptions = {
  /** The project's folder. */
  readonly root: string;
  readonly dataDir: string;
  /** Deletes the content of `dataDir` first. */
  readonly fresh: boolean;
  /** The site's port, or the next one that is free; 0 for any. */
  readonly port: number;
  /** Settings of the stage that differ from serverless.yml. */
  readonly params?: StageParams | undefined;
  /** Runs this package. Otherwise the stage `local` is packaged. */
  readonly deployment?: Deployment | undefined;
  /** The cost of a password check in the legacy system: scrypt's N. */
  readonly legacyHashCost?: number | undefined;
  /** A proxy in front of DynamoDB that delays, reports and fails calls. */
  readonly databaseFront?: FrontOptions | undefined;
  /** Gets a line when the service is packaged, or packaging waits. */
  readonly onProgress?: ((line: string) => void) | undefined;
  /** Gets every line that a function writes. */
  readonly onLog?: ((line: LogLine) => void) | undefined;
};

export type RunningStack = Pick<Services, "eventBus" | "legacy" | "mail" | "tables" | "userPool"> & {
  readonly functions: Functions;
  readonly inbox: Inbox;
  describe(): StackDescription;
  /** Sets the offset of the clocks of functions and user pool from the machine's, to test expiry. */
  moveClock(offsetMs: number): Promise<void>;
  /** Resolves when every event that was recorded so far has been delivered. */
  settled(): Promise<void>;
  /** Stops everything that was started, in the reverse order. */
  close(): Promise<void>;
};

/** @throws Error if a part cannot start, or that lists the wrong settings of functions. The started parts are stopped. */
export const startStack = async (options: StackOptions): Promise<RunningStack> => {
  const parts = closeStack();
  try {
    return await assemble(options, parts);
  } catch (error) {
    await parts.closeAll();
    throw error;
  }
};

const assemble = async (options: StackOptions, parts: CloseStack): Promise<RunningStack> => {
  const { root, dataDir, fresh, port, params, deployment, legacyHashCost, databaseFront } = options;
  const { onLog, onProgress } = options;
  const began = Date.now();
  const folder = parts.keep(await openDataFolder(dataDir, fresh));
  const { artifacts, template, stage, region } =
    deployment ?? (await packagedLocally(root, params, onProgress));
  const place = { region, accountId: ACCOUNT_ID };
  const stack = readStack({ file: template, ...place, stackName: `${SERVICE}-${stage}` });
  checkFunctionSettings(stack);

  const inbox = parts.keep(createInbox());
  const { bind, invoke } = laterBound();
  // Opened first, because the pool returns browsers to its address, and the functions write it into mails.
  const frontDoor = parts.keep(await openFrontDoor({ preferredPort: port }));
  // An explicit setting takes precedence.
  const siteUrl = params?.siteUrl ?? `${frontDoor.url}/`;
  const services = await startServices(
    { stack, siteUrl, dataDir, inbox, invoke, legacyHashCost, databaseFront },
    parts,
  );
  const environment = functionEnvironment(services, siteUrl);
  const workDir = join(dataDir, "functions");
  const functions = parts.keep(
    await startFunctions({ stack, artifacts, workDir, environment, ...(onLog && { onLog }) }),
  );
  bind(functions);
  await seedDirectory(services.tables.client, stack.resource("DirectoryTable").physicalId, {
    accounts: SEED_ACCOUNTS,
    users: SEED_USERS,
  });
  const streams = parts.keep(
    await startStreamPoller({
      endpoint: services.tables.url,
      mappings: declaredMappings(stack),
      invoke,
      checkpointFile: join(dataDir, "streams.json"),
      sendToQueue: (queueArn, body) => services.eventBus.queues.send(queueArn, { body }),
      ...place,
    }),
  );
  const describe = (urls: { site: string; api: string }) =>
    describeStack(stack, {
      readyInMs: Date.now() - began,
      urls: { ...urls, ...serviceUrls(services, functions) },
    });
  const site = { root, frontDoor, siteUrl, stack, inbox, services, functions, describe };
  const description = await serveSite(site, parts);
  await folder.note(description);
  return {
    ...services,
    functions,
    inbox,
    describe: () => description,
    moveClock: async (offsetMs) => {
      functions.moveClock(offsetMs);
      const response = await fetch(`${services.userPool.url}/_local/clock`, {
        method: "PUT",
        body: JSON.stringify({ offset_ms: offsetMs }),
      });
      if (!response.ok) throw new Error("the user pool did not move its clock");
    },
    settled: async () => {
      // Functions that a rule invokes record events, too.
      await services.eventBus.idle();
      await streams.idle();
      await services.eventBus.idle();
    },
    close: parts.closeAll,
  };
};

const packagedLocally = async (...input: Parameters<typeof packageService>): Promise<Deployment> => ({
  ...(await packageService(...input)),
  stage: "local",
  region: "us-east-1",
});

/**
 * The pool and the bus start before the functions that they call, because the functions need their addresses.
 * All of them call through the Lambda API, like the AWS services.
 */
const laterBound = (): { bind(functions: Functions): void; invoke: Invoke } => {
  let bound: Invoke | undefined;
  return {
    bind: ({ url }) => {
      bound = lambdaInvoke(url);
    },
    invoke: async (functionArn, event, timeoutMs) => {
      if (!bound) throw new Error("the functions have not started yet");
      return bound(functionArn, event, timeoutMs);
    },
  };
};
