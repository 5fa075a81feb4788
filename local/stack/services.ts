/** The stand-ins for the AWS services that functions use, and for the system that people migrate from. */
import { join } from "node:path";
import type { Template } from "../cloudformation/template.js";
import { type EventBus, startEventBus } from "../event-bus/index.js";
import type { Inbox } from "../inbox/index.js";
import type { LambdaAnswer } from "../lambda/index.js";
import { type LegacySystem, startLegacySystem } from "../legacy-system/index.js";
import { startParameters } from "../parameters/index.js";
import { startSecrets } from "../secrets/index.js";
import { SEED_PEOPLE } from "../seed/people.js";
import { startTables, type Tables } from "../tables/index.js";
import { poolsFromStack, type RunningUserPool, startUserPool } from "../user-pool/index.js";
import { declaredBuses, declaredParameters, declaredRules, declaredSecrets } from "./declared.js";
import type { Keeper } from "./keeper.js";

export type Place = { readonly region: string; readonly accountId: string; readonly stackName: string };
export type Invoke = (functionArn: string, event: unknown, timeoutMs: number) => Promise<LambdaAnswer>;
export type Services = {
  readonly tables: Tables;
  readonly eventBus: EventBus;
  readonly userPool: RunningUserPool;
  readonly legacy: LegacySystem;
  readonly secretsUrl: string;
  readonly parametersUrl: string;
};

type Input = {
  readonly template: Template;
  readonly place: Place;
  readonly dataDir: string;
  readonly inbox: Inbox;
  readonly invoke: Invoke;
};

export const startServices = async (
  { template, place, dataDir, inbox, invoke }: Input,
  { keep }: Keeper,
): Promise<Services> => {
  const { region, accountId } = place;
  const [tables, eventBus, userPool, { secrets, legacy }, parameters] = await Promise.all([
    startTables({
      template,
      region,
      dbPath: join(dataDir, "dynamodb.sqlite"),
      endpoint: process.env.DYNAMODB_ENDPOINT,
    }).then(keep),
    startEventBus({ buses: declaredBuses(template), rules: declaredRules(template), invoke }).then(keep),
    startUserPool({
      pools: poolsFromStack(template),
      invoke,
      deliver: inbox.deliver,
      dataFile: join(dataDir, "user-pool.jsonl"),
      region,
      accountId,
    }).then(keep),
    startSecretsAndLegacy(template, dataDir, keep),
    startParameters({ parameters: declaredParameters(template) }).then(keep),
  ]);
  return { tables, eventBus, userPool, legacy, secretsUrl: secrets.url, parametersUrl: parameters.url };
};

// The legacy system expects the bearer token that the functions find in the secret store.
const startSecretsAndLegacy = async (template: Template, dataDir: string, keep: Keeper["keep"]) => {
  const dataFile = join(dataDir, "secrets.json");
  const secrets = keep(await startSecrets({ secrets: declaredSecrets(template), dataFile }));
  const token = secrets.value(String(template.resource("LegacySystemSecret").properties.Name));
  const people = SEED_PEOPLE.map(({ legacyId, email, name, password }) => ({
    id: legacyId,
    email,
    email_verified: true,
    name,
    password,
  }));
  const legacy = keep(await startLegacySystem({ token, people, dataFile: join(dataDir, "legacy.json") }));
  return { secrets, legacy };
};
