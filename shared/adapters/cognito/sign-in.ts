/** Signs in with a password. Uses USER_PASSWORD_AUTH, because migration needs the plain password. */
import { requestStartMetadata } from "../../domain/request-start.js";
import type { SignInAnswer } from "../../ports/index.js";
import { attemptAsClient, type CognitoStore } from "./client.js";
import { type CognitoFailure, FROM_TRIGGERS } from "./failure.js";
import { sessionFrom } from "./session.js";
import { challengeFrom } from "./steps.js";

/**
 * Only names outside the pool run UserMigration, also if it timed out or could not be called. A failure that names no
 * trigger may be its failure. The other triggers run for every name, or after the correct password.
 */
const isOfEveryName = ({ trigger }: CognitoFailure): boolean =>
  trigger !== undefined && trigger !== "UserMigration";

const REFUSALS: Readonly<Record<string, Exclude<SignInAnswer["kind"], "session" | "challenge">>> = {
  NotAuthorizedException: "refused",
  UserNotFoundException: "refused",
  InvalidParameterException: "refused",
  UserNotConfirmedException: "not_confirmed",
  PasswordResetRequiredException: "reset_required",
};

export const signIn = async (
  store: CognitoStore,
  {
    email,
    password,
    began,
    counted,
  }: { email: string; password: string; began: Date | undefined; counted: string | undefined },
): Promise<SignInAnswer> => {
  const answer = await attemptAsClient(store, async () => {
    const SECRET_HASH = await store.secret.hashFor(email);
    return store.call("InitiateAuth", {
      AuthFlow: "USER_PASSWORD_AUTH",
      ClientId: store.clientId,
      AuthParameters: { USERNAME: email, PASSWORD: password, SECRET_HASH },
      ClientMetadata: began && requestStartMetadata(began, counted),
    });
  });
  if (answer.kind === "value") {
    if (answer.value.ChallengeName !== undefined)
      return { kind: "challenge", challenge: challengeFrom(answer.value, email) };
    return { kind: "session", session: sessionFrom(answer.value.AuthenticationResult) };
  }
  const { failure } = answer;
  if (failure.triggerCode === "invalid_credentials") return { kind: "denied" };
  if (FROM_TRIGGERS.has(failure.name))
    return { kind: isOfEveryName(failure) ? "unavailable" : "legacy_unavailable" };
  if (failure.locked) return { kind: "locked" };
  const refusal = REFUSALS[failure.name];
  if (refusal === undefined) throw failure.asAuthError();
  return { kind: refusal };
};
