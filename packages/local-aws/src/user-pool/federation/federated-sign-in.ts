/**
 * A sign-in by an external provider, with its triggers in order (developer guide, "Customizing user pool
 * workflows with Lambda triggers", federation). The first sign-in is a sign-up and creates the profile. Later
 * ones update it.
 */
import { type AuthenticationResult, completeSignIn, issueTokens } from "../auth/issue-tokens.js";
import { CognitoError, notAuthorized } from "../errors.js";
import type { IdentityProvider } from "../oauth/records.js";
import { storedForm } from "../rules/attribute-values.js";
import type { Services } from "../services.js";
import type { Pool, PoolClient } from "../store/pool.js";
import type { User } from "../store/user.js";
import type { HostedGrant } from "../tokens/hosted-grant.js";
import { inboundFederation } from "../triggers/inbound-federation.js";
import { postConfirmation } from "../triggers/post-confirmation.js";
import { preAuthentication } from "../triggers/pre-authentication.js";
import { preSignUp } from "../triggers/pre-sign-up.js";
import { createExternalUser, externalUsername, knownUser, updateExternalUser } from "./external-user.js";
import { signsInBy } from "./identity.js";
import { checkNewProfile, mappedAttributes } from "./mapped-attributes.js";
import type { ExternalProfile } from "./relying-party.js";

interface FederatedSignIn {
  readonly pool: Pool;
  readonly client: PoolClient;
  readonly provider: IdentityProvider;
  readonly profile: ExternalProfile;
  readonly hosted: HostedGrant;
}

/** Throws CognitoError if a trigger, the schema or the status of the profile refuses the sign-in. */
export async function signInFederated(
  services: Services,
  signIn: FederatedSignIn,
): Promise<AuthenticationResult> {
  const { pool, provider, profile } = signIn;
  const userName = externalUsername(pool, provider, profile.subject);
  const claims = await inboundFederation(services, { ...signIn, userName });
  const attributes = storedForm(pool, mappedAttributes(provider, claims));
  const mappedSignIn = { ...signIn, attributes, userName };
  const user = knownUser(mappedSignIn);
  return user ? signInAgain(services, mappedSignIn, user) : signInFirst(services, mappedSignIn);
}

type MappedSignIn = FederatedSignIn & {
  readonly attributes: Record<string, string>;
  readonly userName: string;
};

/** A failure after the profile was created does not undo it: the next sign-in is a repeated one. */
async function signInFirst(services: Services, mappedSignIn: MappedSignIn): Promise<AuthenticationResult> {
  const { pool, client, attributes, userName, hosted } = mappedSignIn;
  checkNewProfile(pool, attributes);
  const clientId = client.id;
  await preSignUp(services, "ExternalProvider", { pool, clientId, userName, userAttributes: attributes });
  const user = createExternalUser({ ...mappedSignIn, now: services.clock.now() });
  await postConfirmation(services, "ConfirmSignUp", { pool, clientId, user });
  return issueTokens(services, { pool, client, user, hosted }, "HostedAuth");
}

/** Also used for the first sign-in of a linked provider, since the profile exists already. */
async function signInAgain(
  services: Services,
  mappedSignIn: MappedSignIn,
  user: User,
): Promise<AuthenticationResult> {
  const { pool, client, provider, hosted } = mappedSignIn;
  checkMaySignIn(user, provider.name);
  await preAuthentication(services, { pool, client, username: user.username, user });
  updateExternalUser({ ...mappedSignIn, now: services.clock.now() }, user);
  return completeSignIn(services, { pool, client, user, hosted }, "HostedAuth");
}

/**
 * Refuses unconfirmed profiles to prevent account pre-hijacking: an attacker could have created one with the
 * owner's address.
 */
function checkMaySignIn(user: User, provider: string): void {
  if (!user.enabled || !signsInBy(user, provider)) throw notAuthorized("User is disabled.");
  if (user.status === "UNCONFIRMED") {
    throw new CognitoError("UserNotConfirmedException", "User is not confirmed.");
  }
}
