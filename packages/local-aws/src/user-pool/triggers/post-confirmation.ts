/**
 * PostConfirmation: runs after a user confirmed a sign-up or a new password. A failure does not undo the
 * confirmation.
 */
import { z } from "zod";
import type { Services } from "../services.js";
import type { Pool } from "../store/pool.js";
import { type Attributes, triggerAttributes, type User } from "../store/user.js";

interface Confirmation {
  readonly pool: Pool;
  readonly clientId: string;
  readonly user: User;
  readonly clientMetadata?: Attributes | undefined;
}

export async function postConfirmation(
  { runTrigger }: Services,
  source: "ConfirmSignUp" | "ConfirmForgotPassword",
  { pool, clientId, user, clientMetadata }: Confirmation,
): Promise<void> {
  const functionArn = pool.settings.LambdaConfig.PostConfirmation;
  if (functionArn === undefined) return;
  await runTrigger({
    trigger: "PostConfirmation",
    source: `PostConfirmation_${source}`,
    functionArn,
    pool,
    userName: user.username,
    clientId,
    request: { userAttributes: triggerAttributes(user), ...(clientMetadata && { clientMetadata }) },
    response: {},
    answer: z.looseObject({}).nullable(),
  });
}
