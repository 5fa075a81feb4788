/**
 * The embedded stack: the packaged service, with a local stand-in for every AWS service that its
 * template names. What exists (tables, pool, rules, routes, functions) is read from the template.
 */
import { randomBytes } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { readTemplate, type Template } from "./cloudformation/template.js";
import {
  declaredBuses,
  declaredMappings,
  declaredParameters,
  declaredRules,
  declaredSecrets,
} from "./declared.js";
import { type StackDescription, thingsToTry } from "./describe.js";
import { type EventBus, startEventBus } from "./event-bus/index.js";
import { startFrontDoor } from "./front-door/index.js";
import { startGateway } from "./gateway/index.js";
import { createInbox } from "./inbox/index.js";
import { type Lambda, startLambda } from "./lambda/index.js";
import { type LegacySystem, startLegacySystem } from "./legacy-system/index.js";
import { packageService } from "./packaging/package-service.js";
import { startParameters } from "./parameters/index.js";
import { startSecrets } from "./secrets/index.js";
import { seedDirectory } from "./seed/index.js";
import { SEED_ACCOUNTS, SEED_PEOPLE } from "./seed/people.js";
import { startStreamPoller } from "./streams/index.js";
import { startTables, type Tables } from "./tables/index.js";
import { poolsFromStack, type RunningUserPool, startUserPool } from "./user-pool/index.js";

const PLACE = { region: "us-east-1", accountId: "000000000000", stackName: "identity-lifecycle-local" };
const ISSUER_HOST = `https://cognito-idp.${PLACE.region}.amazonaws.com`;

export type StackOptions = {
  /** The project's folder. */
  readonly root: string;
  readonly dataDir: string;
  /** Forget what `dataDir` holds. */
  readonly fresh: boolean;
  /** The site's port, if it is free; 0 for any. */
  readonly port: number;
};

export type RunningStack = {
  describe(): StackDescription;
  readonly lambda: Lambda;
  readonly eventBus: EventBus;
  readonly userPool: RunningUserPool;
  readonly legacy: LegacySystem;
  readonly tables: Tables;
  /** Resolves when every event that was recorded so far has been delivered. */
  settled(): Promise<void>;
  /** Stops everything that was started, in the reverse order. */
  close(): Promise<void>;
};

export const startStack = async (options: StackOptions): Promise<RunningStack> => {
  const closers: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  const kept = <T extends { close(): unknown }>(part: T): T => {
    closers.push(async () => part.close());
    return part;
  };
  try {
    return await assemble(options, kept, close);
  } catch (error) {
    await close();
    throw error;
  }
};

type Keep = <T extends { close(): unknown }>(part: T) => T;

const assemble = async (
  options: StackOptions,
  kept: Keep,
  close: () => Promise<void>,
): Promise<RunningStack> => {
  const started = Date.now();
  const { root, dataDir } = options;
  if (options.fresh) await rm(dataDir, { recursive: true, force: true });
  await mkdir(dataDir, { recursive: true });
  const service = await packageService(root);
  const template = await readTemplate(service.template, PLACE);

  const functions = laterBound();
  const inbox = kept(createInbox());
  const [tables, eventBus, secrets, parameters, userPool] = await Promise.all([
    startTables({
      template,
      region: PLACE.region,
      dbPath: join(dataDir, "dynamodb.sqlite"),
      endpoint: process.env.DYNAMODB_ENDPOINT,
    }).then(kept),
    startEventBus({
      buses: declaredBuses(template),
      rules: declaredRules(template) as never,
      invoke: functions.invoke,
    }).then(kept),
    startSecrets({ secrets: declaredSecrets(template), dataFile: join(dataDir, "secrets.json") }).then(kept),
    startParameters({ parameters: declaredParameters(template) }).then(kept),
    startUserPool({
      pools: poolsFromStack(template),
      invoke: functions.invoke,
      deliver: inbox.deliver,
      dataFile: join(dataDir, "user-pool.jsonl"),
      region: PLACE.region,
      accountId: PLACE.accountId,
    }).then(kept),
  ]);
  const legacy = kept(
    await startLegacySystem({
      token: secrets.value(String(template.resource("LegacySystemSecret").properties.Name)),
      people: SEED_PEOPLE.map(({ legacyId, email, name, password }) => ({
        id: legacyId,
        email,
        email_verified: true,
        name,
        password,
      })),
      dataFile: join(dataDir, "legacy.json"),
    }),
  );
  const lambda = kept(
    await startLambda({
      template,
      artifacts: service.artifacts,
      workDir: join(dataDir, "functions"),
      region: PLACE.region,
      environment: {
        AWS_ENDPOINT_URL_DYNAMODB: tables.url,
        AWS_ENDPOINT_URL_EVENTBRIDGE: eventBus.url,
        AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: userPool.url,
        AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.url,
        AWS_ENDPOINT_URL_SSM: parameters.url,
        LEGACY_SYSTEM_URL: legacy.url,
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
      },
    }),
  );
  functions.bind(lambda);
  await seedDirectory(tables.client, tableName(template, "DirectoryTable"), {
    accounts: SEED_ACCOUNTS,
    people: SEED_PEOPLE,
  });
  const streams = kept(
    await startStreamPoller({
      endpoint: tables.url,
      mappings: declaredMappings(template),
      invoke: functions.invoke,
      checkpointFile: join(dataDir, "streams.json"),
    }),
  );
  const trustedProxy = { header: "x-origin-verify", value: randomBytes(24).toString("base64url") };
  const gateway = kept(await startGateway({ template, ...PLACE, invoke: functions.invoke, trustedProxy }));

  let description: StackDescription | undefined;
  const describe = (): StackDescription => {
    if (!description) throw new Error("the stack is not ready yet");
    return description;
  };
  const site = kept(
    await startFrontDoor({
      apiUrl: gateway.url,
      inbox,
      auditEvents: auditFeed(eventBus, logGroupName(template)),
      describe: () => siteDescription(describe()),
      trustedProxy,
      preferredPort: options.port,
      webDir: join(root, "web"),
      invocationsUrl: `${userPool.url}/_local/invocations`,
      logsUrl: `${lambda.url}/_local/logs`,
    }),
  );
  const pool = template.resource("UserPool").physicalId;
  description = {
    name: "identity-lifecycle",
    readyInMs: Date.now() - started,
    region: PLACE.region,
    urls: {
      site: site.url,
      inbox: `${site.url}/inbox`,
      api: gateway.url,
      cognito: userPool.url,
      jwks: `${userPool.url}/${pool}/.well-known/jwks.json`,
      dynamodb: tables.url,
      eventbridge: eventBus.url,
      lambda: lambda.url,
      secrets: secrets.url,
      parameters: parameters.url,
      legacy: legacy.url,
    },
    pool: {
      id: pool,
      clientId: template.resource("UserPoolClient").physicalId,
      issuer: `${ISSUER_HOST}/${pool}`,
    },
    tables: {
      directory: tableName(template, "DirectoryTable"),
      audit: tableName(template, "AuditTable"),
      guard: tableName(template, "GuardTable"),
    },
    audit: { bus: template.resource("AuditBus").physicalId, logGroup: logGroupName(template) },
    people: SEED_PEOPLE,
    accounts: SEED_ACCOUNTS,
    tryThis: thingsToTry(site.url),
  };
  const settled = async (): Promise<void> => {
    await streams.idle();
    await eventBus.idle();
  };
  return { describe, lambda, eventBus, userPool, legacy, tables, settled, close };
};

const tableName = (template: Template, logicalId: string): string => template.resource(logicalId).physicalId;
const logGroupName = (template: Template): string => template.resource("AuditLogGroup").physicalId;

/** The pool and the bus start before the functions that they call, because the functions have to know where they are. */
const laterBound = () => {
  let bound: Lambda | undefined;
  return {
    bind: (lambda: Lambda): void => {
      bound = lambda;
    },
    invoke: async (functionArn: string, event: unknown, timeoutMs: number) => {
      if (!bound) throw new Error("the functions are not there yet");
      const { statusCode, functionError, payload } = await bound.invoke(functionArn, event, timeoutMs);
      return { statusCode, payload, ...(functionError !== undefined && { functionError }) };
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

const siteDescription = (stack: StackDescription) => ({
  ...stack,
  people: stack.people.map((person) => ({
    ...person,
    accounts: person.accounts.map((membership) => ({
      ...membership,
      visibleAccountId:
        stack.accounts.find(({ systemAccountId }) => systemAccountId === membership.systemAccountId)
          ?.visibleAccountId ?? membership.systemAccountId,
    })),
  })),
});
