/**
 * Custom authentication through Amazon Cognito's API: InitiateAuth asks CHOOSE, and the answer to that
 * sends the message. Each answer needs the newest session, and the hash of the user name that Cognito
 * gave back, not of the address that was typed.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html
 */
import {
  type CognitoIdentityProviderClient,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  type RespondToAuthChallengeCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import { AuthError } from "../domain/errors.js";
import type { ChallengeAnswer, StartChallengeAnswer, UserPool } from "../ports.js";
import type { ClientSecret } from "./cognito-client-secret.js";
import { attempt, type CognitoFailure } from "./cognito-failure.js";
import { sessionFrom } from "./cognito-session.js";

type Store = {
  readonly client: CognitoIdentityProviderClient;
  readonly clientId: string;
  readonly secret: ClientSecret;
};

export const startChallenge = async (
  store: Store,
  username: string,
  choice: string,
  language: string | undefined,
): Promise<StartChallengeAnswer> => {
  const SECRET_HASH = await store.secret.hashFor(username);
  const command = new InitiateAuthCommand({
    AuthFlow: "CUSTOM_AUTH",
    ClientId: store.clientId,
    AuthParameters: { USERNAME: username, SECRET_HASH },
  });
  const begun = await attempt(() => store.client.send(command));
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
  store: Store,
  input: Parameters<UserPool["answerChallenge"]>[0],
): Promise<ChallengeAnswer> => {
  const answer = await respond(store, input);
  if (answer.kind === "failure") return refused(answer.failure);
  const { AuthenticationResult, ChallengeName, Session } = answer.value;
  if (AuthenticationResult) return { kind: "session", session: sessionFrom(AuthenticationResult) };
  // Any other challenge is one that these endpoints cannot ask, a second factor of the pool's own.
  if (ChallengeName !== "CUSTOM_CHALLENGE" || Session === undefined)
    throw new AuthError("challenge_required");
  return { kind: "wrong", session: Session };
};

const respond = async (
  { client, clientId, secret }: Store,
  { session, username, answer }: Parameters<UserPool["answerChallenge"]>[0],
  metadata?: Record<string, string>,
): Promise<
  { kind: "value"; value: RespondToAuthChallengeCommandOutput } | { kind: "failure"; failure: CognitoFailure }
> => {
  const command = new RespondToAuthChallengeCommand({
    ChallengeName: "CUSTOM_CHALLENGE",
    ClientId: clientId,
    Session: session,
    ChallengeResponses: { USERNAME: username, ANSWER: answer, SECRET_HASH: await secret.hashFor(username) },
    ClientMetadata: metadata,
  });
  return attempt(() => client.send(command));
};

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
