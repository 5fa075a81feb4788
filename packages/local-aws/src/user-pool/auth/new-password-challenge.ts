/** The NEW_PASSWORD_REQUIRED challenge, for users with a temporary password. */
import { notAuthorized } from "../errors.js";
import { missingRequired } from "../rules/attribute-values.js";
import type { Services } from "../services.js";
import type { User } from "../store/user.js";
import { ask, type NextChallenge, type Step } from "./step.js";

export function newPasswordChallenge(services: Services, step: Step, user: User): NextChallenge {
  if (services.clock.now() >= (user.temporaryPasswordExpiresAt ?? Infinity)) {
    throw notAuthorized("Temporary password has expired and must be reset by an administrator.");
  }
  const required = missingRequired(step.pool, user.attributes).map((name) => `userAttributes.${name}`);
  const parameters = {
    USER_ID_FOR_SRP: user.username,
    requiredAttributes: JSON.stringify(required),
    userAttributes: JSON.stringify(user.attributes),
  };
  const detail = { name: "NEW_PASSWORD_REQUIRED", passwordSalt: user.password?.salt } as const;
  return ask(services, step, detail, parameters);
}
