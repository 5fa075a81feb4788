/**
 * Custom authentication through the Cognito API: InitiateAuth returns the CHOOSE challenge, and its answer
 * triggers the message. Each answer needs the newest session and the SECRET_HASH of the user name that
 * Cognito returned, not of the address that the user entered.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html
 */
import type { RespondToAuthChallengeResponse } from "@aws-sdk/client-cognito-identity-provider";
import { AuthError } from "../../domain/errors.js";
import type { ChallengeAnswer, StartChallengeAnswer, UserPool } from "../../ports/index.js";
import { attemptAsClient, type CognitoStore } from "./client.js";
import type { Attempt, CognitoFailure } from "./failure.js";
import { sessionFrom } from "./session.js";

export const startChallenge = async (
  store: CognitoStore,
  username: string,
  choice: string,
  language: string | undefined,
): Promise<StartChallengeAnswer> => {
  const begun = await attemptAsClient(store, async () => {
    const SECRET_HASH = await store.secret.hashFor(username);
    return store.call("InitiateAuth", {
      AuthFlow: "CUSTOM_AUTH",
      ClientId: store.clientId,
      AuthParameters: { USERNAME: username, SECRET_HASH },
    });
  });
  if (begun.kind === "failure") return refused(begun.failure);
  const { Session: session, ChallengeName, ChallengeParameters } = begun.value;
  if (ChallengeName !== "CUSTOM_CHALLENGE" || session === undefined) throw new AuthError("internal");
  const known = ChallengeParameters?.USERNAME ?? username;
  const metadata = language === undefined ? undefined : { language };
  const asked = await respond(store, { session, username: known, answer: choice }, metadata);
  if (asked.kind === "failure") return refused(asked.failure);
  if (asked.value.Session === undefined) throw new AuthError("internal");
  return { kind: "asked", session: asked.value.Session, username: known };
};

export const answerChallenge = async (
  store: CognitoStore,
  input: Parameters<UserPool["answerChallenge"]>[0],
): Promise<ChallengeAnswer> => {
  const answer = await respond(store, input);
  if (answer.kind === "failure") return refused(answer.failure);
  const { AuthenticationResult, ChallengeName, Session } = answer.value;
  if (AuthenticationResult) return { kind: "session", session: sessionFrom(AuthenticationResult) };
  if (ChallengeName !== "CUSTOM_CHALLENGE" || Session === undefined) throw new AuthError("internal");
  return { kind: "wrong", session: Session };
};

const respond = (
  store: CognitoStore,
  { session, username, answer }: Parameters<UserPool["answerChallenge"]>[0],
  metadata?: Record<string, string>,
): Promise<Attempt<RespondToAuthChallengeResponse>> =>
  attemptAsClient(store, async () => {
    const SECRET_HASH = await store.secret.hashFor(username);
    return store.call("RespondToAuthChallenge", {
      ChallengeName: "CUSTOM_CHALLENGE",
      ClientId: store.clientId,
      Session: session,
      ChallengeResponses: { USERNAME: username, ANSWER: answer, SECRET_HASH },
      ClientMetadata: metadata,
    });
  });

const REFUSALS: ReadonlySet<string> = new Set([
  "NotAuthorizedException",
  "UserNotFoundException",
  "UserNotConfirmedException",
  "PasswordResetRequiredException",
  "CodeMismatchException",
  "ExpiredCodeException",
]);

const refused = (failure: CognitoFailure): { kind: "refused" } => {
  const { triggerCode } = failure;
  if (REFUSALS.has(failure.name) || triggerCode === "invalid_credentials") return { kind: "refused" };
  if (triggerCode === "too_many_requests") throw new AuthError(triggerCode, { retryAfterSeconds: 3600 });
  throw failure.asAuthError();
};
