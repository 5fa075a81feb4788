/** Handles the answer to NEW_PASSWORD_REQUIRED: a new password and the missing required attributes. */
import { notAuthorized } from "../errors.js";
import { checkedValues, checkMutable, checkRequired, checkWritable } from "../rules/attribute-values.js";
import { acceptPassword, storePassword } from "../rules/password-policy.js";
import type { Services } from "../services.js";
import type { Attributes, User } from "../store/user.js";
import { advance } from "./advance.js";
import { checkAliasesFree } from "./aliases.js";
import { invalidSession } from "./challenges.js";
import { setAttributes } from "./change-attributes.js";
import { type ChallengeAnswer, type FlowAnswer, passed, required } from "./step.js";

const attributePrefix = "userAttributes.";

export async function answerNewPassword(
  services: Services,
  challengeAnswer: ChallengeAnswer,
  passwordSalt: string | undefined,
): Promise<FlowAnswer> {
  const { pool, client, session, responses } = challengeAnswer;
  const user = challengedUser(challengeAnswer, passwordSalt);
  const password = required(challengeAnswer, "NEW_PASSWORD");
  const supplied = suppliedAttributes(responses);
  checkWritable(pool, client.settings, Object.keys(supplied));
  const attributes = checkedValues(pool, supplied);
  checkMutable(pool, changesOf(user, attributes));
  checkRequired(pool, { ...user.attributes, ...attributes });
  checkAliasesFree(pool, { ...user.attributes, ...attributes }, user);
  const hash = await acceptPassword(pool, user, password);
  challengedUser(challengeAnswer, passwordSalt);
  // Only an acceptable answer uses the session up. After a refused password the user can try again.
  services.challenges.consume(session);
  storePassword(pool.settings, user, hash);
  user.status = "CONFIRMED";
  setAttributes(user, attributes);
  user.modifiedAt = services.clock.now();
  pool.users.save(user);
  return advance(
    services,
    passed(challengeAnswer, "NEW_PASSWORD_REQUIRED", { cause: "NewPasswordChallenge" }),
  );
}

/** Throws if the password or the status of the user has changed since the challenge was issued. */
function challengedUser({ pool, user }: ChallengeAnswer, passwordSalt: string | undefined): User {
  if (!user || pool.users.byUsername(user.username) !== user) throw invalidSession();
  if (user.password?.salt !== passwordSalt) throw invalidSession();
  if (!user.enabled) throw notAuthorized("User is disabled.");
  if (user.status !== "FORCE_CHANGE_PASSWORD" && user.status !== "RESET_REQUIRED") throw invalidSession();
  return user;
}

const suppliedAttributes = (responses: Readonly<Record<string, string>>): Attributes =>
  Object.fromEntries(
    Object.entries(responses)
      .filter(([key]) => key.startsWith(attributePrefix))
      .map(([key, value]) => [key.slice(attributePrefix.length), value]),
  );

/** An immutable attribute that has no value yet can still be set. */
const changesOf = (user: User, supplied: Attributes): Attributes =>
  Object.fromEntries(
    Object.entries(supplied).filter(([name, value]) => (user.attributes[name] ?? value) !== value),
  );
