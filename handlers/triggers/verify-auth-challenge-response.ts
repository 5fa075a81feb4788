/**
 * Cognito VerifyAuthChallengeResponse: whether the answer to a challenge is correct, and nothing else. A wrong
 * answer, an expired answer and the answer of an unknown user look the same.
 */
import { verifyAuthChallengeResponseEvent } from "../../shared/edge/challenge-events.js";
import { cognitoTrigger, type TriggerDeps } from "../../shared/edge/cognito-trigger.js";
import { type VerifyChallengeDeps, verifyChallenge } from "../../shared/flows/challenge/verify-challenge.js";
import { triggerPorts } from "../../shared/wiring/base.js";
import { verifyChallengePorts } from "../../shared/wiring/challenge.js";
import { wired } from "../../shared/wiring/provider.js";

type Deps = TriggerDeps & VerifyChallengeDeps;

export const verifyAuthChallengeResponse = (deps: Deps) =>
  cognitoTrigger(deps, verifyAuthChallengeResponseEvent, async (input) => ({
    answerCorrect: await verifyChallenge(deps, input),
  }));

export const handler = wired(verifyAuthChallengeResponse, { ...triggerPorts, ...verifyChallengePorts });
