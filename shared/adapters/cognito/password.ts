/**
 * Replaces the password of a user whose address has been confirmed a moment ago. Of nobody else:
 * Cognito confirms an unconfirmed user by this call, without any code.
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
