/**
 * Cognito VerifyAuthChallengeResponse: whether the answer to a challenge is right. It says nothing else,
 * so that a wrong answer, a late one and one of an unknown person look the same.
 */
import { verifyAuthChallengeResponseEvent } from "../../shared/edge/challenge-events.js";
import { cognitoTrigger, type TriggerDeps } from "../../shared/edge/cognito-trigger.js";
import { type VerifyChallengeDeps, verifyChallenge } from "../../shared/flows/challenge/verify-challenge.js";
import { triggerPorts, verifyChallengePorts, wired } from "../../shared/wiring/index.js";

type Deps = TriggerDeps & VerifyChallengeDeps;

export const verifyAuthChallengeResponse = (deps: Deps) =>
  cognitoTrigger(deps, verifyAuthChallengeResponseEvent, async (input) => ({
    answerCorrect: await verifyChallenge(deps, input),
  }));

export const handler = wired(verifyAuthChallengeResponse, { ...triggerPorts, ...verifyChallengePorts });
