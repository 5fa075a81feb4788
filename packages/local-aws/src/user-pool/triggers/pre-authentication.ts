/**
 * PreAuthentication: runs before the password is checked. For an unknown name it runs only if the client
 * hides which users exist, with `userNotFound` set.
 */
import { z } from "zod";
import type { Services } from "../services.js";
import { hidesExistence } from "../settings/client-settings.js";
import type { Pool, PoolClient } from "../store/pool.js";
import { type Attributes, triggerAttributes, type User } from "../store/user.js";

interface Attempt {
  readonly pool: Pool;
  readonly client: PoolClient;
  readonly username: string;
  readonly user: User | undefined;
  /** The ClientMetadata of InitiateAuth, which the event contains as validation data. */
  readonly validationData?: Attributes | undefined;
}

export async function preAuthentication({ runTrigger }: Services, attempt: Attempt): Promise<void> {
  const { pool, client, username, user, validationData } = attempt;
  const functionArn = pool.settings.LambdaConfig.PreAuthentication;
  const hides = hidesExistence(client.settings);
  if (functionArn === undefined || (!user && !hides)) return;
  await runTrigger({
    trigger: "PreAuthentication",
    source: "PreAuthentication_Authentication",
    functionArn,
    pool,
    userName: user?.username ?? username,
    clientId: client.id,
    request: {
      userAttributes: user ? triggerAttributes(user) : {},
      validationData: validationData ?? null,
      ...(hides && { userNotFound: !user }),
    },
    response: {},
    answer: z.looseObject({}).nullable(),
  });
}
