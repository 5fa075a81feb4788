/**
 * Cognito CreateAuthChallenge: asks how a person wants to prove themselves, then sends the code or the
 * link. For people whom the pool does not know it does the same but for the mail.
 */
import { createAuthChallengeEvent } from "../../shared/edge/challenge-events.js";
import { cognitoTrigger } from "../../shared/edge/cognito-trigger.js";
import { createChallenge } from "../../shared/flows/challenge/create-challenge.js";
import type { DeliveryDeps } from "../../shared/flows/challenge/deliver-proof.js";
import type { Ports } from "../../shared/ports/index.js";
import {
  challenges,
  clock,
  deadline,
  directory,
  logger,
  messageSettings,
  messenger,
  metrics,
  minimumDuration,
  pools,
  proofs,
  pseudonyms,
  random,
  serviceClients,
  throttle,
  wired,
} from "../../shared/wiring/index.js";

type Deps = DeliveryDeps & Pick<Ports, "deadline" | "logger" | "pools" | "random" | "serviceClients">;

export const createAuthChallenge = (deps: Deps) =>
  cognitoTrigger(deps, createAuthChallengeEvent, async (input) => {
    const { open, kept, mark } = await createChallenge(deps, input);
    return {
      publicChallengeParameters: open,
      privateChallengeParameters: kept,
      challengeMetadata: mark,
    };
  });

export const handler = wired(createAuthChallenge, {
  challenges,
  clock,
  deadline,
  directory,
  logger,
  messages: messageSettings,
  messenger,
  metrics,
  minimumDuration,
  pools,
  proofs,
  pseudonyms,
  random,
  serviceClients,
  throttle,
});
