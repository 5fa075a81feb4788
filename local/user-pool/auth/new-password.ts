/** The answer to NEW_PASSWORD_REQUIRED: a password of the user's own, and the attributes that the pool requires. */
import { invalidParameter, notAuthorized } from "../errors.js";
import { checkMutable, checkRequired, checkValues, checkWritable } from "../rules/attribute-values.js";
import { checkSecretHash } from "../rules/client-secret.js";
import { acceptPassword, storePassword } from "../rules/password-policy.js";
import type { Services } from "../services.js";
import type { Pool, PoolClient } from "../store/pool.js";
import type { Attributes, User } from "../store/user.js";
import { checkAliasesFree } from "./aliases.js";
import { setAttributes } from "./change-attributes.js";
import { completeSignIn } from "./issue-tokens.js";
import type { SignInAnswer } from "./password-sign-in.js";

export interface ChallengeResponse {
  readonly pool: Pool;
  readonly client: PoolClient;
  readonly session: string;
  readonly responses: Readonly<Record<string, string>>;
  readonly clientMetadata?: Attributes | undefined;
}

const attributePrefix = "userAttributes.";

export async function answerNewPassword(
  services: Services,
  response: ChallengeResponse,
): Promise<SignInAnswer> {
  const { pool, client, session, responses, clientMetadata } = response;
  const user = challengedUser(services, response);
  const { NEW_PASSWORD: password } = responses;
  if (password === undefined) throw invalidParameter("Missing required parameter NEW_PASSWORD");
  const attributes = suppliedAttributes(responses);
  checkWritable(pool, client.settings, Object.keys(attributes));
  checkValues(pool, attributes);
  checkMutable(pool, changesOf(user, attributes));
  checkRequired(pool, { ...user.attributes, ...attributes });
  checkAliasesFree(pool, { ...user.attributes, ...attributes }, user);
  const hash = await acceptPassword(pool.settings, user, password);
  // Used up only by an answer that is acceptable: a refused password may be tried again.
  if (!services.challenges.consume(session)) throw notAuthorized("Invalid session for the user.");
  storePassword(pool.settings, user, hash);
  user.status = "CONFIRMED";
  setAttributes(user, attributes);
  user.modifiedAt = services.clock.now();
  pool.users.save(user);
  const signIn = { pool, client, user, clientMetadata };
  const AuthenticationResult = await completeSignIn(services, signIn, "NewPasswordChallenge");
  return { ChallengeParameters: {}, AuthenticationResult };
}

function challengedUser(
  { challenges }: Services,
  { pool, client, session, responses }: ChallengeResponse,
): User {
  const challenge = challenges.find(session);
  const user = pool.users.byUsername(challenge.username);
  const mine = challenge.poolId === pool.id && challenge.clientId === client.id;
  if (!mine || !user || pool.users.find(responses.USERNAME ?? "") !== user) {
    throw notAuthorized("Invalid session for the user.");
  }
  // Keyed by the real username: an alias is good enough to begin with, not here.
  checkSecretHash(client, [user.username, user.sub], responses.SECRET_HASH);
  if (!user.enabled) throw notAuthorized("User is disabled.");
  if (user.status !== "FORCE_CHANGE_PASSWORD") throw notAuthorized("Invalid session for the user.");
  return user;
}

const suppliedAttributes = (responses: Readonly<Record<string, string>>): Attributes =>
  Object.fromEntries(
    Object.entries(responses)
      .filter(([key]) => key.startsWith(attributePrefix))
      .map(([key, value]) => [key.slice(attributePrefix.length), value]),
  );

/** An immutable attribute may still be set for the first time. */
const changesOf = (user: User, supplied: Attributes): Attributes =>
  Object.fromEntries(
    Object.entries(supplied).filter(([name, value]) => (user.attributes[name] ?? value) !== value),
  );
