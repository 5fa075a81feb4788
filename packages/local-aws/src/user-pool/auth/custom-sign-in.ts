/**
 * CUSTOM_AUTH: the challenge triggers decide what a user must prove. With CHALLENGE_NAME = SRP_A the password
 * comes first. PreAuthentication runs in this flow too, since it runs at the start of every sign-in.
 */
import { userNotFound } from "../errors.js";
import { simulatedUser } from "../rules/simulated-user.js";
import type { Services } from "../services.js";
import { hidesExistence } from "../settings/client-settings.js";
import type { Pool, PoolClient } from "../store/pool.js";
import type { Attributes } from "../store/user.js";
import { challengeFunction, verifyAuthChallengeResponse } from "../triggers/auth-challenges.js";
import { preAuthentication } from "../triggers/pre-authentication.js";
import { advance } from "./advance.js";
import type { CustomQuestion } from "./challenges.js";
import { beginning, type ChallengeAnswer, type FlowAnswer, passed, required, type Step } from "./step.js";

interface CustomAttempt {
  readonly pool: Pool;
  readonly client: PoolClient;
  readonly username: string;
  /** SRP_A, if the sign-in begins with the password. */
  readonly clientValue: string | undefined;
  readonly deviceKey?: string | undefined;
  readonly validationData?: Attributes | undefined;
}

/** Throws InvalidUserPoolConfigurationException if the pool has no DefineAuthChallenge trigger. */
export async function signInWithChallenges(services: Services, attempt: CustomAttempt): Promise<FlowAnswer> {
  const { pool, client, username: typed, clientValue, deviceKey } = attempt;
  challengeFunction(attempt, "DefineAuthChallenge");
  const user = pool.users.find(typed);
  if (!user && !hidesExistence(client.settings)) throw userNotFound();
  await preAuthentication(services, { ...attempt, user });
  const username = user?.username ?? simulatedUser(pool, typed).username;
  const step = beginning({ pool, client, typed, username, user, flow: "CUSTOM", deviceKey });
  return advance(services, clientValue === undefined ? step : passed(step, "SRP_A", { clientValue }));
}

export async function answerCustomChallenge(
  services: Services,
  challengeAnswer: ChallengeAnswer,
  question: CustomQuestion,
): Promise<FlowAnswer> {
  const answer = required(challengeAnswer, "ANSWER");
  services.challenges.consume(challengeAnswer.session);
  const challengeResult = await verifyAuthChallengeResponse(services, challengeAnswer, question, answer);
  const entry = {
    challengeName: "CUSTOM_CHALLENGE",
    challengeResult,
    ...(question.metadata !== undefined && { challengeMetadata: question.metadata }),
  };
  const history = [...challengeAnswer.signInState.history, entry];
  const step: Step = { ...challengeAnswer, signInState: { ...challengeAnswer.signInState, history } };
  return advance(services, step);
}
