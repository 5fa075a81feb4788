/** Handles the answer to a challenge. The session identifies the challenge. */
import { checkSecretHash } from "../rules/client-secret.js";
import type { Services } from "../services.js";
import type { Pool, PoolClient } from "../store/pool.js";
import type { Attributes, User } from "../store/user.js";
import { advance } from "./advance.js";
import { invalidSession, type OpenChallenge } from "./challenges.js";
import { answerCustomChallenge } from "./custom-sign-in.js";
import { answerDeviceSrp, provedDevice } from "./device.js";
import { answerFirstCode, answerPassword, answerPasswordSrp, answerSelection } from "./first-factor.js";
import { answerNewPassword } from "./new-password.js";
import { answerPasskey } from "./passkey.js";
import { answerMfaChoice, answerMfaSetup, answerSentCode, answerSoftwareToken } from "./second-factor.js";
import type { SignInState } from "./sign-in-state.js";
import { answerPasswordVerifier } from "./srp-sign-in.js";
import type { ChallengeAnswer, FlowAnswer } from "./step.js";
import { unsentSession } from "./unsent-session.js";

export interface ChallengeResponse {
  readonly pool: Pool;
  readonly client: PoolClient;
  /** The name of the challenge that the caller answers. */
  readonly name: string;
  /** Clients that support SRP only do not send it. */
  readonly session?: string | undefined;
  readonly responses: Readonly<Record<string, string>>;
  readonly clientMetadata?: Attributes | undefined;
}

/**
 * Throws NotAuthorizedException if the session was used or belongs to another client, user or challenge.
 * Throws InvalidParameterException if the session is missing and the challenge needs one.
 */
export async function answerChallenge(services: Services, response: ChallengeResponse): Promise<FlowAnswer> {
  const { pool, client, name, responses, clientMetadata } = response;
  const session = response.session ?? unsentSession(services, response);
  const open = services.challenges.find(session);
  const { DEVICE_KEY: deviceKey } = responses;
  // A DEVICE_* challenge proves one device. The answer cannot name another one.
  const named = deviceKey !== undefined && !open.name.startsWith("DEVICE_");
  const signInState = named ? { ...open.signInState, deviceKey } : open.signInState;
  if (open.name !== name || signInState.poolId !== pool.id || signInState.clientId !== client.id)
    throw invalidSession();
  const user = userOfSignIn(pool, signInState, responses.USERNAME ?? "");
  // Keyed by the real username. Only the first request of a sign-in accepts an alias here.
  checkSecretHash(client, user ? [user.username, user.sub] : [signInState.username], responses.SECRET_HASH);
  return dispatched(services, { pool, client, user, signInState, session, responses, clientMetadata }, open);
}

/** Throws if the name does not belong to the sign-in, or if the user was deleted in the meantime. */
function userOfSignIn(pool: Pool, { sub, username, typed }: SignInState, named: string): User | undefined {
  if (sub === undefined) {
    const names = [username, typed].map((name) => pool.users.normalise(name));
    if (!names.includes(pool.users.normalise(named))) throw invalidSession();
    return undefined;
  }
  const user = pool.users.byUsername(username);
  if (user?.sub !== sub || pool.users.find(named) !== user) throw invalidSession();
  return user;
}

async function dispatched(
  services: Services,
  challengeAnswer: ChallengeAnswer,
  open: OpenChallenge,
): Promise<FlowAnswer> {
  switch (open.name) {
    case "NEW_PASSWORD_REQUIRED":
      return answerNewPassword(services, challengeAnswer, open.passwordSalt);
    case "PASSWORD_VERIFIER":
      return answerPasswordVerifier(services, challengeAnswer, open.exchange);
    case "CUSTOM_CHALLENGE":
      return answerCustomChallenge(services, challengeAnswer, open.question);
    case "SELECT_CHALLENGE":
      return answerSelection(services, challengeAnswer, open.factors, open.challenge);
    case "PASSWORD":
      return answerPassword(services, challengeAnswer);
    case "PASSWORD_SRP":
      return answerPasswordSrp(services, challengeAnswer);
    case "WEB_AUTHN":
      return answerPasskey(services, challengeAnswer, open.challenge);
    case "EMAIL_OTP":
    case "SMS_OTP":
    case "SMS_MFA":
      return open.first
        ? answerFirstCode(services, challengeAnswer, open)
        : answerSentCode(services, challengeAnswer, open);
    case "DEVICE_SRP_AUTH":
      return answerDeviceSrp(services, challengeAnswer);
    case "DEVICE_PASSWORD_VERIFIER":
      return advance(services, provedDevice(services, challengeAnswer, open.exchange));
    case "CONFIRMED_SIGN_UP":
      throw invalidSession();
    case "SOFTWARE_TOKEN_MFA":
      return answerSoftwareToken(services, challengeAnswer, open.guesses);
    case "SELECT_MFA_TYPE":
      return answerMfaChoice(services, challengeAnswer, open.kinds);
    case "MFA_SETUP":
      return answerMfaSetup(services, challengeAnswer, open);
  }
}
