/**
 * Steps after the correct password: a new password, a second factor, a choice between factors.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html
 */
import type { InitiateAuthResponse } from "@aws-sdk/client-cognito-identity-provider";
import { AuthError } from "../../domain/errors.js";
import { factorsIn, kindOf, type PoolChallenge, stepOf } from "../../domain/pool-challenge.js";
import type { StepAnswer } from "../../ports/index.js";
import { attemptAsClient, type CognitoStore } from "./client.js";
import { FROM_TRIGGERS } from "./failure.js";
import { sessionFrom } from "./session.js";

type Asked = Pick<InitiateAuthResponse, "ChallengeName" | "ChallengeParameters" | "Session">;

/** `username`: as the call named the user. @throws AuthError `internal` for a step that is not known here. */
export const challengeFrom = (
  { ChallengeName, ChallengeParameters = {}, Session: session }: Asked,
  username: string,
): PoolChallenge => {
  const kind = kindOf(ChallengeName);
  if (kind === undefined || session === undefined) throw new AuthError("internal");
  const { USER_ID_FOR_SRP, CODE_DELIVERY_DESTINATION: destination, MFAS_CAN_CHOOSE } = ChallengeParameters;
  return {
    ...{ kind, session, destination },
    username: USER_ID_FOR_SRP ?? ChallengeParameters.USERNAME ?? username,
    factors: kind === "choose_factor" ? factorsIn(namesIn(MFAS_CAN_CHOOSE)) : undefined,
  };
};

const namesIn = (text = "[]"): readonly string[] => {
  const names: unknown = JSON.parse(text);
  return Array.isArray(names) ? names.map(String) : [];
};

/** The session stays valid for another answer. */
const WRONG: Readonly<Record<string, "wrong" | "weak_password">> = {
  CodeMismatchException: "wrong",
  EnableSoftwareTokenMFAException: "wrong",
  // Also of an authenticator's code that was used before.
  ExpiredCodeException: "wrong",
  InvalidPasswordException: "weak_password",
  PasswordHistoryPolicyViolationException: "weak_password",
};
const REFUSALS: ReadonlySet<string> = new Set([
  "NotAuthorizedException",
  "UserNotFoundException",
  "UserNotConfirmedException",
  "PasswordResetRequiredException",
]);

export const answerStep = async (
  store: CognitoStore,
  { kind, session, username }: PoolChallenge,
  answer: string,
): Promise<StepAnswer> => {
  const { name, parameter } = stepOf(kind);
  const answered = await attemptAsClient(store, async () => {
    const SECRET_HASH = await store.secret.hashFor(username);
    return store.call("RespondToAuthChallenge", {
      ...{ ChallengeName: name, ClientId: store.clientId, Session: session },
      ChallengeResponses: { USERNAME: username, SECRET_HASH, [parameter]: answer },
    });
  });
  if (answered.kind === "value") {
    const { AuthenticationResult, ChallengeName } = answered.value;
    if (ChallengeName !== undefined)
      return { kind: "challenge", challenge: challengeFrom(answered.value, username) };
    return { kind: "session", session: sessionFrom(AuthenticationResult) };
  }
  const { failure } = answered;
  const wrong = WRONG[failure.name];
  if (wrong !== undefined) return { kind: wrong, session };
  // The pool takes a malformed code for a parameter of a wrong form.
  if (failure.name === "InvalidParameterException") return { kind: "wrong", session };
  if (REFUSALS.has(failure.name) || failure.triggerCode === "invalid_credentials") return { kind: "refused" };
  if (FROM_TRIGGERS.has(failure.name)) throw new AuthError("temporarily_unavailable");
  throw failure.asAuthError();
};
