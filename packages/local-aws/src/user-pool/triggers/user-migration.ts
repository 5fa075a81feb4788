/**
 * UserMigration: runs at a sign-in or password reset for an unknown name. A response without `userAttributes`
 * means that the legacy system does not know the user either. (Developer guide, "Migrate user Lambda
 * trigger".)
 */
import { z } from "zod";
import type { Services } from "../services.js";
import type { Pool, PoolClient } from "../store/pool.js";
import type { Attributes } from "../store/user.js";

interface UnknownUser {
  readonly pool: Pool;
  readonly client: PoolClient;
  readonly username: string;
  /** Absent for a password reset. */
  readonly password?: string;
  readonly validationData?: Attributes | undefined;
  readonly clientMetadata?: Attributes | undefined;
}

const answer = z.object({
  userAttributes: z.record(z.string(), z.string()).nullish(),
  finalUserStatus: z.enum(["CONFIRMED", "RESET_REQUIRED"]).nullish(),
  messageAction: z.enum(["SUPPRESS", "RESEND"]).nullish(),
  desiredDeliveryMediums: z.array(z.enum(["EMAIL", "SMS"])).nullish(),
  forceAliasCreation: z.boolean().nullish(),
  enableSMSMFA: z.boolean().nullish(),
});

export type MigrationAnswer = z.output<typeof answer> & { userAttributes: Attributes };

/** Returns undefined if there is no trigger or it does not return a user. */
export async function userMigration(
  { runTrigger }: Services,
  source: "Authentication" | "ForgotPassword",
  unknownUser: UnknownUser,
): Promise<MigrationAnswer | undefined> {
  const { pool, client, username, password, validationData, clientMetadata } = unknownUser;
  const functionArn = pool.settings.LambdaConfig.UserMigration;
  if (functionArn === undefined) return undefined;
  const response = await runTrigger({
    trigger: "UserMigration",
    source: `UserMigration_${source}`,
    functionArn,
    pool,
    userName: username,
    clientId: client.id,
    request: {
      ...(password !== undefined && { password }),
      validationData: validationData ?? null,
      ...(clientMetadata && { clientMetadata }),
    },
    response: {
      userAttributes: null,
      forceAliasCreation: null,
      enableSMSMFA: null,
      finalUserStatus: null,
      messageAction: null,
      desiredDeliveryMediums: null,
    },
    answer,
  });
  const { userAttributes } = response;
  return userAttributes ? { ...response, userAttributes } : undefined;
}
