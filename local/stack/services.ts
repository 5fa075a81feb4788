/** The local AWS services that the functions use, and the legacy system. */
import { join } from "node:path";
import { type DynamoDb, type FrontOptions, startDynamoDb } from "local-aws/dynamodb";
import { busesFromStack, type EventBus, startEventBus } from "local-aws/event-bus";
import type { InvokeResult } from "local-aws/functions";
import { GOOGLE_ISSUER, type Google, providerAddresses, startDeclaredProviders } from "local-aws/google";
import { type IdentityPools, startIdentityPools, userPoolAt } from "local-aws/identity-pool";
import { type Mail, startMail } from "local-aws/mail";
import { startParameters } from "local-aws/parameters";
import { startSecrets } from "local-aws/secrets";
import type { Stack } from "local-aws/template";
import {
  type PoolDeclaration,
  poolsFromStack,
  type RunningUserPool,
  startUserPool,
} from "local-aws/user-pool";
import { asMail } from "../inbox/as-mail.js";
import type { Inbox } from "../inbox/index.js";
import { type LegacySystem, startLegacySystem } from "../legacy-system/index.js";
import { SEED_ACCOUNTS, SEED_USERS } from "../seed/users.js";
import type { CloseStack } from "./close-stack.js";
import { declaredParameters, declaredSecrets } from "./declared.js";

export type Invoke = (functionArn: string, event: unknown, timeoutMs: number) => Promise<InvokeResult>;
export type Services = {
  readonly tables: DynamoDb;
  readonly eventBus: EventBus;
  readonly userPool: RunningUserPool;
  readonly legacy: LegacySystem;
  readonly mail: Mail;
  readonly identityPools: IdentityPools;
  /** Only if the template's pool has Google as a provider. */
  readonly google: Google | undefined;
  readonly secretsUrl: string;
  readonly parametersUrl: string;
};

type Input = {
  readonly stack: Stack;
  readonly siteUrl: string;
  readonly dataDir: string;
  readonly inbox: Inbox;
  readonly invoke: Invoke;
  readonly legacyHashCost?: number | undefined;
  readonly databaseFront?: FrontOptions | undefined;
};

export const startServices = async (
  { stack, siteUrl, dataDir, inbox, invoke, legacyHashCost, databaseFront }: Input,
  { keep }: CloseStack,
): Promise<Services> => {
  const { region, accountId } = stack;
  // Started before the pool, which puts events on it.
  const eventBus = keep(await startEventBus({ ...busesFromStack(stack), invoke, region, accountId }));
  const [tables, { userPool, google }, { secrets, legacy }, parameters, mail] = await Promise.all([
    startDynamoDb({ stack, dbPath: join(dataDir, "dynamodb.sqlite"), front: databaseFront }).then(keep),
    startPoolAndGoogle({ stack, siteUrl, dataDir, inbox, invoke, eventBus }, keep),
    startSecretsAndLegacy({ stack, dataDir, legacyHashCost }, keep),
    startParameters({ parameters: declaredParameters(stack) }).then(keep),
    startMail({ deliver: inbox.deliver }).then(keep),
  ]);
  const urls = { secretsUrl: secrets.url, parametersUrl: parameters.url };
  const identityPools = keep(await startIdentityPools({ stack, ...userPoolAt(userPool.url) }));
  return { tables, eventBus, userPool, identityPools, google, legacy, mail, ...urls };
};

const startPoolAndGoogle = async (
  { stack, siteUrl, dataDir, inbox, invoke, eventBus }: Input & Pick<Services, "eventBus">,
  keep: CloseStack["keep"],
) => {
  const providers = await startDeclaredProviders(stack);
  for (const provider of providers) keep(provider);
  const userPool = await startUserPool({
    pools: poolsFromStack(stack).map((pool) => returningTo(siteUrl, declaredSite(stack), pool)),
    invoke,
    deliver: (message) => inbox.deliver(asMail(message)),
    onServiceEvent: eventBus.acceptServiceEvent,
    dataFile: join(dataDir, "user-pool.jsonl"),
    providerAddresses: providerAddresses(providers),
    region: stack.region,
    accountId: stack.accountId,
  });
  const google = providers.find(({ issuer }) => issuer === GOOGLE_ISSUER);
  return { google, userPool: keep(userPool) };
};

/** The pool with the site's actual address in place of the declared one, whose port may be taken. */
const returningTo = (siteUrl: string, declared: string, pool: PoolDeclaration): PoolDeclaration => ({
  ...pool,
  clients: pool.clients?.map((client) => ({
    ...client,
    properties: Object.fromEntries(
      Object.entries(client.properties).map(([name, value]) => [
        name,
        RETURN_URLS.includes(name) && Array.isArray(value)
          ? value.map((url: string) => (url.startsWith(declared) ? url.replace(declared, siteUrl) : url))
          : value,
      ]),
    ),
  })),
});

const RETURN_URLS = ["CallbackURLs", "LogoutURLs"];

const declaredSite = (stack: Stack): string => {
  const { Environment } = stack.resource("RedirectLambdaFunction").properties;
  return (Environment as { Variables: Record<string, string> }).Variables.SITE_URL ?? "";
};

// The legacy system uses the bearer token and the key material of the secrets that the functions read.
const startSecretsAndLegacy = async (
  { stack, dataDir, legacyHashCost }: Pick<Input, "stack" | "dataDir" | "legacyHashCost">,
  keep: CloseStack["keep"],
) => {
  const dataFile = join(dataDir, "secrets.json");
  const secrets = keep(await startSecrets({ secrets: declaredSecrets(stack), dataFile }));
  const token = secrets.value(String(stack.resource("LegacySystemSecret").properties.Name));
  const users = SEED_USERS.map(({ legacyId, email, name, password }) => ({
    id: legacyId,
    email,
    email_verified: true,
    name,
    password,
  }));
  const legacy = keep(
    await startLegacySystem({
      ...{ token, users, hashCost: legacyHashCost },
      apiKeys: {
        material: secrets.value(String(stack.resource("LegacyKeysSecret").properties.Name)),
        places: SEED_ACCOUNTS.map(({ systemAccountId, cellId }) => ({
          account_id: systemAccountId,
          cell_id: cellId,
        })),
      },
      dataFile: join(dataDir, "legacy.json"),
    }),
  );
  return { secrets, legacy };
};
