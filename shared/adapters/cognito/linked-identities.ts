/**
 * Identities of external providers on users of the pool, through Cognito's administrative API.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-identity-federation-consolidate-users.html
 */
import {
  AdminDisableProviderForUserCommand,
  AdminGetUserCommand,
  type AdminGetUserCommandOutput,
  AdminLinkProviderForUserCommand,
  AdminUserGlobalSignOutCommand,
  type CognitoIdentityProviderClient,
} from "@aws-sdk/client-cognito-identity-provider";
import { AuthError } from "../../domain/errors.js";
import type { NativeUser } from "../../domain/federation.js";
import type { Identities } from "../../ports/index.js";
import { attempt } from "./failure.js";
import { attributesOf, identitiesFrom } from "./pool-user-from.js";

/** The attribute for the provider's user id, for social and OpenID Connect providers alike. */
const SUBJECT = "Cognito_Subject";

export const cognitoIdentities = (client: CognitoIdentityProviderClient): Identities => {
  const read = async (UserPoolId: string, Username: string) => {
    const answer = await attempt(() => client.send(new AdminGetUserCommand({ UserPoolId, Username })));
    if (answer.kind === "value") return answer.value;
    if (answer.failure.name === "UserNotFoundException") return undefined;
    throw answer.failure.asAuthError();
  };
  return {
    nativeUser: async (userPoolId, email) => {
      const found = await read(userPoolId, email);
      return found && nativeUserFrom(found);
    },
    isLinked: async (userPoolId, { username }, { provider, subject }) => {
      const found = await read(userPoolId, username);
      return identitiesFrom(attributesOf(found?.UserAttributes).identities).some(
        (each) => each.provider === provider && each.subject === subject,
      );
    },
    link: async (UserPoolId, username, { provider, subject }) => {
      const command = new AdminLinkProviderForUserCommand({
        UserPoolId,
        DestinationUser: { ProviderName: "Cognito", ProviderAttributeValue: username },
        SourceUser: {
          ProviderName: provider,
          ProviderAttributeName: SUBJECT,
          ProviderAttributeValue: subject,
        },
      });
      const answer = await attempt(() => client.send(command));
      if (answer.kind === "failure") throw answer.failure.asAuthError();
    },
    unlink: async (UserPoolId, { provider, subject }) => {
      const command = new AdminDisableProviderForUserCommand({
        UserPoolId,
        User: { ProviderName: provider, ProviderAttributeName: SUBJECT, ProviderAttributeValue: subject },
      });
      const answer = await attempt(() => client.send(command));
      if (answer.kind === "value") return "unlinked";
      if (answer.failure.name === "UserNotFoundException") return "unknown";
      throw answer.failure.asAuthError();
    },
    endSessions: async (UserPoolId, Username) => {
      const command = new AdminUserGlobalSignOutCommand({ UserPoolId, Username });
      const answer = await attempt(() => client.send(command));
      if (answer.kind === "failure") throw answer.failure.asAuthError();
    },
  };
};

const nativeUserFrom = (found: AdminGetUserCommandOutput): NativeUser | undefined => {
  const attributes = attributesOf(found.UserAttributes);
  const { UserStatus: status = "", Username: username } = found;
  // A profile that a provider created is not a native account. It has no sign-in names; this check is a
  // second layer.
  if (status === "EXTERNAL_PROVIDER") return undefined;
  if (username === undefined || attributes.sub === undefined) throw new AuthError("internal");
  return {
    username,
    sub: attributes.sub,
    userId: attributes["custom:user_id"],
    enabled: found.Enabled === true,
    status,
    emailVerified: attributes.email_verified === "true",
    providers: identitiesFrom(attributes.identities).map(({ provider }) => provider),
  };
};
