/**
 * USER_SRP_AUTH: the user proves the password without sending it. If the client hides which users exist, an
 * unknown user gets the same exchange, which no password can complete. UserMigration never runs because it
 * needs the password.
 */
import { incorrectCredentials, userNotFound } from "../errors.js";
import { simulatedUser } from "../rules/simulated-user.js";
import type { SrpExchange } from "../rules/srp.js";
import type { Services } from "../services.js";
import { hidesExistence } from "../settings/client-settings.js";
import { deviceOf } from "../store/device.js";
import type { Pool, PoolClient } from "../store/pool.js";
import type { Attributes } from "../store/user.js";
import { preAuthentication } from "../triggers/pre-authentication.js";
import { advance } from "./advance.js";
import { checkCredentials } from "./credentials.js";
import { proofOf } from "./device.js";
import { passwordVerifierChallenge } from "./srp-challenge.js";
import { beginning, type ChallengeAnswer, type FlowAnswer, type NextChallenge, passed } from "./step.js";

interface SrpAttempt {
  readonly pool: Pool;
  readonly client: PoolClient;
  readonly username: string;
  /** SRP_A. */
  readonly clientValue: string;
  readonly validationData?: Attributes | undefined;
}

export async function signInWithSrp(services: Services, attempt: SrpAttempt): Promise<NextChallenge> {
  const { pool, client, username: typed } = attempt;
  const user = pool.users.find(typed);
  if (!user && !hidesExistence(client.settings)) throw userNotFound();
  await preAuthentication(services, { ...attempt, user });
  const username = user?.username ?? simulatedUser(pool, typed).username;
  const step = beginning({ pool, client, typed, username, user, flow: "PASSWORD" });
  return passwordVerifierChallenge(services, step, attempt.clientValue);
}

export async function answerPasswordVerifier(
  services: Services,
  challengeAnswer: ChallengeAnswer,
  exchange: SrpExchange,
): Promise<FlowAnswer> {
  const { pool, client, user, responses } = challengeAnswer;
  const holds = proofOf(services, challengeAnswer);
  const { DEVICE_KEY: deviceKey } = responses;
  // Checked before the session is used up: clients drop a forgotten device key and repeat their answer.
  if (pool.settings.DeviceConfiguration && deviceKey !== undefined) deviceOf(user, deviceKey);
  // Each exchange allows one guess.
  services.challenges.consume(challengeAnswer.session);
  if (!user) throw incorrectCredentials();
  await checkCredentials(services, { pool, client, user }, () => {
    // The proof is void if the password has changed since the challenge.
    return user.password?.srp?.salt === exchange.salt && holds(exchange);
  });
  return advance(services, passed(challengeAnswer, "PASSWORD_VERIFIER", { deviceKey }));
}
