/**
 * Cognito VerifyAuthChallengeResponse: whether the answer to a challenge is right. It says nothing else,
 * so that a wrong answer, a late one and one of an unknown person look the same.
 */
import { verifyAuthChallengeResponseEvent } from "../../shared/edge/challenge-events.js";
import { cognitoTrigger } from "../../shared/edge/cognito-trigger.js";
import { verifyChallenge } from "../../shared/flows/challenge/verify-challenge.js";
import type { Ports } from "../../shared/ports/index.js";
import {
  audit,
  challenges,
  clock,
  deadline,
  directory,
  logger,
  metrics,
  pools,
  proofs,
  pseudonyms,
  tickets,
  wired,
} from "../../shared/wiring/index.js";

type Deps = Pick<
  Ports,
  | "audit"
  | "challenges"
  | "clock"
  | "deadline"
  | "directory"
  | "tickets"
  | "logger"
  | "metrics"
  | "pools"
  | "proofs"
  | "pseudonyms"
>;

export const verifyAuthChallengeResponse = (deps: Deps) =>
  cognitoTrigger(deps, verifyAuthChallengeResponseEvent, async (input) => ({
    answerCorrect: await verifyChallenge(deps, input),
  }));

export const handler = wired(verifyAuthChallengeResponse, {
  audit,
  challenges,
  clock,
  deadline,
  directory,
  tickets,
  logger,
  metrics,
  pools,
  proofs,
  pseudonyms,
});
