/**
 * The embedded stack: the packaged service, with a local stand-in for every AWS service that its
 * template names. What exists (tables, pool, rules, routes, functions) is read from the template.
 */
import { randomBytes } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { readTemplate, type Template } from "../cloudformation/template.js";
import type { EventBus } from "../event-bus/index.js";
import { startFrontDoor } from "../front-door/index.js";
import { startGateway } from "../gateway/index.js";
import { createInbox, type Inbox } from "../inbox/index.js";
import { type Lambda, startLambda } from "../lambda/index.js";
import { type PackagedService, packageService } from "../packaging/package-service.js";
import { seedDirectory } from "../seed/index.js";
import { SEED_ACCOUNTS, SEED_PEOPLE } from "../seed/people.js";
import { startStreamPoller } from "../streams/index.js";
import { declaredMappings } from "./declared.js";
import { auditLogGroup, describeStack, type StackDescription } from "./description.js";
import { type Keeper, keeper } from "./keeper.js";
import { type Invoke, type Services, startServices } from "./services.js";

const PLACE = { region: "us-east-1", accountId: "000000000000", stackName: "identity-lifecycle-local" };

export type StackOptions = {
  /** The project's folder. */
  readonly root: string;
  readonly dataDir: string;
  /** Forget what `dataDir` holds. */
  readonly fresh: boolean;
  /** The site's port, if it is free; 0 for any. */
  readonly port: number;
};

export type RunningStack = Pick<Services, "eventBus" | "legacy" | "tables" | "userPool"> & {
  describe(): StackDescription;
  readonly lambda: Lambda;
  readonly inbox: Inbox;
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
  { root, dataDir, fresh, port }: StackOptions,
  parts: Keeper,
): Promise<RunningStack> => {
  const started = Date.now();
  if (fresh) await rm(dataDir, { recursive: true, force: true });
  await mkdir(dataDir, { recursive: true });
  const packaged = await packageService(root);
  const template = await readTemplate(packaged.template, PLACE);

  const inbox = parts.keep(createInbox());
  const functions = laterBound();
  const input = { template, place: PLACE, dataDir, inbox, invoke: functions.invoke };
  const services = await startServices(input, parts);
  const lambda = parts.keep(await startFunctions(packaged, template, services, dataDir));
  functions.bind(lambda);
  await seedDirectory(services.tables.client, template.resource("DirectoryTable").physicalId, {
    accounts: SEED_ACCOUNTS,
    people: SEED_PEOPLE,
  });
  const streams = parts.keep(
    await startStreamPoller({
      endpoint: services.tables.url,
      mappings: declaredMappings(template),
      invoke: functions.invoke,
      checkpointFile: join(dataDir, "streams.json"),
    }),
  );
  const site = await startSite({ root, port, template, inbox, services, lambda, started }, parts);
  return {
    ...services,
    describe: site.describe,
    lambda,
    inbox,
    settled: async () => {
      await streams.idle();
      await services.eventBus.idle();
    },
    close: parts.closeAll,
  };
};

const startFunctions = (
  { artifacts }: PackagedService,
  template: Template,
  { tables, eventBus, userPool, legacy, secretsUrl, parametersUrl }: Services,
  dataDir: string,
): Promise<Lambda> =>
  startLambda({
    template,
    artifacts,
    workDir: join(dataDir, "functions"),
    region: PLACE.region,
    // The SDK's own variables: the functions have no switch for running here.
    environment: {
      AWS_ENDPOINT_URL_DYNAMODB: tables.url,
      AWS_ENDPOINT_URL_EVENTBRIDGE: eventBus.url,
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: userPool.url,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: secretsUrl,
      AWS_ENDPOINT_URL_SSM: parametersUrl,
      LEGACY_SYSTEM_URL: legacy.url,
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    },
  });

type SiteInput = {
  readonly root: string;
  readonly port: number;
  readonly template: Template;
  readonly inbox: Inbox;
  readonly services: Services;
  readonly lambda: Lambda;
  readonly started: number;
};

/** The HTTP API, and in front of it the one origin that browsers see. */
const startSite = async (
  { root, port, template, inbox, services, lambda, started }: SiteInput,
  { keep }: Keeper,
): Promise<{ describe(): StackDescription }> => {
  const { tables, eventBus, userPool, legacy, secretsUrl, parametersUrl } = services;
  const trustedProxy = { header: "x-origin-verify", value: randomBytes(24).toString("base64url") };
  const gateway = keep(await startGateway({ template, ...PLACE, invoke: lambda.invoke, trustedProxy }));
  let description: StackDescription | undefined;
  const describe = (): StackDescription => {
    if (!description) throw new Error("the stack is not ready yet");
    return description;
  };
  const site = keep(
    await startFrontDoor({
      apiUrl: gateway.url,
      inbox,
      auditEvents: auditFeed(eventBus, auditLogGroup(template)),
      describe,
      trustedProxy,
      preferredPort: port,
      webDir: join(root, "web"),
      invocationsUrl: `${userPool.url}/_local/invocations`,
      logsUrl: `${lambda.url}/_local/logs`,
    }),
  );
  description = describeStack(template, {
    region: PLACE.region,
    readyInMs: Date.now() - started,
    urls: {
      site: site.url,
      api: gateway.url,
      cognito: userPool.url,
      dynamodb: tables.url,
      eventbridge: eventBus.url,
      lambda: lambda.url,
      secrets: secretsUrl,
      parameters: parametersUrl,
      legacy: legacy.url,
    },
  });
  return { describe };
};

/** The pool and the bus start before the functions that they call, because the functions have to know where they are. */
const laterBound = (): { bind(lambda: Lambda): void; invoke: Invoke } => {
  let bound: Lambda | undefined;
  return {
    bind: (lambda) => {
      bound = lambda;
    },
    invoke: async (functionArn, event, timeoutMs) => {
      if (!bound) throw new Error("the functions are not there yet");
      return bound.invoke(functionArn, event, timeoutMs);
    },
  };
};

const RECENT_EVENTS = 200;

const auditFeed = ({ logGroups }: EventBus, logGroup: string) => ({
  recent: () =>
    logGroups
      .entries(logGroup)
      .slice(-RECENT_EVENTS)
      .map(({ event }) => event),
  subscribe: (listener: (event: unknown) => void) =>
    logGroups.subscribe((entry) => {
      if (entry.logGroup === logGroup) listener(entry.event);
    }),
});
