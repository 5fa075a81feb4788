/**
 * USER_AUTH: the user chooses the first factor. A session from ConfirmSignUp replaces the factor once.
 * UserMigration does not run in this flow. PreAuthentication runs before the choice.
 */
import { CognitoError, userNotFound } from "../errors.js";
import { simulatedUser } from "../rules/simulated-user.js";
import type { Services } from "../services.js";
import { hidesExistence } from "../settings/client-settings.js";
import type { Pool, PoolClient } from "../store/pool.js";
import type { Attributes, User } from "../store/user.js";
import type { HostedGrant } from "../tokens/hosted-grant.js";
import { preAuthentication } from "../triggers/pre-authentication.js";
import { advance } from "./advance.js";
import { invalidSession } from "./challenges.js";
import { beginFactor } from "./first-factor.js";
import { selectChallenge } from "./first-factor-challenge.js";
import { factorsOf } from "./first-factors.js";
import { ask, beginning, type FlowAnswer, passed } from "./step.js";
import { dueFactors } from "./step-up.js";
import { type StepUpRequest, stepUpRequest } from "./step-up-request.js";

interface ChoiceAttempt {
  readonly pool: Pool;
  readonly client: PoolClient;
  readonly username: string;
  /** PREFERRED_CHALLENGE with the values that answer it, and the requested authentication level. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly session?: string | undefined;
  /** Set if the sign-in begins on the hosted pages. */
  readonly hosted?: HostedGrant | undefined;
  /** What the browser session has already proved. Replaces an access token. */
  readonly stepUp?: StepUpRequest | undefined;
  readonly validationData?: Attributes | undefined;
}

export async function signInByChoice(services: Services, attempt: ChoiceAttempt): Promise<FlowAnswer> {
  const { pool, client, username: typed, parameters, session, hosted } = attempt;
  if (pool.settings.UserPoolTier === "LITE") {
    throw new CognitoError(
      "FeatureUnavailableInTierException",
      "USER_AUTH needs the Essentials or Plus plan.",
    );
  }
  const found = pool.users.find(typed);
  // The profile of an external provider has no factors in this pool. Its address gets no codes.
  const user = found?.status === "EXTERNAL_PROVIDER" ? undefined : found;
  if (!user && !hidesExistence(client.settings)) throw userNotFound();
  await preAuthentication(services, { ...attempt, user });
  const username = user?.username ?? simulatedUser(pool, typed).username;
  const stepUp = attempt.stepUp ?? stepUpRequest(services, { pool, client, user, parameters });
  const { DEVICE_KEY: deviceKey } = parameters;
  const step = beginning({ pool, client, typed, username, user, flow: "CHOICE", deviceKey, hosted, stepUp });
  if (session !== undefined) {
    checkConfirmation(services, attempt, session, user);
    return advance(services, passed(step, "CONFIRMED_SIGN_UP"));
  }
  const { targets, methods } = step.signInState;
  const due = targets && dueFactors({ pool, user, typed, targets, methods });
  // Only the holder of an access token has proved a factor already. Such a user exists.
  if (user && due && due.kind !== "first") return advance(services, step);
  const factors = due?.kind === "first" ? due.factors : factorsOf(pool, user, typed);
  const factor = factors.find((name) => name === parameters.PREFERRED_CHALLENGE);
  return factor ? beginFactor(services, step, factor, parameters) : selectChallenge(services, step, factors);
}

/** Returns the session that signs a user in directly after ConfirmSignUp. */
export function confirmationSession(
  services: Services,
  { pool, client, user }: { pool: Pool; client: PoolClient; user: User },
): string | undefined {
  if (!client.settings.ExplicitAuthFlows.includes("ALLOW_USER_AUTH")) return undefined;
  const { username } = user;
  const step = beginning({ pool, client, typed: username, username, user, flow: "CHOICE" });
  return ask(services, step, { name: "CONFIRMED_SIGN_UP" }, {}).Session;
}

function checkConfirmation(
  { challenges }: Services,
  { pool, client }: ChoiceAttempt,
  session: string,
  user: User | undefined,
): void {
  const { name, signInState } = challenges.find(session);
  const mine =
    signInState.poolId === pool.id && signInState.clientId === client.id && signInState.sub === user?.sub;
  if (name !== "CONFIRMED_SIGN_UP" || !user || !mine) throw invalidSession();
  challenges.consume(session);
}
