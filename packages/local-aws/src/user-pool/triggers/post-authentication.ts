/**
 * PostAuthentication: runs after the user authenticated and before tokens are issued. A failure denies the
 * sign-in.
 */
import { z } from "zod";
import type { Services } from "../services.js";
import type { Pool, PoolClient } from "../store/pool.js";
import { type Attributes, triggerAttributes, type User } from "../store/user.js";

interface Authenticated {
  readonly pool: Pool;
  readonly client: PoolClient;
  readonly user: User;
  readonly clientMetadata?: Attributes | undefined;
  readonly deviceKey?: string | undefined;
}

export async function postAuthentication({ runTrigger }: Services, signIn: Authenticated): Promise<void> {
  const { pool, client, user, clientMetadata, deviceKey } = signIn;
  const functionArn = pool.settings.LambdaConfig.PostAuthentication;
  if (functionArn === undefined) return;
  await runTrigger({
    trigger: "PostAuthentication",
    source: "PostAuthentication_Authentication",
    functionArn,
    pool,
    userName: user.username,
    clientId: client.id,
    request: {
      userAttributes: triggerAttributes(user),
      ...(pool.settings.DeviceConfiguration && { newDeviceUsed: deviceKey === undefined }),
      ...(clientMetadata && { clientMetadata }),
    },
    response: {},
    answer: z.looseObject({}).nullable(),
  });
}
