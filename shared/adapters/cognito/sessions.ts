/** Ends sessions at the pool: of one sign-in by its refresh token, or of a user. */
import {
  AdminGetUserCommand,
  AdminUserGlobalSignOutCommand,
  ListUsersCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { type CognitoStore, failureAsClient } from "./client.js";
import { attempt } from "./failure.js";

// An invalid or expired token needs no revocation.
const REVOKE_SILENT: ReadonlySet<string> = new Set([
  "UnauthorizedException",
  "UnsupportedTokenTypeException",
  "InvalidParameterException",
  "NotAuthorizedException",
]);

export const revoke = async (store: CognitoStore, refreshToken: string): Promise<void> => {
  const failure = await failureAsClient(store, async () => {
    const ClientSecret = await store.secret.reveal();
    return store.call("RevokeToken", { ClientId: store.clientId, ClientSecret, Token: refreshToken });
  });
  if (failure && !REVOKE_SILENT.has(failure.name)) throw failure.asAuthError();
};

export const subOf = async (
  { client, userPoolId: UserPoolId }: CognitoStore,
  Username: string,
): Promise<string | undefined> => {
  const found = await attempt(() => client.send(new AdminGetUserCommand({ UserPoolId, Username })));
  if (found.kind === "failure") {
    if (found.failure.name === "UserNotFoundException") return undefined;
    throw found.failure.asAuthError();
  }
  return found.value.UserAttributes?.find(({ Name }) => Name === "sub")?.Value;
};

/**
 * A native user's `sub` is a user name. The user name of a federated user is not, so the user is looked up.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminUserGlobalSignOut.html
 */
export const endSessions = async (store: CognitoStore, sub: string): Promise<void> => {
  if (await signedOut(store, sub)) return;
  const { client, userPoolId: UserPoolId } = store;
  const Filter = `sub = "${sub.replaceAll(/[\\"]/g, "\\$&")}"`;
  const found = await attempt(() => client.send(new ListUsersCommand({ UserPoolId, Filter, Limit: 1 })));
  if (found.kind === "failure") throw found.failure.asAuthError();
  const username = found.value.Users?.[0]?.Username;
  if (username !== undefined && username !== sub) await signedOut(store, username);
};

/** False if no user has the name. */
const signedOut = async ({ client, userPoolId: UserPoolId }: CognitoStore, Username: string) => {
  const answer = await attempt(() =>
    client.send(new AdminUserGlobalSignOutCommand({ UserPoolId, Username })),
  );
  if (answer.kind === "value") return true;
  if (answer.failure.name === "UserNotFoundException") return false;
  throw answer.failure.asAuthError();
};
