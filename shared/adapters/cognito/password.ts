/**
 * Replaces the password of a user whose address was just verified. Never call it for an unconfirmed user:
 * this API call confirms the user without a code.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminSetUserPassword.html
 */
import { AdminGetUserCommand, AdminSetUserPasswordCommand } from "@aws-sdk/client-cognito-identity-provider";
import { AuthError } from "../../domain/errors.js";
import type { CognitoStore } from "./client.js";
import { attempt } from "./failure.js";

export const setPassword = async (
  { client, userPoolId: UserPoolId }: CognitoStore,
  email: string,
  password: string,
): Promise<{ readonly sub: string }> => {
  const found = await attempt(() => client.send(new AdminGetUserCommand({ UserPoolId, Username: email })));
  if (found.kind === "failure") throw found.failure.asAuthError();
  const { Username, UserStatus, UserAttributes = [] } = found.value;
  const sub = UserAttributes.find(({ Name }) => Name === "sub")?.Value ?? Username;
  if (UserStatus !== "CONFIRMED" || sub === undefined) throw new AuthError("temporarily_unavailable");
  const command = new AdminSetUserPasswordCommand({
    UserPoolId,
    Username,
    Password: password,
    Permanent: true,
  });
  const set = await attempt(() => client.send(command));
  if (set.kind === "failure") throw set.failure.asAuthError();
  return { sub };
};
